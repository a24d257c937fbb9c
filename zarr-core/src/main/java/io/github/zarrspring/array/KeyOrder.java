package io.github.zarrspring.array;

import java.util.Comparator;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.StoreKey;

/**
 * The parts of a plan in the order of their keys.
 */
final class KeyOrder {

	/**
	 * Beyond this many the keys would take too much memory. The order is then that of the
	 * plan: two such writers may meet in a deadlock, which the store ends.
	 */
	private static final int MAX_KEYS = 1 << 16;

	private KeyOrder() {
	}

	static LongFunction<ChunkPart> of(ChunkPlan plan, ArrayStorage storage) {
		if (plan.parts() > MAX_KEYS) {
			return plan::part;
		}
		StoreKey[] keys = new StoreKey[(int) plan.parts()];
		for (int i = 0; i < keys.length; i++) {
			keys[i] = storage.chunkKey(plan.part(i).chunk());
		}
		int[] order = IntStream.range(0, keys.length)
			.boxed()
			.sorted(Comparator.comparing((number) -> keys[number]))
			.mapToInt(Integer::intValue)
			.toArray();
		return (number) -> plan.part(order[(int) number]);
	}

}
