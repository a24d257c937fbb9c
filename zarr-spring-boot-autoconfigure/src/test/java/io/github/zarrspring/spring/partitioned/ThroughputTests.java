package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

import com.hazelcast.config.MapConfig;
import com.hazelcast.map.IMap;
import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How fast chunks of 80 KB are read and written, against a plain map of byte arrays with
 * the same configuration in the same cluster.
 */
@Tag("proof")
class ThroughputTests {

	private static final int CHUNKS = 1000;

	private static final int VALUES = 10_000;

	private static final int ROUNDS = 15;

	private static double seconds(Callable<?> work) throws Exception {
		long start = System.nanoTime();
		work.call();
		return (System.nanoTime() - start) / 1e9;
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static IMap<String, byte[]> plain(Grid grid) {
		MapConfig config = new MapConfig(grid.instance().getConfig().findMapConfig("zarr.grid"));
		grid.instance().getConfig().addMapConfig(config.setName("plain"));
		return grid.instance().getMap("plain");
	}

	/**
	 * Alternate two pieces of work and compare their medians.
	 * @return how many times as long the first takes as the second
	 */
	private static double compare(String what, Callable<?> ours, Callable<?> theirs) throws Exception {
		double[] first = new double[ROUNDS];
		double[] second = new double[ROUNDS];
		for (int round = -8; round < ROUNDS; round++) {
			int at = Math.max(0, round);
			second[at] = seconds(theirs);
			first[at] = seconds(ours);
		}
		Grid.report("%s: store %.1f ms, plain map %.1f ms, ratio %.2f".formatted(what, 1000 * median(first),
				1000 * median(second), median(first) / median(second)));
		return median(first) / median(second);
	}

	@Test
	@DisplayName("1,000 chunks of 80 KB in partitions of this member are read and written within 1.3 times of a plain map")
	void whenPartitionIsLocalThenNearlyAsFastAsPlainMap() throws Exception {
		try (Grid grid = Grid.start("")) {
			IMap<String, byte[]> plain = plain(grid);
			PartitionedBackend backend = grid.partitioned();
			byte[] bytes = new byte[VALUES * Double.BYTES];
			new Random(7).nextBytes(bytes);
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			List<StoreKey> keys = new ArrayList<>();
			for (int i = 0; i < CHUNKS; i++) {
				keys.add(StoreKey.of("grid/c/" + i));
			}
			double written = compare("local write", () -> {
				keys.forEach((key) -> backend.write(key, buffer));
				return keys;
			}, () -> {
				keys.forEach((key) -> plain.set(key.value(), bytes));
				return keys;
			});
			double read = compare("local read", () -> {
				keys.forEach((key) -> assertThat(backend.read(key).orElseThrow().size() == bytes.length).isTrue());
				return keys;
			}, () -> {
				keys.forEach((key) -> assertThat(plain.get(key.value()).length == bytes.length).isTrue());
				return keys;
			});
			assertThat(written).as("write").isLessThanOrEqualTo(1.3);
			assertThat(read).as("read").isLessThanOrEqualTo(1.3);
		}
	}

	@Test
	@DisplayName("An array of 1,000 chunks of 80 KB over three members is read at 70 % or more of a plain getAll")
	void whenArrayIsSpreadThenNearlyAsFastAsGetAll() throws Exception {
		try (Grid grid = Grid.start("");
				MemberProcess second = MemberProcess.start(grid.address());
				MemberProcess third = MemberProcess.start(grid.address())) {
			second.address();
			third.address();
			grid.awaitSafe(3);
			IMap<String, byte[]> plain = plain(grid);
			double[] values = new Random(7).doubles((long) CHUNKS * VALUES).toArray();
			ZarrArray array = grid.zarr()
				.create("grid",
						ArraySpec.of(DataType.FLOAT64)
							.shape(values.length)
							.chunks(VALUES)
							.codecs(Codecs.bytes(ByteOrder.LITTLE_ENDIAN)));
			array.write(NdArray.of(values, values.length));
			Map<String, byte[]> rows = new HashMap<>();
			for (int i = 0; i < CHUNKS; i++) {
				ByteBuffer row = ByteBuffer.allocate(VALUES * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
				row.asDoubleBuffer().put(values, i * VALUES, VALUES);
				rows.put("grid/c/" + i, row.array());
			}
			plain.setAll(rows);
			Set<String> keys = new HashSet<>(rows.keySet());
			NdArray target = NdArray.of(new double[values.length], values.length);
			double ratio = compare("whole array over three members", () -> {
				array.readInto(Selection.all(), target);
				return target;
			}, () -> plain.getAll(keys));
			assertThat(target.doubles()).isEqualTo(values);
			assertThat(1 / ratio).as("speed against getAll").isGreaterThanOrEqualTo(0.7);
		}
	}

}
