package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.assertj.core.api.Assertions;

/**
 * Compares what loads remember with what is stored.
 *
 * @param lines the lines of all loads
 */
record LoadReport(List<String> lines) {

	private List<String[]> of(String kind) {
		return this.lines.stream().map((line) -> line.split(" ")).filter((line) -> line[0].equals(kind)).toList();
	}

	/**
	 * Fail if anything acknowledged is missing, doubled or old.
	 * @return how much was checked
	 */
	String check(StorageBackend backend) {
		Assertions.assertThat(this.lines).filteredOn((line) -> line.startsWith("E ")).as("errors").isEmpty();
		int deleted = 0;
		for (String[] line : of("V")) {
			long found = backend.read(StoreKey.of(line[1]))
				.map((value) -> value.bytes().getLong())
				.orElse(Load.MISSING);
			Assertions.assertThat(line[2].split(",")).as(line[1]).contains(String.valueOf(found));
			deleted += (found == Load.MISSING) ? 1 : 0;
		}
		Map<Long, Integer> appended = new HashMap<>();
		for (int i = 0; i < Load.LOGS; i++) {
			ByteBuffer log = backend.read(Load.log(i)).map(StoredValue::bytes).orElse(ByteBuffer.allocate(0));
			while (log.hasRemaining()) {
				appended.merge(log.getLong(), 1, Integer::sum);
			}
		}
		Assertions.assertThat(appended).allSatisfy((token, times) -> Assertions.assertThat(times).isEqualTo(1));
		int acknowledged = 0;
		int unknown = 0;
		for (String[] line : of("T")) {
			boolean there = appended.remove(Long.parseLong(line[2])) != null;
			if (line[3].equals("acknowledged")) {
				acknowledged++;
				Assertions.assertThat(there).as("acknowledged %s", Arrays.toString(line)).isTrue();
			}
			else {
				unknown++;
			}
		}
		Assertions.assertThat(appended).as("tokens of nobody").isEmpty();
		int failures = of("F").stream().mapToInt((line) -> Integer.parseInt(line[1])).sum();
		return "%d keys (%d deleted), %d increments acknowledged, %d of unknown outcome, %d failed calls"
			.formatted(of("V").size(), deleted, acknowledged, unknown, failures);
	}

}
