package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.zarrspring.codec.IndexLocation;
import io.github.zarrspring.codec.InnerChunks;
import io.github.zarrspring.codec.InnerChunks.InnerChunk;
import io.github.zarrspring.codec.Scratch;
import io.github.zarrspring.codec.ShardIndex;
import io.github.zarrspring.codec.Shards;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads parts of shards: the index, then the inner chunks that are touched and nothing
 * else, all of one content of the shard. What lies side by side is fetched together.
 * <p>
 * Where a call is far, indices are kept for the next read, with the version of the shard
 * that they are of: the first inner chunk that is read tells whether it still is. Where a
 * call is near, reading the index again costs less than finding out its version.
 */
final class ShardReader {

	/**
	 * How many inner chunks are put in order at a time.
	 */
	private static final int PAGE = 4096;

	private final ZarrEngine engine;

	private final StorageBackend backend;

	ShardReader(ZarrEngine engine, StorageBackend backend) {
		this.engine = engine;
		this.backend = backend;
	}

	/**
	 * Read a part of a shard. What is not stored is fill value.
	 * @param key the key of the shard
	 * @param layout the layout of the shard
	 * @param chunks the inner chunks to read, with where their values go
	 * @param work how the call is worked on
	 * @param shards the number of shards that the call reads
	 */
	void read(StoreKey key, Shards layout, InnerChunks chunks, Work work, long shards) {
		Retry retry = new Retry(this.engine.conflictTimeout());
		while (true) {
			try {
				if (tryRead(key, layout, chunks, work, shards)) {
					work.found();
				}
				else {
					chunks.fill(layout.fillValue());
				}
				return;
			}
			catch (WriteConflictException ex) {
				retry.pause("The shard", ex);
			}
		}
	}

	private boolean tryRead(StoreKey key, Shards layout, InnerChunks chunks, Work work, long shards) {
		boolean caching = work.capabilities().roundTrip() == RoundTrip.REMOTE;
		ShardIndexCache.Entry cached = caching ? this.engine.shardIndices().get(this.backend, key, 0, layout) : null;
		InnerRun probe = (cached != null) ? probe(cached.index(), chunks, layout, work) : null;
		if (cached != null && probe != null) {
			return this.backend.open(key, probe.range(0), (value) -> {
				boolean current = value.first().version().equals(cached.version());
				Call call = new Call(key, value, work, shards, caching);
				ShardIndex index = current ? cached.index() : call.index(layout, 0, -1);
				call.read(layout, index, chunks, 0, -1, current ? probe : null);
				return true;
			}).isPresent();
		}
		return this.backend.open(key, indexRange(layout), (value) -> {
			Call call = new Call(key, value, work, shards, caching);
			ShardIndex index = call.decode(layout, value.first(), 0);
			call.read(layout, index, chunks, 0, -1, null);
			return true;
		}).isPresent();
	}

	/**
	 * What to read at first to find out whether an index is still the one of the shard.
	 */
	private @Nullable InnerRun probe(ShardIndex index, InnerChunks chunks, Shards layout, Work work) {
		if (layout.inner().shards() != null) {
			return null;
		}
		List<InnerRun> runs = InnerRun.of(index, chunks, 0, Math.min(PAGE, chunks.size()), work.runBytes());
		return (runs.isEmpty() || runs.get(0).size() > Math.max(work.runBytes(), mostBytes(layout))) ? null
				: runs.get(0);
	}

	/**
	 * The most bytes that an inner chunk may have.
	 */
	private long mostBytes(Shards layout) {
		return (layout.inner().shards() != null) ? Long.MAX_VALUE
				: Math.min(this.engine.limits().chunkBytes(), layout.inner().maxStoredSize());
	}

	private ByteRange indexRange(Shards layout) {
		Limits.check("A shard index size", layout.indexSize(), this.engine.limits().chunkBytes(),
				"zarr.limits.chunk-bytes");
		return (layout.indexLocation() == IndexLocation.START) ? ByteRange.of(0, layout.indexSize())
				: ByteRange.suffix(layout.indexSize());
	}

	/**
	 * The reads of one shard that is open.
	 */
	private final class Call {

		private final StoreKey key;

		private final OpenValue value;

		private final Work work;

		private final long shards;

		private final boolean caching;

		Call(StoreKey key, OpenValue value, Work work, long shards, boolean caching) {
			this.key = key;
			this.value = value;
			this.work = work;
			this.shards = shards;
			this.caching = caching;
		}

		/**
		 * The index of a shard, or of one in a shard.
		 * @param offset where the shard starts
		 * @param size its size, -1 if it is not known
		 */
		ShardIndex index(Shards layout, long offset, long size) {
			if (this.caching) {
				ShardIndexCache.Entry cached = ShardReader.this.engine.shardIndices()
					.get(ShardReader.this.backend, this.key, offset, layout);
				if (cached != null && cached.version().equals(this.value.first().version())) {
					return cached.index();
				}
			}
			if (size < 0) {
				return this.value.borrow(indexRange(layout), (part) -> decode(layout, part, offset));
			}
			if (size < layout.indexSize()) {
				throw new CorruptDataException("The inner shard has %d bytes, fewer than the %d of its index"
					.formatted(size, layout.indexSize()));
			}
			long start = (layout.indexLocation() == IndexLocation.START) ? offset : offset + size - layout.indexSize();
			return this.value.borrow(ByteRange.of(start, indexRange(layout).length()),
					(part) -> decode(layout, part, offset));
		}

		ShardIndex decode(Shards layout, StoredValue part, long offset) {
			ShardIndex index = this.work.code(() -> {
				try (Scratch scratch = ShardReader.this.engine.buffers().scratch(false)) {
					return layout.index(part.bytes(), scratch);
				}
			});
			// One that is damaged would be asked for places that no shard has, even when
			// the
			// shard has been repaired.
			if (this.caching && index.isSound()) {
				ShardReader.this.engine.shardIndices()
					.put(ShardReader.this.backend, this.key, offset, layout.depth(), part.version(), index);
			}
			return index;
		}

		/**
		 * Read inner chunks.
		 * @param offset where the shard starts
		 * @param size its size, -1 if it is not known
		 * @param probe what was read on opening, {@code null} if that was the index
		 */
		void read(Shards layout, ShardIndex index, InnerChunks chunks, long offset, long size,
				@Nullable InnerRun probe) {
			boolean nested = layout.inner().shards() != null;
			for (int start = 0; start < chunks.size(); start += PAGE) {
				int end = Math.min(start + PAGE, chunks.size());
				if (size >= 0) {
					check(index, chunks, start, end, size);
				}
				fillMissing(layout, index, chunks, start, end);
				checkSizes(layout, index, chunks, start, end);
				List<InnerRun> runs = InnerRun.of(index, chunks, start, end, nested ? 0 : this.work.runBytes());
				if (nested) {
					this.work.forEachInner(runs.size(), this.shards,
							(number) -> readNested(layout, index, chunks, runs.get((int) number), offset));
				}
				else if (this.work.capabilities().callerThread()) {
					readTogether(layout, index, chunks, withoutProbe(layout, index, chunks, runs, probe), offset);
				}
				else {
					this.work.forEachInner(runs.size(), this.shards, (number) -> {
						InnerRun run = runs.get((int) number);
						if (probe != null && run.isSame(probe)) {
							decode(layout, index, chunks, run, this.value.first());
							return;
						}
						this.value.borrow(run.range(offset), (part) -> {
							decode(layout, index, chunks, run, part);
							return run;
						});
					});
				}
			}
		}

		private void check(ShardIndex index, InnerChunks chunks, int start, int end, long size) {
			for (int i = start; i < end; i++) {
				int number = chunks.number(i);
				if (!index.isMissing(number)) {
					index.check(number, size);
				}
			}
		}

		/**
		 * What is longer than an inner chunk can be is not read.
		 */
		private void checkSizes(Shards layout, ShardIndex index, InnerChunks chunks, int start, int end) {
			long most = mostBytes(layout);
			for (int i = start; i < end; i++) {
				int number = chunks.number(i);
				if (!index.isMissing(number) && index.size(number) > most) {
					throw new CorruptDataException(
							"The inner chunk %d has %d bytes in the index of its shard, more than the %d that it can have"
								.formatted(number, index.size(number), most));
				}
			}
		}

		private void fillMissing(Shards layout, ShardIndex index, InnerChunks chunks, int start, int end) {
			for (int i = start; i < end; i++) {
				if (index.isMissing(chunks.number(i))) {
					chunks.get(i).receive((values) -> values.fill(layout.fillValue()));
				}
			}
		}

		private void readNested(Shards layout, ShardIndex index, InnerChunks chunks, InnerRun run, long offset) {
			Shards nested = layout.inner().shards();
			if (nested == null) {
				throw new IllegalStateException("The inner chunks are no shards");
			}
			for (int i : run.chunks()) {
				InnerChunk chunk = chunks.get(i);
				long start = offset + index.offset(chunk.number());
				long size = index.size(chunk.number());
				read(nested, index(nested, start, size), chunk.cut(nested), start, size, null);
			}
		}

		/**
		 * The runs that are still to be read once that is decoded which was read on
		 * opening.
		 */
		private List<InnerRun> withoutProbe(Shards layout, ShardIndex index, InnerChunks chunks, List<InnerRun> runs,
				@Nullable InnerRun probe) {
			if (probe == null) {
				return runs;
			}
			Map<Boolean, List<InnerRun>> parted = runs.stream().collect(Collectors.partitioningBy(probe::isSame));
			parted.getOrDefault(true, List.of())
				.forEach((run) -> decode(layout, index, chunks, run, this.value.first()));
			return parted.getOrDefault(false, List.of());
		}

		/**
		 * Fetch on the caller's thread, many with each call, and decode on all threads.
		 */
		private void readTogether(Shards layout, ShardIndex index, InnerChunks chunks, List<InnerRun> runs,
				long offset) {
			int start = 0;
			while (start < runs.size()) {
				int end = start;
				long bytes = 0;
				while (end < runs.size() && (end == start || bytes + runs.get(end).size() <= this.work.runBytes())) {
					bytes += runs.get(end++).size();
				}
				List<InnerRun> group = runs.subList(start, end);
				List<StoredValue> parts = this.value.readAll(group.stream().map((run) -> run.range(offset)).toList());
				this.work.compute(group.size(),
						(number) -> decode(layout, index, chunks, group.get((int) number), parts.get((int) number)));
				start = end;
			}
		}

		private void decode(Shards layout, ShardIndex index, InnerChunks chunks, InnerRun run, StoredValue part) {
			if (part.size() != run.size()) {
				throw new CorruptDataException("The shard ends before the %d bytes at %d that its index points at"
					.formatted(run.size(), run.offset()));
			}
			ByteBuffer bytes = part.bytes();
			this.work.code(() -> {
				for (int i : run.chunks()) {
					InnerChunk chunk = chunks.get(i);
					int start = (int) (index.offset(chunk.number()) - run.offset());
					ByteBuffer encoded = bytes.slice(start, (int) index.size(chunk.number()));
					chunk.receive((values) -> {
						try (Scratch scratch = ShardReader.this.engine.buffers().scratch(false)) {
							layout.inner().decode(encoded, chunk.region(), values, scratch);
						}
						this.work.received(values, layout.fillValue());
					});
				}
				return run;
			});
		}

	}

}
