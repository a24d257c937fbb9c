package io.github.zarrspring.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The rectilinear grid: along each dimension chunks have sizes of their own (Zarr
 * extensions, chunk grid {@code rectilinear}). Sizes that repeat are kept, and written,
 * as one size and how often it comes, so that the grid is small however many chunks there
 * are. Chunks may reach beyond the array, and are then stored in full; an array must not
 * reach beyond its chunks.
 */
public final class RectilinearGrid implements ChunkGrid {

	/**
	 * The name in the metadata.
	 */
	public static final String NAME = "rectilinear";

	private final List<Edges> dimensions;

	private RectilinearGrid(List<Edges> dimensions) {
		this.dimensions = dimensions;
	}

	/**
	 * A grid.
	 * @param sizes for each dimension the sizes of its chunks, each at least one
	 * @return the grid
	 */
	public static RectilinearGrid of(long[]... sizes) {
		return new RectilinearGrid(Arrays.stream(sizes).map(Edges::of).toList());
	}

	/**
	 * The grid that metadata asks for: for each dimension one size for all its chunks, or
	 * a list of sizes and of pairs of a size and how often it comes.
	 */
	static RectilinearGrid from(Configuration configuration) {
		configuration.allowOnly("kind", "chunk_shapes");
		configuration.string("kind", null, "inline");
		return new RectilinearGrid(configuration.list("chunk_shapes", RectilinearGrid::edges));
	}

	private static Edges edges(@Nullable Object json) {
		if (json instanceof List<?> list) {
			Edges.Builder edges = new Edges.Builder();
			for (Object item : list) {
				if (item instanceof List<?> pair && pair.size() == 2) {
					edges.add(positive(pair.get(0)), positive(pair.get(1)));
				}
				else {
					edges.add(positive(item), 1);
				}
			}
			return edges.build();
		}
		return Edges.repeated(positive(json));
	}

	private static long positive(@Nullable Object json) {
		if ((json instanceof Integer || json instanceof Long) && ((Number) json).longValue() > 0) {
			return ((Number) json).longValue();
		}
		throw new CorruptDataException("'chunk_shapes' has %s, expected an integer of at least 1".formatted(json));
	}

	@Override
	public int rank() {
		return this.dimensions.size();
	}

	@Override
	public void checkSize(int dimension, long size) {
		long end = this.dimensions.get(dimension).end();
		if (size > end) {
			throw new InvalidRequestException("The chunks of the grid '%s' end at %d along dimension %d, before the %d"
				.formatted(NAME, end, dimension, size) + " of the array");
		}
	}

	@Override
	public long count(int dimension, long size) {
		return (size == 0) ? 0 : indexOf(dimension, size - 1) + 1;
	}

	@Override
	public long indexOf(int dimension, long position) {
		return this.dimensions.get(dimension).indexOf(position);
	}

	@Override
	public long start(int dimension, long index) {
		return this.dimensions.get(dimension).start(index);
	}

	@Override
	public long size(int dimension, long index) {
		return this.dimensions.get(dimension).size(index);
	}

	@Override
	public long[] sizes(int dimension) {
		return this.dimensions.get(dimension).sizes();
	}

	@Override
	public long[] maxChunkShape() {
		return this.dimensions.stream().mapToLong((edges) -> Arrays.stream(edges.sizes()).max().orElse(1)).toArray();
	}

	@Override
	public boolean isRegular() {
		return false;
	}

	@Override
	public Extension toExtension() {
		List<Object> shapes = new ArrayList<>();
		this.dimensions.forEach((edges) -> shapes.add(edges.toJson()));
		Map<String, Object> configuration = new LinkedHashMap<>();
		configuration.put("kind", "inline");
		configuration.put("chunk_shapes", shapes);
		return Extension.of(NAME, configuration);
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof RectilinearGrid other && this.dimensions.equals(other.dimensions);
	}

	@Override
	public int hashCode() {
		return this.dimensions.hashCode();
	}

	@Override
	public String toString() {
		return NAME + this.dimensions.stream().map(Edges::toJson).toList();
	}

}
