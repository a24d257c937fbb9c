package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole-chunk writes that race with updates of one chunk. A write sets all cells to a
 * number that no other write uses; an update adds one to all cells. So the states of the
 * chunk between two writes are one chain of numbers, and operations fit some order
 * exactly if no two updates began at the same number and none of a chain is left out.
 *
 * @param begins the numbers that updates began at
 * @param reads the numbers that were read
 */
record RacingChunk(List<Long> begins, List<Long> reads) {

	private static final int CELLS = 16;

	private static final long WRITE = 1_000_000;

	/**
	 * Write, update and read.
	 * @param array an array of int64 of one chunk
	 * @param count how many operations
	 * @param writer a number that no other thread or process has
	 * @return what happened
	 */
	static RacingChunk run(ZarrArray array, int count, int writer) {
		Random random = new Random(writer);
		RacingChunk history = new RacingChunk(new ArrayList<>(), new ArrayList<>());
		for (int i = 0; i < count; i++) {
			switch (random.nextInt(8)) {
				case 0 -> {
					long[] values = new long[CELLS];
					Arrays.fill(values, WRITE * (1 + i + (long) count * writer));
					array.write(NdArray.of(values, CELLS));
				}
				case 1, 2 -> history.reads.add(single(array.read()));
				default -> {
					// The function may run again: the last run is the one that counts.
					long[] begin = new long[1];
					array.update(Selection.all(), (values) -> {
						begin[0] = single(values);
						Arrays.fill(values.longs(), begin[0] + 1);
						return values;
					});
					history.begins.add(begin[0]);
				}
			}
		}
		return history;
	}

	private static long single(NdArray values) {
		long[] cells = values.longs();
		assertThat(Arrays.stream(cells).distinct().count()).as("torn chunk %s", Arrays.toString(cells)).isEqualTo(1);
		return cells[0];
	}

	/**
	 * Check that everything fits some order.
	 * @param histories what happened in all threads and processes
	 * @param end the values at the end
	 */
	static void check(List<RacingChunk> histories, NdArray end) {
		List<Long> begins = histories.stream().flatMap((history) -> history.begins.stream()).toList();
		assertThat(begins).as("an update is lost where two began at the same number").doesNotHaveDuplicates();
		Map<Long, Long> updates = new TreeMap<>();
		begins.forEach((begin) -> updates.merge(begin / WRITE, 1L, Long::sum));
		assertThat(begins).allSatisfy((begin) -> assertWithin(begin, updates, -1));
		histories.forEach((history) -> assertThat(history.reads).allSatisfy((read) -> assertWithin(read, updates, 0)));
		long last = single(end);
		assertThat(last % WRITE).as("updates behind the last write").isEqualTo(updates.getOrDefault(last / WRITE, 0L));
	}

	private static void assertWithin(long number, Map<Long, Long> updates, int more) {
		assertThat(number % WRITE).isBetween(0L, updates.getOrDefault(number / WRITE, 0L) + more);
	}

	/**
	 * Write the history as a line.
	 * @return the numbers
	 */
	String format() {
		return this.begins + ";" + this.reads;
	}

	/**
	 * Read the history from a line.
	 * @param line the numbers
	 * @return the history
	 */
	static RacingChunk parse(String line) {
		String[] parts = line.split(";");
		return new RacingChunk(numbers(parts[0]), numbers(parts[1]));
	}

	private static List<Long> numbers(String list) {
		String inner = list.substring(1, list.length() - 1);
		return inner.isEmpty() ? List.of() : Arrays.stream(inner.split(", ")).map(Long::valueOf).toList();
	}

}
