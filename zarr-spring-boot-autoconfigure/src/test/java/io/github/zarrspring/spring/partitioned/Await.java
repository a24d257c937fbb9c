package io.github.zarrspring.spring.partitioned;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Waits for what happens elsewhere.
 */
final class Await {

	private static final Duration MOST = Duration.ofSeconds(120);

	private Await() {
	}

	static void until(String what, Callable<Boolean> condition) throws Exception {
		long end = System.nanoTime() + MOST.toNanos();
		while (!condition.call()) {
			if (System.nanoTime() > end) {
				throw new AssertionError("Not within %s: %s".formatted(MOST, what));
			}
			Thread.sleep(20);
		}
	}

}
