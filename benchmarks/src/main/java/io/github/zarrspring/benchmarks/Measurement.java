package io.github.zarrspring.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * How long one program took for one case.
 *
 * @param peer the program
 * @param name the case
 * @param bytes the bytes that are read or written, decoded
 * @param operations the calls that are made, 0 if their number says nothing
 * @param seconds the time of each round
 * @param cpuSeconds the least time that all processors together spent on a round
 */
record Measurement(String peer, String name, long bytes, int operations, double[] seconds, double cpuSeconds) {

	double median() {
		double[] sorted = this.seconds.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 0) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle];
	}

	/**
	 * The line that all programs of the yardstick print.
	 */
	String toJson() {
		double median = median();
		String line = String.format(Locale.ROOT,
				"{\"peer\":\"%s\",\"case\":\"%s\",\"bytes\":%d,\"seconds_median\":%.6f,\"min\":%.6f,\"max\":%.6f,"
						+ "\"n\":%d,\"MBps\":%.1f,\"cpu_min\":%.6f",
				this.peer, this.name, this.bytes, median, Arrays.stream(this.seconds).min().orElseThrow(),
				Arrays.stream(this.seconds).max().orElseThrow(), this.seconds.length, this.bytes / median / 1e6,
				this.cpuSeconds);
		return line + ((this.operations > 0)
				? String.format(Locale.ROOT, ",\"ops_per_s\":%.1f}", this.operations / median) : "}");
	}

}
