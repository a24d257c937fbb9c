package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

import io.github.zarrspring.array.ChunkStore.Change;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.Shards;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.ConditionalWrite;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one array in a store whose calls stay on the caller's thread: fetched and
 * written on it, many with each call, and decoded and encoded on all threads in between.
 * <p>
 * Writing is for transactional stores. Whoever writes takes chunks in the order of their
 * keys, so that of several writers none waits for one that waits for it. What is changed
 * in part is locked before it is read, and compared when it is written: a chunk that was
 * not there to be locked may have come into being.
 */
final class ChunkBatches {

	private final ZarrEngine engine;

	private final ArrayStorage storage;

	private final ChunkCoder coder;

	private final ShardReader shards;

	ChunkBatches(ZarrEngine engine, ArrayStorage storage, ChunkCoder coder, ShardReader shards) {
		this.engine = engine;
		this.shards = shards;
		this.storage = storage;
		this.coder = coder;
	}

	private StorageBackend backend() {
		return this.storage.backend();
	}

	/**
	 * Read all that a plan selects, as it was at one moment. While the caller's thread
	 * fetches a batch, others decode the one before.
	 */
	void read(ChunkPlan plan, ArrayView values, Work work) {
		if (plan.parts() > 0 && this.coder.shards(plan.part(0).chunk()) != null) {
			readShards(plan, values, work);
			return;
		}
		if (plan.parts() <= work.batchSize()) {
			read(plan, 0, values, work).run();
			return;
		}
		backend().consistently(() -> {
			Runnable decoding = () -> {
			};
			for (long start = 0; start < plan.parts(); start += work.batchSize()) {
				Runnable next;
				try {
					next = read(plan, start, values, work);
				}
				catch (Throwable ex) {
					finish(decoding, ex);
					throw ex;
				}
				finish(decoding, next);
				decoding = next;
			}
			decoding.run();
			return values;
		});
	}

	/**
	 * Read shard by shard: their parts are fetched many at a time.
	 */
	private void readShards(ChunkPlan plan, ArrayView values, Work work) {
		backend().consistently(() -> {
			for (long i = 0; i < plan.parts(); i++) {
				ChunkPart part = plan.part(i);
				StoreKey key = this.storage.chunkKey(part.chunk());
				Shards shards = Objects.requireNonNull(this.coder.shards(part.chunk()));
				located(part, () -> this.shards.read(key, shards, part.within(shards, values), work, plan.parts()));
			}
			return values;
		});
	}

	/**
	 * Wait for a batch. If it fails, the next one has to end too: the values are the
	 * caller's again after that.
	 */
	private static void finish(Runnable decoding, Runnable next) {
		try {
			decoding.run();
		}
		catch (Throwable ex) {
			finish(next, ex);
			throw ex;
		}
	}

	private static void finish(Runnable decoding, Throwable failure) {
		try {
			decoding.run();
		}
		catch (Throwable ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Fetch a batch and start to decode it.
	 */
	private Runnable read(ChunkPlan plan, long start, ArrayView values, Work work) {
		List<BatchPart> batch = batch(plan::part, start, plan.parts(), work);
		Map<StoreKey, StoredValue> found = backend().readAll(keys(batch));
		return work.startComputing(batch.size(), (number) -> {
			BatchPart part = batch.get((int) number);
			located(part, () -> decode(part.part(), found.get(part.key()), values, work));
		});
	}

	private void decode(ChunkPart part, @Nullable StoredValue value, ArrayView values, Work work) {
		part.receive(values, (target) -> {
			if (value != null) {
				work.found();
				this.coder.decode(value, part, target, work);
			}
			else {
				this.coder.clear(target);
			}
		});
	}

	/**
	 * Write all that a plan selects.
	 */
	void write(ChunkPlan plan, ArrayView values, Work work) {
		LongFunction<ChunkPart> parts = KeyOrder.of(plan, this.storage);
		for (long start = 0; start < plan.parts(); start += work.batchSize()) {
			write(batch(parts, start, plan.parts(), work), values, work);
		}
	}

	private void write(List<BatchPart> batch, ArrayView values, Work work) {
		forEach(batch, work, (part) -> {
			if (this.coder.isWhole(part.part())) {
				part.encodeWhole(part.part().view(values));
			}
		});
		List<BatchPart> changed = batch.stream().filter((part) -> !part.isWhole()).toList();
		if (!changed.isEmpty() || batch.stream().anyMatch(BatchPart::isRemoved)) {
			backend().lockAll(keys(batch));
		}
		load(changed, work);
		forEach(changed, work, (part) -> {
			part.change().write(part.part(), values);
			part.encodeChanged();
		});
		store(batch);
	}

	/**
	 * Change all that a plan selects. The changes are made on the caller's thread: they
	 * are the application's, and what it does may belong to the transaction of that
	 * thread.
	 */
	void update(ChunkPlan plan, Change change, Work work) {
		change(KeyOrder.of(plan, this.storage), plan.parts(), (chunk, part) -> change.apply(part, chunk), work);
	}

	/**
	 * Change some chunks.
	 */
	void change(List<? extends ChunkPart> parts, BiConsumer<ChunkChange, ChunkPart> change, Work work) {
		change((number) -> parts.get((int) number), parts.size(), change, work);
	}

	private void change(LongFunction<ChunkPart> parts, long count, BiConsumer<ChunkChange, ChunkPart> change,
			Work work) {
		for (long start = 0; start < count; start += work.batchSize()) {
			List<BatchPart> batch = batch(parts, start, count, work);
			backend().lockAll(keys(batch));
			load(batch, work);
			for (BatchPart part : batch) {
				located(part, () -> change.accept(part.change(), part.part()));
			}
			forEach(batch, work, BatchPart::encodeChanged);
			store(batch);
		}
	}

	/**
	 * Delete some chunks.
	 */
	void delete(List<? extends ChunkPart> parts) {
		if (!parts.isEmpty()) {
			backend().deleteAll(parts.stream().map((part) -> this.storage.chunkKey(part.chunk())).toList());
		}
	}

	/**
	 * Remove what is stored outside: chunks outside, and in chunks at the edge all that
	 * is beyond it. Chunks at the edge that have nothing there are not written.
	 */
	void clear(List<TrimmedChunk> chunks, Work work) {
		delete(chunks.stream().filter(TrimmedChunk::isOutside).toList());
		List<TrimmedChunk> edge = chunks.stream().filter((chunk) -> !chunk.isOutside()).toList();
		for (int start = 0; start < edge.size(); start += work.batchSize()) {
			List<BatchPart> batch = batch((number) -> edge.get((int) number), start, edge.size(), work);
			load(batch, work);
			List<TrimmedChunk> dirty = batch.stream()
				.filter((part) -> !this.coder.isClearOutside(part.change(), (TrimmedChunk) part.part()))
				.map((part) -> (TrimmedChunk) part.part())
				.toList();
			change(dirty, (chunk, part) -> this.coder.clearOutside(chunk, (TrimmedChunk) part), work);
		}
	}

	private void load(List<BatchPart> batch, Work work) {
		if (!batch.isEmpty()) {
			Map<StoreKey, StoredValue> found = backend().readAll(keys(batch));
			forEach(batch, work, (part) -> part.load(found.get(part.key())));
		}
	}

	private void store(List<BatchPart> batch) {
		Map<StoreKey, ByteBuffer> writes = new LinkedHashMap<>();
		List<StoreKey> deletes = new ArrayList<>();
		Map<StoreKey, ConditionalWrite> changes = new LinkedHashMap<>();
		batch.forEach((part) -> part.store(writes, deletes, changes));
		if (!deletes.isEmpty()) {
			backend().deleteAll(deletes);
		}
		if (!changes.isEmpty() && !backend().compareAndSetAll(changes)) {
			throw new WriteConflictException("A chunk was changed by others");
		}
		if (!writes.isEmpty()) {
			backend().writeAll(writes);
		}
	}

	private List<BatchPart> batch(LongFunction<ChunkPart> parts, long start, long count, Work work) {
		int size = (int) Math.min(work.batchSize(), count - start);
		List<BatchPart> batch = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			ChunkPart part = parts.apply(start + i);
			batch.add(new BatchPart(part, this.storage.chunkKey(part.chunk()), this.coder, this.engine.buffers()));
		}
		return batch;
	}

	private static Collection<StoreKey> keys(List<BatchPart> batch) {
		return batch.stream().map(BatchPart::key).toList();
	}

	private void forEach(List<BatchPart> batch, Work work, PartTask task) {
		work.compute(batch.size(), (number) -> {
			BatchPart part = batch.get((int) number);
			located(part, () -> task.accept(part));
		});
	}

	private void located(BatchPart part, Runnable task) {
		located(part.part(), task);
	}

	private void located(ChunkPart part, Runnable task) {
		ChunkFailures.located(this.storage, part.chunk(), task);
	}

	private interface PartTask {

		void accept(BatchPart part);

	}

}
