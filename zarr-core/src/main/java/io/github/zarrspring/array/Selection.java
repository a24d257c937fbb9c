package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.chunk.ChunkGrid;
import org.jspecify.annotations.Nullable;

/**
 * The part of an array that is read or written. Immutable.
 */
public interface Selection {

	/**
	 * The whole array.
	 * @return the selection
	 */
	static Selection all() {
		return of();
	}

	/**
	 * A basic selection: a slice along each dimension.
	 * @param slices the slices; dimensions beyond them are selected whole
	 * @return the selection
	 */
	static Selection of(Slice... slices) {
		return new BasicSelection(List.of(slices), Map.of());
	}

	/**
	 * A basic selection by the names of dimensions.
	 * @param slices the slices by name; other dimensions are selected whole
	 * @return the selection
	 */
	static Selection named(Map<String, Slice> slices) {
		return new BasicSelection(List.of(), new LinkedHashMap<>(slices));
	}

	/**
	 * An orthogonal selection: all combinations of what is selected along each dimension,
	 * as {@code numpy.ix_} and {@code oindex} of zarr-python have it. Indices may come in
	 * any order and more than once; of several values written to one element the last one
	 * in C order stays.
	 * @param dimensions a slice or indices along each dimension; dimensions beyond them
	 * are selected whole
	 * @return the selection; its result has a dimension for each but a single index
	 */
	static Selection orthogonal(DimensionSelection... dimensions) {
		return new OrthogonalSelection(List.of(dimensions), Map.of());
	}

	/**
	 * An orthogonal selection by the names of dimensions.
	 * @param dimensions a slice or indices by name; other dimensions are selected whole
	 * @return the selection
	 */
	static Selection orthogonal(Map<String, ? extends DimensionSelection> dimensions) {
		return new OrthogonalSelection(List.of(), new LinkedHashMap<>(dimensions));
	}

	/**
	 * A selection of single elements by their coordinates, as {@code vindex} of
	 * zarr-python has it. Elements may come in any order and more than once; of several
	 * values written to one element the last one stays.
	 * @param indices for each dimension the indices of all elements along it, negative
	 * ones from the end
	 * @return the selection; its result has one dimension
	 * @throws io.github.zarrspring.exception.InvalidRequestException if the lists are not
	 * of one length
	 */
	static Selection coordinates(long[]... indices) {
		return Coordinates.of(List.of(indices), List.of());
	}

	/**
	 * A selection of single elements by their coordinates, named by dimension.
	 * @param indices for the name of each dimension the indices of all elements along it
	 * @return the selection; its result has one dimension
	 * @throws io.github.zarrspring.exception.InvalidRequestException if the lists are not
	 * of one length
	 */
	static Selection coordinates(Map<String, long[]> indices) {
		return Coordinates.of(List.copyOf(indices.values()), List.copyOf(indices.keySet()));
	}

	/**
	 * A selection of single elements by coordinates of several dimensions, which are
	 * broadcast to one shape by the rules of NumPy.
	 * @param indices for each dimension the indices of all elements along it, as
	 * {@code int32} or {@code int64}
	 * @return the selection; its result has the shape that they are broadcast to
	 * @throws io.github.zarrspring.exception.InvalidRequestException if they cannot be
	 * broadcast
	 */
	static Selection coordinates(NdArray... indices) {
		return Coordinates.broadcast(indices);
	}

	/**
	 * A selection of the elements at which a mask is true.
	 * @param mask a value for each element of the array, in C order
	 * @return the selection; its result has one dimension
	 */
	static Selection mask(boolean... mask) {
		return new MaskSelection(mask.clone(), null);
	}

	/**
	 * A selection of the elements at which a mask is true.
	 * @param mask values of {@code bool} of the shape of the array
	 * @return the selection; its result has one dimension
	 * @throws io.github.zarrspring.exception.InvalidRequestException if they are not
	 * booleans
	 */
	static Selection mask(NdArray mask) {
		return new MaskSelection(mask.booleans().clone(), mask.shape());
	}

	/**
	 * A selection of whole chunks by their indices in the chunk grid, as {@code blocks}
	 * of zarr-python has it. Chunks at the edge are cut where the array ends.
	 * @param blocks the chunks along each dimension, negative ones from the end, without
	 * a step; dimensions beyond them are selected whole
	 * @return the selection; its result has all dimensions
	 */
	static Selection blocks(Slice... blocks) {
		return new BlockSelection(List.of(blocks), Map.of());
	}

	/**
	 * A selection of whole chunks by the names of dimensions.
	 * @param blocks the chunks by name; other dimensions are selected whole
	 * @return the selection
	 */
	static Selection blocks(Map<String, Slice> blocks) {
		return new BlockSelection(List.of(), new LinkedHashMap<>(blocks));
	}

	/**
	 * Read a selection in the notation of Python: {@code 0:10,5,::2}, or with lists of
	 * indices, which makes it orthogonal: {@code [4,1,1],0:10}.
	 * @param text what is selected along each dimension with commas between, blank for
	 * the whole array
	 * @return the selection
	 * @throws io.github.zarrspring.exception.InvalidRequestException if it is no
	 * selection
	 */
	static Selection parse(String text) {
		if (text.isBlank()) {
			return all();
		}
		DimensionSelection[] dimensions = Arrays.stream(text.split(",(?![^\\[]*])", -1))
			.map(Selection::parseDimension)
			.toArray(DimensionSelection[]::new);
		return orthogonal(dimensions);
	}

	private static DimensionSelection parseDimension(String text) {
		return text.strip().startsWith("[") ? Indices.parse(text.strip()) : Slice.parse(text);
	}

	/**
	 * Find out what is selected of an array.
	 * @param shape the shape of the array
	 * @param dimensionNames the names of its dimensions, empty if they have none
	 * @param grid its chunk grid
	 * @return which parts of which chunks are selected, and where they belong
	 * @throws io.github.zarrspring.exception.InvalidRequestException if the selection is
	 * not within the array
	 */
	ChunkPlan plan(long[] shape, List<@Nullable String> dimensionNames, ChunkGrid grid);

	/**
	 * The memory that the index lists of a plan take.
	 * @param rank the number of dimensions of the array
	 * @return the size in bytes, 0 where there are none
	 */
	default long indexBytes(int rank) {
		return 0;
	}

}
