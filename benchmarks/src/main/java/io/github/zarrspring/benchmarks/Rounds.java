package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Measures the two programs of a case in turns, so that what slows the machine down for a
 * while hits both.
 */
final class Rounds {

	private static final double WARM_UP_SECONDS = 3;

	private static final double MAX_SECONDS = 30;

	private final YardstickCase yardstickCase;

	private final @Nullable Clock floor;

	private final Clock engine;

	private Rounds(YardstickCase yardstickCase) {
		this.yardstickCase = yardstickCase;
		Program floor = yardstickCase.floor();
		this.floor = (floor != null) ? new Clock(floor, yardstickCase.rounds()) : null;
		this.engine = new Clock(yardstickCase.engine(), yardstickCase.rounds());
	}

	/**
	 * Measure a case.
	 * @param yardstickCase the case
	 * @return what the floor, if there is one, and the engine took
	 */
	static List<Measurement> measure(YardstickCase yardstickCase) throws IOException {
		Rounds rounds = new Rounds(yardstickCase);
		Clock floor = rounds.floor;
		if (floor != null) {
			floor.warmUp();
		}
		rounds.engine.warmUp();
		rounds.run();
		List<Measurement> measurements = new ArrayList<>();
		if (floor != null) {
			measurements.add(floor.measurement(Yardstick.FLOOR, yardstickCase));
		}
		measurements.add(rounds.engine.measurement(Yardstick.ENGINE, yardstickCase));
		return measurements;
	}

	private void run() throws IOException {
		Clock floor = (this.floor != null) ? this.floor : this.engine;
		for (int round = 0; round < this.yardstickCase.rounds(); round++) {
			boolean floorFirst = round % 2 == 0;
			(floorFirst ? floor : this.engine).measure();
			if (floor != this.engine) {
				(floorFirst ? this.engine : floor).measure();
			}
			if (round > 0 && floor.total() + this.engine.total() > MAX_SECONDS) {
				return;
			}
		}
	}

	/**
	 * Measures one program.
	 */
	private static final class Clock {

		private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean();

		private final Program program;

		private final double[] seconds;

		private int count;

		private double cpuSeconds = Double.MAX_VALUE;

		Clock(Program program, int rounds) {
			this.program = program;
			this.seconds = new double[rounds];
		}

		void warmUp() throws IOException {
			double total = 0;
			while (total < WARM_UP_SECONDS) {
				this.program.before().run();
				long start = System.nanoTime();
				this.program.work().run();
				total += secondsSince(start, System.nanoTime());
			}
			this.program.check().run();
		}

		void measure() throws IOException {
			this.program.before().run();
			long cpuStart = SYSTEM.getProcessCpuTime();
			long start = System.nanoTime();
			this.program.work().run();
			this.seconds[this.count++] = secondsSince(start, System.nanoTime());
			this.cpuSeconds = Math.min(this.cpuSeconds, secondsSince(cpuStart, SYSTEM.getProcessCpuTime()));
		}

		double total() {
			double total = 0;
			for (double second : this.seconds) {
				total += second;
			}
			return total;
		}

		Measurement measurement(String peer, YardstickCase yardstickCase) {
			return new Measurement(peer, yardstickCase.name(), yardstickCase.bytes(), yardstickCase.operations(),
					Arrays.copyOf(this.seconds, this.count), this.cpuSeconds);
		}

		private static double secondsSince(long start, long end) {
			return (end - start) / (double) TimeUnit.SECONDS.toNanos(1);
		}

	}

}
