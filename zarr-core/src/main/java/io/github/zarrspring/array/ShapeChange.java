package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.stream.IntStream;

import io.github.zarrspring.codec.Region;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;

/**
 * Changes the shape of an array. Cells that come are fill value: room is made for them
 * before the metadata tell of them, see {@link RoomMaker}. Cells that go are removed
 * after that, while nobody writes to the array.
 */
final class ShapeChange {

	private final NodeGuard guard;

	private final NodePath path;

	private final ArrayHandle handle;

	ShapeChange(Hierarchy hierarchy, NodePath path, ArrayHandle handle) {
		this.guard = hierarchy.guard();
		this.path = path;
		this.handle = handle;
	}

	void resize(long[] shape) {
		long[] known = this.handle.get().metadata().shape();
		while (!resize(shape, isSmaller(shape, known) ? NodeLock.EXCLUSIVE : NodeLock.GROWING)) {
			known = this.handle.current().metadata().shape();
		}
	}

	/**
	 * Change the shape.
	 * @return whether the lock was enough: not if the array is larger than was known
	 */
	private boolean resize(long[] shape, NodeLock lock) {
		return this.guard.run(NodeGuard.below(this.path, lock), () -> {
			long[][] from = new long[1][];
			ArrayState resized = this.handle.changeShape((current) -> {
				from[0] = current;
				return (lock == NodeLock.EXCLUSIVE || !isSmaller(shape, current)) ? shape : null;
			}, (next, unchanged) -> {
				if (isSmaller(from[0], shape)) {
					next.chunks().makeRoom(from[0], shape, unchanged);
				}
			});
			if (resized != null && (isSmaller(shape, from[0]) || Arrays.equals(shape, from[0]))) {
				resized.chunks().trim(shape);
			}
			return resized != null;
		});
	}

	/**
	 * Whether a shape is smaller than another along any dimension.
	 */
	private static boolean isSmaller(long[] shape, long[] other) {
		return IntStream.range(0, shape.length).anyMatch((i) -> shape[i] < other[i]);
	}

	/**
	 * Append along a dimension: reserve the rows, then write them.
	 * @return where along the dimension the values are
	 */
	long append(NdArray values, int dimension) {
		return this.guard.atOnce(() -> {
			Appended appended = reserve(values, dimension);
			this.handle.guarded((now) -> write(appended, values, now));
			return appended.start()[dimension];
		});
	}

	/**
	 * Make the array larger by the rows that are appended.
	 */
	private Appended reserve(NdArray values, int dimension) {
		return this.guard.run(NodeGuard.below(this.path, NodeLock.GROWING), () -> {
			Appended[] appended = new Appended[1];
			long[][] from = new long[1][];
			this.handle.changeShape((current) -> {
				check(current, values, dimension);
				from[0] = current;
				long[] longer = current.clone();
				longer[dimension] += values.shape()[dimension];
				return longer;
			}, (next, unchanged) -> {
				next.checkDataType(values);
				long[] start = new long[from[0].length];
				start[dimension] = from[0][dimension];
				ChunkPlan plan = next.plan(Appended.rows(start, values.shape()));
				appended[0] = new Appended(start, plan, next.chunks().makeRoom(plan, from[0], unchanged));
			});
			return appended[0];
		});
	}

	/**
	 * Check before rows are reserved that the values fit them.
	 */
	private static void check(long[] current, NdArray values, int dimension) {
		int[] shape = values.shape();
		boolean fits = shape.length == current.length && dimension >= 0 && dimension < shape.length;
		for (int i = 0; fits && i < shape.length; i++) {
			fits = (i == dimension) ? current[i] <= Long.MAX_VALUE - shape[i] : shape[i] == current[i];
		}
		if (!fits) {
			throw new InvalidRequestException("Values %s cannot be appended along dimension %d of shape %s"
				.formatted(values, dimension, Arrays.toString(current)));
		}
	}

	/**
	 * Write rows that are appended: those that are still in the array, which others may
	 * have made smaller since they were reserved.
	 */
	private static void write(Appended appended, NdArray values, ArrayState now) {
		int[] kept = appended.kept(values.shape(), now.metadata().shape());
		if (Arrays.equals(kept, values.shape())) {
			now.chunks().write(appended.plan(), values.view(), appended.prepared());
		}
		else if (Arrays.stream(kept).allMatch((size) -> size > 0)) {
			Region region = new Region(new int[kept.length], Region.all(kept).step(), kept);
			now.chunks().write(now.plan(Appended.rows(appended.start(), kept)), values.view().slice(region));
		}
	}

}
