package io.github.zarrspring.array;

import java.nio.ByteBuffer;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.ChunkCodec;
import io.github.zarrspring.codec.ChunkRepresentation;
import io.github.zarrspring.codec.CodecPipeline;
import io.github.zarrspring.codec.Region;
import io.github.zarrspring.codec.Scratch;
import io.github.zarrspring.metadata.ArrayMetadata;
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

	ChunkCoder(ZarrEngine engine, ArrayMetadata metadata) {
		this.engine = engine;
		this.metadata = metadata;
		this.grid = metadata.chunkGrid();
		this.fillValue = metadata.fillValue();
		this.maxShape = ints(this.grid.maxChunkShape());
		ChunkRepresentation largest = representation(this.maxShape);
		this.maxChunkBytes = (long) largest.elements() * metadata.dataType().memorySize();
		this.codec = this.grid.isRegular() ? CodecPipeline.of(metadata.codecs(), largest) : null;
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
	 * The decoded size of the largest chunk, in bytes.
	 */
	long maxChunkBytes() {
		return this.maxChunkBytes;
	}

	/**
	 * Whether a part is all of its chunk.
	 */
	boolean isWhole(ChunkPart part) {
		Region region = part.region();
		return region.covers(shape(part.chunk()));
	}

	/**
	 * Room for the values of a whole chunk.
	 */
	ArrayView allocate(long[] chunk) {
		ChunkRepresentation representation = representation(shape(chunk));
		return ArrayView.of(representation.dataType().elementType(),
				representation.dataType()
					.elementType()
					.allocate(representation.elements() * representation.dataType().slots()),
				representation.slotShape());
	}

	/**
	 * Fill with the fill value.
	 */
	void clear(ArrayView values) {
		values.fill(this.fillValue);
	}

	/**
	 * Decode a part of a stored chunk.
	 */
	ArrayView decode(StoredValue value, ChunkPart part, ArrayView target) {
		return decode(value, shape(part.chunk()), part.region(), target);
	}

	/**
	 * Decode a whole stored chunk.
	 */
	ArrayView decode(StoredValue value, long[] chunk, ArrayView target) {
		int[] shape = shape(chunk);
		return decode(value, shape, Region.all(shape), target);
	}

	private ArrayView decode(StoredValue value, int[] shape, Region region, ArrayView target) {
		this.engine.limits().checkChunkBytes(value.size());
		try (Scratch scratch = this.engine.buffers().scratch(false)) {
			codec(shape).decode(value.bytes(), region, target, scratch);
		}
		return target;
	}

	/**
	 * Whether a chunk of these values is not to be stored.
	 */
	boolean isEmpty(ArrayView values) {
		return !this.engine.writeEmptyChunks() && values.isFilled(this.fillValue);
	}

	/**
	 * Encode a whole chunk.
	 */
	ByteBuffer encode(long[] chunk, ArrayView values, Scratch scratch) {
		return scratch.finish(codec(shape(chunk)).encode(values, scratch));
	}

	/**
	 * Fill all of a chunk that is outside, dimension by dimension.
	 */
	void clearOutside(ArrayView values, TrimmedChunk chunk) {
		int[] size = chunk.size();
		for (int i = 0; i < size.length; i++) {
			Region all = Region.all(size);
			int[] start = new int[size.length];
			int[] count = size.clone();
			start[i] = chunk.inside()[i];
			count[i] = size[i] - chunk.inside()[i];
			values.slice(new Region(start, all.step(), count)).fill(this.fillValue);
		}
	}

}
