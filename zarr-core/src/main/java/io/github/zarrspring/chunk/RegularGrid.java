package io.github.zarrspring.chunk;

import java.util.Arrays;
import java.util.Map;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The regular grid: all chunks have one shape, and those at the edge are stored in full
 * (Zarr v3 specification, "Regular grids").
 */
public final class RegularGrid implements ChunkGrid {

	/**
	 * The name in the metadata.
	 */
	public static final String NAME = "regular";

	private final long[] chunkShape;

	/**
	 * A grid.
	 * @param chunkShape the shape of a chunk, each size at least one
	 */
	public RegularGrid(long... chunkShape) {
		if (Arrays.stream(chunkShape).anyMatch((size) -> size < 1)) {
			throw new InvalidRequestException(
					"The chunk shape %s has a size less than one".formatted(Arrays.toString(chunkShape)));
		}
		this.chunkShape = chunkShape.clone();
	}

	/**
	 * The grid that metadata asks for.
	 */
	static RegularGrid from(Configuration configuration) {
		configuration.allowOnly("chunk_shape");
		return new RegularGrid(configuration.integers("chunk_shape", 1));
	}

	@Override
	public int rank() {
		return this.chunkShape.length;
	}

	@Override
	public long count(int dimension, long size) {
		return (size == 0) ? 0 : (size - 1) / this.chunkShape[dimension] + 1;
	}

	@Override
	public long indexOf(int dimension, long position) {
		return position / this.chunkShape[dimension];
	}

	@Override
	public long start(int dimension, long index) {
		return index * this.chunkShape[dimension];
	}

	@Override
	public long size(int dimension, long index) {
		return this.chunkShape[dimension];
	}

	@Override
	public long[] maxChunkShape() {
		return this.chunkShape.clone();
	}

	@Override
	public boolean isRegular() {
		return true;
	}

	@Override
	public Extension toExtension() {
		return Extension.of(NAME, Map.of("chunk_shape", Arrays.stream(this.chunkShape).boxed().toList()));
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof RegularGrid other && Arrays.equals(this.chunkShape, other.chunkShape);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.chunkShape);
	}

	@Override
	public String toString() {
		return NAME + Arrays.toString(this.chunkShape);
	}

}
