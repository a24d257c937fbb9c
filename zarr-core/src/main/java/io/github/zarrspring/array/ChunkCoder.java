package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.ChunkCodec;
import io.github.zarrspring.codec.ChunkRepresentation;
import io.github.zarrspring.codec.CodecPipeline;
import io.github.zarrspring.codec.Region;
import io.github.zarrspring.codec.Scratch;
import io.github.zarrspring.codec.ShardEdit;
import io.github.zarrspring.codec.Shards;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the chunks of one array, whatever keeps them. Safe for use by
 * several threads.
 */
final class ChunkCoder {

	private final ZarrEngine engine;

	private final ArrayMetadata metadata;

	private final ChunkGrid grid;

	private final Object fillValue;

	private final int[] maxShape;

	/**
	 * The codec of all chunks, where they have one shape.
	 */
	private final @Nullable ChunkCodec codec;

	private final long maxChunkBytes;

	private final long maxDecodedBytes;

	private final ShardWork shardWork;

	ChunkCoder(ZarrEngine engine, ArrayMetadata metadata, boolean writeEmptyChunks) {
		this.engine = engine;
		this.metadata = metadata;
		this.grid = metadata.chunkGrid();
		this.fillValue = metadata.fillValue();
		this.maxShape = ints(this.grid.maxChunkShape());
		ChunkCodec codec = CodecPipeline.of(metadata.codecs(), representation(this.maxShape));
		this.codec = this.grid.isRegular() ? codec : null;
		long elements = Limits.product(this.maxShape);
		int itemSize = metadata.dataType().memorySize();
		this.maxChunkBytes = (elements > Long.MAX_VALUE / itemSize) ? Long.MAX_VALUE : elements * itemSize;
		Shards shards = codec.shards();
		this.maxDecodedBytes = (shards != null) ? shards.largestBytes() : this.maxChunkBytes;
		this.shardWork = new ShardWork(engine, writeEmptyChunks);
	}

	private static int[] ints(long[] shape) {
		int[] ints = new int[shape.length];
		for (int i = 0; i < shape.length; i++) {
			ints[i] = Math.toIntExact(shape[i]);
		}
		return ints;
	}

	private ChunkRepresentation representation(int[] shape) {
		return new ChunkRepresentation(this.metadata.dataType(), shape, this.fillValue);
	}

	private int[] shape(long[] chunk) {
		if (this.codec != null) {
			return this.maxShape;
		}
		int[] shape = new int[chunk.length];
		for (int i = 0; i < shape.length; i++) {
			shape[i] = (int) this.grid.size(i, chunk[i]);
		}
		return shape;
	}

	private ChunkCodec codec(int[] shape) {
		return (this.codec != null) ? this.codec : CodecPipeline.of(this.metadata.codecs(), representation(shape));
	}

	/**
	 * The size of the largest chunk, in bytes: what is encoded and written at once.
	 */
	long maxChunkBytes() {
		return this.maxChunkBytes;
	}

	/**
	 * The size of the most that is decoded at once, in bytes: a chunk, or an inner chunk
	 * or the index of a shard.
	 */
	long maxDecodedBytes() {
		return this.maxDecodedBytes;
	}

	/**
	 * The inner chunks of a chunk, {@code null} if it has none that are read by
	 * themselves.
	 */
	@Nullable Shards shards(long[] chunk) {
		return codec(shape(chunk)).shards();
	}

	/**
	 * The shape of the innermost chunks of shards, of the chunks if there are none.
	 */
	long[] innerChunkShape() {
		Shards shards = codec(this.maxShape).shards();
		int[] shape = (shards != null) ? shards.innermostShape() : this.maxShape;
		return Arrays.stream(shape).asLongStream().toArray();
	}

	/**
	 * Whether a part is all of its chunk.
	 */
	boolean isWhole(ChunkPart part) {
		Region region = part.region();
		return region.covers(shape(part.chunk())) && part.isDense();
	}

	/**
	 * Room for values.
	 */
	private ArrayView allocate(int[] shape) {
		ChunkRepresentation representation = representation(shape);
		ElementType type = representation.dataType().elementType();
		int slots = Math.multiplyExact(representation.elements(), representation.dataType().slots());
		return ArrayView.of(type, type.allocate(slots), representation.slotShape());
	}

	/**
	 * Fill with the fill value.
	 */
	void clear(ArrayView values) {
		values.fill(this.fillValue);
	}

	/**
	 * Decode a part of a stored chunk for the result of some work.
	 */
	ArrayView decode(StoredValue value, ChunkPart part, ArrayView target, Work work) {
		decode(value, shape(part.chunk()), part.region(), target);
		work.received(target, this.fillValue);
		return target;
	}

	/**
	 * Decode a whole stored chunk.
	 */
	ArrayView decode(StoredValue value, long[] chunk) {
		int[] shape = shape(chunk);
		return decode(value, shape, Region.all(shape), allocate(shape));
	}

	private ArrayView decode(StoredValue value, int[] shape, Region region, ArrayView target) {
		this.engine.limits().checkChunkBytes(value.size());
		ChunkCodec codec = codec(shape);
		if (value.size() > codec.maxStoredSize()) {
			throw new CorruptDataException(
					"The chunk has more than the %d bytes that it can have".formatted(codec.maxStoredSize()));
		}
		try (Scratch scratch = this.engine.buffers().scratch(false)) {
			codec.decode(value.bytes(), region, target, scratch);
		}
		return target;
	}

	/**
	 * Encode a whole chunk.
	 * @return the encoded chunk, {@code null} if it is not to be stored
	 */
	@Nullable ByteBuffer encode(long[] chunk, ArrayView values, Scratch scratch) {
		int[] shape = shape(chunk);
		ChunkCodec codec = codec(shape);
		Shards shards = codec.shards();
		if (shards != null) {
			ShardEdit shard = new ShardEdit(shards, null, this.shardWork);
			shard.write(shards.cut(Region.all(shape), values));
			return shard.isEmpty() ? null : scratch.finish(shard.encode(scratch));
		}
		return isEmpty(values) ? null : scratch.finish(codec.encode(values, scratch));
	}

	/**
	 * Whether a chunk need not be stored. Without a fill value, others may take a missing
	 * chunk for anything.
	 */
	private boolean isEmpty(ArrayView values) {
		return !this.shardWork.writesEmptyChunks() && this.metadata.hasFillValue() && values.isFilled(this.fillValue);
	}

	/**
	 * Fill all of a chunk that is outside.
	 */
	void clearOutside(ChunkChange chunk, TrimmedChunk trimmed) {
		trimmed.outside().forEach((outside) -> chunk.write(outside, fill(outside)));
	}

	/**
	 * Whether all of a chunk that is outside is fill value.
	 */
	boolean isClearOutside(ChunkChange chunk, TrimmedChunk trimmed) {
		return trimmed.outside().stream().allMatch(chunk::isFilled);
	}

	/**
	 * One element that is everywhere in a region.
	 */
	private ArrayView fill(Region region) {
		int[] shape = representation(region.count()).slotShape();
		int[] strides = new int[shape.length];
		if (this.metadata.dataType().slots() > 1) {
			strides[region.count().length] = 1;
		}
		return new ArrayView(this.metadata.dataType().elementType(), this.fillValue, 0, shape, strides);
	}

	/**
	 * Begin to change a chunk.
	 * @param stored the chunk as it is stored, {@code null} if it is not
	 */
	ChunkChange change(long[] chunk, @Nullable StoredValue stored) {
		int[] shape = shape(chunk);
		Shards shards = codec(shape).shards();
		if (shards != null) {
			long bound = this.shardWork.maxBytes();
			Limits.check("A shard size", (stored != null) ? stored.size() : 0, bound, "zarr.limits.in-flight");
			ShardEdit shard = new ShardEdit(shards, (stored != null) ? stored.bytes() : null, this.shardWork);
			return new ShardChange(shard, shards);
		}
		ArrayView values = allocate(shape);
		if (stored != null) {
			decode(stored, shape, Region.all(shape), values);
		}
		else {
			clear(values);
		}
		return new PlainChange(values, chunk);
	}

	/**
	 * How much of a stored chunk is needed to decode it: no more than it may have, so
	 * that a value of any size costs no more memory than that.
	 */
	ByteRange range(long[] chunk) {
		return ByteRange.atMost(Math.min(this.engine.limits().chunkBytes(), codec(shape(chunk)).maxStoredSize()));
	}

	/**
	 * How much of a stored chunk is needed to change it, see {@link #range}: all, where
	 * that is in memory anyway.
	 */
	ByteRange changeRange(long[] chunk, Work work) {
		if (work.capabilities().roundTrip() == RoundTrip.MEMORY) {
			return ByteRange.ALL;
		}
		return (shards(chunk) != null) ? ByteRange.atMost(this.shardWork.maxBytes()) : range(chunk);
	}

	/**
	 * A chunk that is decoded as a whole.
	 */
	private final class PlainChange implements ChunkChange {

		private final ArrayView values;

		private final long[] chunk;

		PlainChange(ArrayView values, long[] chunk) {
			this.values = values;
			this.chunk = chunk;
		}

		@Override
		public void read(ChunkPart part, ArrayView values) {
			part.get(this.values.slice(part.region()), values);
		}

		@Override
		public void write(ChunkPart part, ArrayView values) {
			part.put(values, this.values.slice(part.region()));
		}

		@Override
		public void write(Region region, ArrayView source) {
			this.values.slice(region).copyFrom(source);
		}

		@Override
		public boolean isFilled(Region region) {
			return this.values.slice(region).isFilled(ChunkCoder.this.fillValue);
		}

		@Override
		public @Nullable ByteBuffer encode(Scratch scratch) {
			return ChunkCoder.this.encode(this.chunk, this.values, scratch);
		}

	}

	/**
	 * A shard, of which only the inner chunks are decoded that are changed.
	 */
	private final class ShardChange implements ChunkChange {

		private final ShardEdit shard;

		private final Shards shards;

		ShardChange(ShardEdit shard, Shards shards) {
			this.shard = shard;
			this.shards = shards;
		}

		@Override
		public void read(ChunkPart part, ArrayView values) {
			this.shard.read(part.within(this.shards, values));
		}

		@Override
		public void write(ChunkPart part, ArrayView values) {
			this.shard.write(part.within(this.shards, values));
		}

		@Override
		public void write(Region region, ArrayView source) {
			this.shard.write(this.shards.cut(region, source));
		}

		@Override
		public boolean isFilled(Region region) {
			return this.shard.isFilled(this.shards.cut(region, fill(region)));
		}

		@Override
		public @Nullable ByteBuffer encode(Scratch scratch) {
			return this.shard.isEmpty() ? null : scratch.finish(this.shard.encode(scratch));
		}

	}

}
