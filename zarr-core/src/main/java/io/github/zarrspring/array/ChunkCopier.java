package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.zarrspring.chunk.ChunkKeyEncoding;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.Scratch;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.metadata.MetadataConverter;
import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * Copies the chunks of one array: as they are stored, or decoded and encoded again where
 * the copy has other codecs or no shards.
 */
final class ChunkCopier {

	private final ArrayStorage from;

	private final ArrayStorage to;

	private final ChunkCoder coder;

	/**
	 * What encodes again, {@code null} where bytes stay.
	 */
	private final @Nullable ChunkCoder encoder;

	/**
	 * What takes chunks out of shards, {@code null} where chunks stay what they are.
	 */
	private final @Nullable ShardDivider divider;

	private final ZarrEngine engine;

	private final boolean together;

	private final Work work;

	private final ChunkKeyEncoding encoding;

	private final int rank;

	private final CopyWatch watch;

	private final Listener listener;

	ChunkCopier(ZarrArray array, Hierarchy target, NodePath path, ArrayMetadata metadata, boolean together,
			CopyWatch watch, Listener listener) {
		this.engine = target.engine();
		this.from = array.storage();
		this.to = new ArrayStorage(target.store(), target.backend(), path, NodeStore.mainDocument(metadata),
				metadata.chunkKeyEncoding(), metadata.shape().length);
		this.coder = new ChunkCoder(this.engine, array.metadata(), this.engine.writeEmptyChunks());
		this.encoder = MetadataConverter.isSameBytes(array.metadata(), metadata) ? null
				: new ChunkCoder(this.engine, metadata, this.engine.writeEmptyChunks());
		this.divider = array.metadata().chunkGrid().equals(metadata.chunkGrid()) ? null
				: new ShardDivider(array.metadata(), array.chunkStore(), metadata.chunkGrid().maxChunkShape());
		this.work = this.engine.work(this.to.backend(),
				(this.divider != null) ? this.coder.maxDecodedBytes() : this.coder.maxChunkBytes());
		this.encoding = array.metadata().chunkKeyEncoding();
		this.rank = array.metadata().shape().length;
		this.together = together;
		this.watch = watch;
		this.listener = listener;
	}

	/**
	 * Whether a value is a chunk.
	 * @param entry its key without the path of the array
	 * @return the index of the chunk, {@code null} if it is none
	 */
	long @Nullable [] chunk(String entry) {
		return this.encoding.decode(entry, this.rank);
	}

	/**
	 * Copy some chunks.
	 * @param chunks their indices
	 */
	void copy(List<long[]> chunks) {
		ShardDivider divider = this.divider;
		if (divider != null && this.together) {
			chunks.forEach((chunk) -> divide(chunk, divider));
		}
		else if (divider != null) {
			this.work.forEach(chunks.size(), (number) -> divide(chunks.get((int) number), divider));
		}
		else if (this.together) {
			int batch = this.work.batchSize();
			for (int i = 0; i < chunks.size(); i += batch) {
				copyTogether(chunks.subList(i, Math.min(i + batch, chunks.size())));
			}
		}
		else {
			this.work.forEach(chunks.size(), (number) -> copy(chunks.get((int) number)));
		}
	}

	private void divide(long[] shard, ShardDivider divider) {
		ChunkCoder encoder = Objects.requireNonNull(this.encoder);
		divider.divide(shard, (chunk, values) -> {
			this.watch.check();
			try (Scratch scratch = this.engine.buffers().scratch(true)) {
				ByteBuffer copy = encoder.encode(chunk, values, scratch);
				if (copy != null) {
					long size = copy.remaining();
					this.to.writeChunk(chunk, copy);
					this.listener.copied(1, size);
				}
			}
		});
	}

	/**
	 * Copy on the caller's thread, all with one call each.
	 */
	private void copyTogether(List<long[]> chunks) {
		this.watch.check();
		Map<StoreKey, StoredValue> values = this.from.backend()
			.readAll(chunks.stream().map(this.from::chunkKey).toList());
		@Nullable ByteBuffer[] copies = new ByteBuffer[chunks.size()];
		this.work.compute(chunks.size(), (number) -> {
			long[] chunk = chunks.get((int) number);
			StoredValue value = values.get(this.from.chunkKey(chunk));
			copies[(int) number] = (value != null) ? copy(chunk, value) : null;
		});
		Map<StoreKey, ByteBuffer> writes = new LinkedHashMap<>();
		long bytes = 0;
		for (int i = 0; i < copies.length; i++) {
			ByteBuffer copy = copies[i];
			if (copy != null) {
				bytes += copy.remaining();
				writes.put(this.to.chunkKey(chunks.get(i)), copy);
			}
		}
		this.to.backend().writeAll(writes);
		if (!writes.isEmpty()) {
			this.listener.copied(writes.size(), bytes);
		}
	}

	private void copy(long[] chunk) {
		this.watch.check();
		this.from.readChunk(chunk).ifPresent((value) -> {
			ByteBuffer copy = copy(chunk, value);
			if (copy != null) {
				long size = copy.remaining();
				this.to.writeChunk(chunk, copy);
				this.listener.copied(1, size);
			}
		});
	}

	/**
	 * The chunk as the target stores it.
	 * @return the encoded chunk, {@code null} if the target does not store it, since it
	 * is all fill value
	 */
	private @Nullable ByteBuffer copy(long[] chunk, StoredValue value) {
		ChunkCoder encoder = this.encoder;
		if (encoder == null) {
			return value.bytes();
		}
		ArrayView values = this.coder.decode(value, chunk);
		try (Scratch scratch = this.engine.buffers().scratch(true)) {
			return encoder.encode(chunk, values, scratch);
		}
	}

	/**
	 * What is told of chunks that were copied.
	 */
	interface Listener {

		void copied(long chunks, long bytes);

	}

}
