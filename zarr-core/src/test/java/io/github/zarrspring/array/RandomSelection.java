package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.github.zarrspring.chunk.ChunkGrid;

/**
 * A selection of any kind, and which elements of a plain array in C order it means, found
 * out index by index.
 *
 * @param selection the selection
 * @param resultShape the shape of its result
 * @param elements the positions of its elements in the order of the result
 */
record RandomSelection(Selection selection, int[] resultShape, int[] elements) {

	static RandomSelection of(Random random, ZarrArray array) {
		int[] shape = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
		return switch (random.nextInt(7)) {
			case 0 -> orthogonal(random, shape, array.dimensionNames());
			case 1 -> (shape.length > 0) ? coordinates(random, shape) : basic(random, shape);
			case 2 -> (shape.length > 1) ? broadcast(random, shape) : basic(random, shape);
			case 3 -> mask(random, shape);
			case 4 -> blocks(random, shape, array.metadata().chunkGrid());
			default -> basic(random, shape);
		};
	}

	private static RandomSelection basic(Random random, int[] shape) {
		Slice[] slices = new Slice[shape.length - ((shape.length > 0) ? random.nextInt(2) : 0)];
		int[][] indices = new int[shape.length][];
		boolean[] dropped = new boolean[shape.length];
		for (int i = 0; i < shape.length; i++) {
			Slice slice = (i < slices.length) ? slice(random, shape[i]) : Slice.all();
			if (i < slices.length) {
				slices[i] = slice;
			}
			indices[i] = indices(slice, shape[i]);
			dropped[i] = slice.single();
		}
		return outer(Selection.of(slices), shape, indices, dropped);
	}

	private static Slice slice(Random random, int size) {
		int start = random.nextInt(size + 1);
		int stop = start + random.nextInt(size - start + 1);
		return switch (random.nextInt(5)) {
			case 0 -> Slice.all();
			case 1 -> (start < size) ? Slice.at(random.nextBoolean() ? start : start - size) : Slice.range(start, stop);
			case 2 -> Slice.range(start, stop).step(1 + random.nextInt(9));
			case 3 -> Slice.from(start - ((start > 0 && start < size) ? size : 0));
			default -> Slice.range(start, stop);
		};
	}

	private static int[] indices(Slice slice, int size) {
		int start = (int) ((slice.start() < 0) ? slice.start() + size : slice.start());
		Long end = slice.stop();
		int stop = slice.single() ? start + 1 : (end != null) ? end.intValue() : size;
		return IntStream.iterate(start, (index) -> index < stop, (index) -> index + (int) slice.step()).toArray();
	}

	private static RandomSelection orthogonal(Random random, int[] shape, List<?> names) {
		DimensionSelection[] selected = new DimensionSelection[shape.length];
		int[][] indices = new int[shape.length][];
		boolean[] dropped = new boolean[shape.length];
		for (int i = 0; i < shape.length; i++) {
			int kind = random.nextInt(4);
			if (kind == 0) {
				boolean[] mask = mask(random, shape[i]);
				selected[i] = Indices.where(mask);
				indices[i] = IntStream.range(0, shape[i]).filter((index) -> mask[index]).toArray();
			}
			else if (kind == 1) {
				Slice slice = slice(random, shape[i]);
				selected[i] = slice;
				indices[i] = indices(slice, shape[i]);
				dropped[i] = slice.single();
			}
			else {
				indices[i] = list(random, shape[i], random.nextInt(10));
				selected[i] = Indices.of(negative(random, indices[i], shape[i]));
			}
		}
		Map<String, DimensionSelection> named = new LinkedHashMap<>();
		for (int i = names.size() - 1; i >= 0; i--) {
			named.put(String.valueOf(names.get(i)), selected[i]);
		}
		boolean byName = !named.isEmpty() && random.nextBoolean();
		return outer(byName ? Selection.orthogonal(named) : Selection.orthogonal(selected), shape, indices, dropped);
	}

	private static boolean[] mask(Random random, int size) {
		boolean[] mask = new boolean[size];
		int density = random.nextInt(5);
		for (int i = 0; i < size; i++) {
			mask[i] = random.nextInt(4) < density;
		}
		return mask;
	}

	private static int[] list(Random random, int size, int count) {
		int[] list = (size > 0) ? random.ints(count, 0, size).toArray() : new int[0];
		if (random.nextInt(3) == 0) {
			Arrays.sort(list);
		}
		return list;
	}

	private static long[] negative(Random random, int[] list, int size) {
		return Arrays.stream(list).asLongStream().map((index) -> random.nextBoolean() ? index : index - size).toArray();
	}

	private static RandomSelection coordinates(Random random, int[] shape) {
		boolean empty = Arrays.stream(shape).anyMatch((size) -> size == 0);
		int count = empty ? 0 : random.nextInt(20);
		long[][] lists = new long[shape.length][];
		int[] positions = new int[count];
		for (int i = 0; i < shape.length; i++) {
			int size = shape[i];
			int[] list = list(random, size, count);
			lists[i] = negative(random, list, size);
			Arrays.setAll(positions, (k) -> positions[k] * size + list[k]);
		}
		return new RandomSelection(Selection.coordinates(lists), new int[] { count }, positions);
	}

	/**
	 * A column of indices along the first dimension, rows along the others.
	 */
	private static RandomSelection broadcast(Random random, int[] shape) {
		boolean empty = Arrays.stream(shape).anyMatch((size) -> size == 0);
		int rows = empty ? 0 : random.nextInt(5);
		int columns = empty ? 0 : random.nextInt(5);
		NdArray[] lists = new NdArray[shape.length];
		int[] positions = new int[rows * columns];
		for (int i = 0; i < shape.length; i++) {
			int size = shape[i];
			boolean column = i == 0;
			int[] list = list(random, size, column ? rows : columns);
			long[] signed = negative(random, list, size);
			lists[i] = column ? NdArray.of(signed, list.length, 1)
					: NdArray.of(Arrays.stream(signed).mapToInt((index) -> (int) index).toArray(), list.length);
			Arrays.setAll(positions, (k) -> positions[k] * size + list[column ? k / columns : k % columns]);
		}
		return new RandomSelection(Selection.coordinates(lists), new int[] { rows, columns }, positions);
	}

	private static RandomSelection mask(Random random, int[] shape) {
		boolean[] mask = mask(random, Arrays.stream(shape).reduce(1, (a, b) -> a * b));
		int[] positions = IntStream.range(0, mask.length).filter((i) -> mask[i]).toArray();
		Selection selected = random.nextBoolean() ? Selection.mask(mask) : Selection.mask(NdArray.of(mask, shape));
		return new RandomSelection(selected, new int[] { positions.length }, positions);
	}

	private static RandomSelection blocks(Random random, int[] shape, ChunkGrid grid) {
		Slice[] blocks = new Slice[shape.length];
		int[][] indices = new int[shape.length][];
		for (int i = 0; i < shape.length; i++) {
			int dimension = i;
			int count = (int) grid.count(i, shape[i]);
			Slice slice = slice(random, count);
			blocks[i] = new Slice(slice.start(), slice.stop(), 1, slice.single());
			int size = shape[i];
			indices[i] = Arrays.stream(indices(blocks[i], count))
				.flatMap((block) -> IntStream.range((int) grid.start(dimension, block),
						(int) Math.min(size, grid.start(dimension, block) + grid.size(dimension, block))))
				.toArray();
		}
		return outer(Selection.blocks(blocks), shape, indices, new boolean[shape.length]);
	}

	/**
	 * All combinations of indices.
	 */
	private static RandomSelection outer(Selection selected, int[] shape, int[][] indices, boolean[] dropped) {
		int[] positions = { 0 };
		for (int i = 0; i < indices.length; i++) {
			int size = shape[i];
			int[] along = indices[i];
			positions = Arrays.stream(positions)
				.flatMap((position) -> Arrays.stream(along).map((index) -> position * size + index))
				.toArray();
		}
		int[] result = IntStream.range(0, shape.length)
			.filter((i) -> !dropped[i])
			.map((i) -> indices[i].length)
			.toArray();
		return new RandomSelection(selected, result, positions);
	}

}
