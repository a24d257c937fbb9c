package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * How shards of one shape are laid out: their inner chunks and their index (Zarr v3
 * specification, "Sharding codec"). Immutable and safe for use by several threads.
 */
public final class Shards {

	private final int[] counts;

	private final ChunkRepresentation chunk;

	private final ChunkCodec inner;

	private final ChunkCodec indexCodec;

	private final IndexLocation indexLocation;

	private final int @Nullable [] order;

	/**
	 * A layout.
	 * @param counts the number of inner chunks along each dimension
	 * @param chunk the inner chunks
	 * @param inner the codec of the inner chunks
	 * @param indexCodec the codec of the index
	 * @param indexLocation where the index is
	 */
	Shards(int[] counts, ChunkRepresentation chunk, ChunkCodec inner, ChunkCodec indexCodec,
			IndexLocation indexLocation) {
		this(counts, chunk, inner, indexCodec, indexLocation, null);
	}

	private Shards(int[] counts, ChunkRepresentation chunk, ChunkCodec inner, ChunkCodec indexCodec,
			IndexLocation indexLocation, int @Nullable [] order) {
		this.counts = counts;
		this.chunk = chunk;
		this.inner = inner;
		this.indexCodec = indexCodec;
		this.indexLocation = indexLocation;
		this.order = order;
	}

	/**
	 * The same for shards that are transposed before.
	 * @param order for each dimension of the encoded shard the dimension of the decoded
	 * shard that it comes from
	 * @return the layout as seen from the decoded shard
	 */
	Shards transpose(int[] order) {
		return new Shards(this.counts, this.chunk, this.inner, this.indexCodec, this.indexLocation,
				(this.order != null) ? Region.permute(order, this.order) : order);
	}

	/**
	 * The number of inner chunks.
	 * @return the number of entries of the index
	 */
	public int size() {
		return Math.toIntExact(Limits.product(this.counts));
	}

	/**
	 * The shape of the innermost chunks, with the dimensions of the decoded shard in
	 * order.
	 * @return the size of such a chunk along each dimension
	 */
	public int[] innermostShape() {
		Shards nested = this.inner.shards();
		return decoded((nested != null) ? nested.innermostShape() : this.chunk.shape());
	}

	/**
	 * The shape of the inner chunks, with the dimensions of the decoded shard in order.
	 * @return the size of an inner chunk along each dimension
	 */
	public int[] chunkShape() {
		return decoded(this.chunk.shape());
	}

	private int[] decoded(int[] encoded) {
		return (this.order != null) ? Region.permute(encoded, inverse(this.order)) : encoded.clone();
	}

	private static int[] inverse(int[] order) {
		int[] inverse = new int[order.length];
		for (int i = 0; i < order.length; i++) {
			inverse[order[i]] = i;
		}
		return inverse;
	}

	/**
	 * The number of an inner chunk in the index.
	 * @param position which inner chunk along each dimension of the decoded shard
	 * @return the number
	 */
	public int number(long[] position) {
		int number = 0;
		for (int i = 0; i < this.counts.length; i++) {
			number = number * this.counts[i] + (int) position[(this.order != null) ? this.order[i] : i];
		}
		return number;
	}

	/**
	 * A region of an inner chunk as the shard has it encoded.
	 * @param region the region, with the dimensions of the decoded shard in order
	 * @return the region with its dimensions in the order of the encoded shard
	 */
	public Region encoded(Region region) {
		return (this.order != null) ? region.transpose(this.order) : region;
	}

	/**
	 * Values as the shard has them encoded.
	 * @param values a view with the dimensions of the decoded shard in order
	 * @return a view of the same values in the order of the encoded shard
	 */
	public ArrayView encoded(ArrayView values) {
		return (this.order != null) ? values.transpose(this.order) : values;
	}

	/**
	 * The contrary of {@link #encoded(ArrayView)}.
	 * @param values a view with the dimensions of the encoded shard in order
	 * @return a view of the same values in the order of the decoded shard
	 */
	public ArrayView decoded(ArrayView values) {
		return (this.order != null) ? values.transpose(inverse(this.order)) : values;
	}

	/**
	 * Shards within this one as seen from the decoded shard.
	 * @param nested the layout of the inner chunks as they are encoded
	 * @return their layout with the dimensions of the decoded shard in order
	 */
	public Shards decoded(Shards nested) {
		return (this.order != null) ? nested.transpose(this.order) : nested;
	}

	/**
	 * The data type of the elements.
	 * @return the data type
	 */
	public DataType dataType() {
		return this.chunk.dataType();
	}

	/**
	 * The value of elements that are not stored.
	 * @return the slots of one element, not to be changed
	 */
	public Object fillValue() {
		return this.chunk.fillValue();
	}

	/**
	 * The codec of the inner chunks, which may be shards themselves.
	 * @return the codec
	 */
	public ChunkCodec inner() {
		return this.inner;
	}

	/**
	 * Where the index is.
	 * @return before or behind the inner chunks
	 */
	public IndexLocation indexLocation() {
		return this.indexLocation;
	}

	/**
	 * The size of the encoded index, which is the same for all shards.
	 * @return the number of bytes
	 */
	public int indexSize() {
		return (int) this.indexCodec.maxEncodedSize();
	}

	/**
	 * The memory that the largest of what is coded at a time takes: the decoded index or
	 * one inner chunk, at any depth.
	 * @return the number of bytes
	 */
	public long largestBytes() {
		Shards nested = this.inner.shards();
		long bytes = (nested != null) ? nested.largestBytes() : chunkBytes();
		return Math.max(bytes, 2L * Long.BYTES * Limits.product(this.counts));
	}

	/**
	 * The largest number of inner chunks of a shard, at any depth.
	 * @return the number of entries of the largest index
	 */
	public long largestIndex() {
		Shards nested = this.inner.shards();
		return Math.max(Limits.product(this.counts), (nested != null) ? nested.largestIndex() : 0);
	}

	/**
	 * How many shards are within each other.
	 * @return one if the inner chunks are no shards
	 */
	public int depth() {
		Shards nested = this.inner.shards();
		return 1 + ((nested != null) ? nested.depth() : 0);
	}

	private long chunkBytes() {
		return Limits.product(Limits.product(this.chunk.shape()), dataType().memorySize());
	}

	/**
	 * Decode an index.
	 * @param encoded the encoded index from the position to the limit
	 * @param scratch where buffers come from
	 * @return the index
	 * @throws CorruptDataException if these are not the bytes of an index
	 */
	public ShardIndex index(ByteBuffer encoded, Scratch scratch) {
		if (encoded.remaining() != indexSize()) {
			throw new CorruptDataException(
					"The shard has only %d of the %d bytes of its index".formatted(encoded.remaining(), indexSize()));
		}
		long[] entries = new long[2 * size()];
		int mark = scratch.mark();
		try {
			this.indexCodec.decode(encoded, Region.all(indexShape()), indexView(entries), scratch);
		}
		catch (CorruptDataException ex) {
			throw new CorruptDataException("The index of the shard: " + ex.getReason(), ex);
		}
		finally {
			scratch.release(mark);
		}
		return new ShardIndex(entries);
	}

	/**
	 * The index of a shard that is there as a whole.
	 */
	ShardIndex indexOf(ByteBuffer shard, Scratch scratch) {
		int size = Math.min(indexSize(), shard.remaining());
		int start = (this.indexLocation == IndexLocation.START) ? shard.position() : shard.limit() - size;
		return index(shard.slice(start, size), scratch);
	}

	ByteBuffer encode(long[] entries, Scratch scratch) {
		return this.indexCodec.encode(indexView(entries), scratch);
	}

	private int[] indexShape() {
		int[] shape = Arrays.copyOf(this.counts, this.counts.length + 1);
		shape[this.counts.length] = 2;
		return shape;
	}

	private ArrayView indexView(long[] entries) {
		return ArrayView.of(DataType.UINT64.elementType(), entries, indexShape());
	}

	/**
	 * The inner chunks that a region touches.
	 * @param region the region of the shard
	 * @param values the values of the region
	 * @return the inner chunks with their parts of the values
	 */
	public InnerChunks cut(Region region, ArrayView values) {
		int[] strides = ArrayView.strides(this.counts);
		return new RegionChunks(this.chunk.shape(), strides, encoded(region), encoded(values));
	}

	/**
	 * Room for the values of one inner chunk.
	 */
	ArrayView allocate() {
		DataType type = dataType();
		return ArrayView.of(type.elementType(), type.elementType().allocate(this.chunk.elements() * type.slots()),
				this.chunk.slotShape());
	}

	Region wholeChunk() {
		return Region.all(this.chunk.shape());
	}

}
