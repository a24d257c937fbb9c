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
	 * Read a basic selection in the notation of Python: {@code 0:10,5,::2}.
	 * @param text the slices with commas between them, blank for the whole array
	 * @return the selection
	 * @throws io.github.zarrspring.exception.InvalidRequestException if it is no
	 * selection
	 */
	static Selection parse(String text) {
		if (text.isBlank()) {
			return all();
		}
		return of(Arrays.stream(text.split(",", -1)).map(Slice::parse).toArray(Slice[]::new));
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

}
