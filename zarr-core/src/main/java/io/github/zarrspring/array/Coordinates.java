package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.limits.Limits;

/**
 * Makes coordinate selections of what callers give.
 */
final class Coordinates {

	private Coordinates() {
	}

	static Selection of(List<long[]> indices, List<String> names) {
		List<long[]> copies = new ArrayList<>();
		for (long[] list : indices) {
			if (list.length != indices.get(0).length) {
				throw new InvalidRequestException("The lists of coordinates are not of one length, but of "
						+ indices.stream().map((each) -> each.length).toList());
			}
			copies.add(list.clone());
		}
		return new CoordinateSelection(copies, names, new long[] { indices.isEmpty() ? 0 : indices.get(0).length });
	}

	static Selection broadcast(NdArray... indices) {
		int[] shape = {};
		for (NdArray list : indices) {
			shape = common(shape, list.shape());
		}
		List<long[]> lists = new ArrayList<>();
		for (NdArray list : indices) {
			lists.add(stretch(longs(list), list.shape(), shape));
		}
		return new CoordinateSelection(lists, List.of(), Arrays.stream(shape).asLongStream().toArray());
	}

	private static long[] longs(NdArray list) {
		if (list.dataType().equals(DataType.INT32)) {
			return Arrays.stream(list.ints()).asLongStream().toArray();
		}
		if (list.dataType().equals(DataType.INT64)) {
			return list.longs();
		}
		throw new InvalidRequestException("Coordinates are int32 or int64, not " + list.dataType().name());
	}

	private static int[] common(int[] a, int[] b) {
		int rank = Math.max(a.length, b.length);
		int[] common = new int[rank];
		for (int i = 0; i < rank; i++) {
			int first = size(a, rank, i);
			int second = size(b, rank, i);
			if (first != second && first != 1 && second != 1) {
				throw new InvalidRequestException("Coordinates of the shapes %s and %s cannot be broadcast to one"
					.formatted(Arrays.toString(a), Arrays.toString(b)));
			}
			common[i] = (first == 1) ? second : first;
		}
		return common;
	}

	private static int size(int[] shape, int rank, int dimension) {
		int own = dimension - (rank - shape.length);
		return (own < 0) ? 1 : shape[own];
	}

	private static long[] stretch(long[] values, int[] shape, int[] common) {
		int size = (int) Limits.check("A number of coordinates", Limits.product(common), Limits.MAX_CHUNK_BYTES / 8,
				"a Java array");
		long[] stretched = new long[size];
		for (int k = 0; k < size; k++) {
			int rest = k;
			int position = 0;
			int stride = 1;
			for (int i = common.length - 1; i >= 0; i--) {
				int own = size(shape, common.length, i);
				position += (own == 1) ? 0 : (rest % common[i]) * stride;
				stride *= own;
				rest /= common[i];
			}
			stretched[k] = values[position];
		}
		return stretched;
	}

}
