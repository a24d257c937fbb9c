package io.github.zarrspring.spring.s3;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long and how often it is tried to find out what became of a write.
 */
final class Patience {

	private static final Duration LONGEST = Duration.ofSeconds(2);

	private final long end;

	private Duration pause = Duration.ofMillis(10);

	Patience(Duration time) {
		this.end = System.nanoTime() + time.toNanos();
	}

	/**
	 * Wait before the next attempt.
	 * @param least how long the service asks to wait
	 * @return whether there is a next attempt
	 */
	boolean pause(Duration least) {
		Duration pause = this.pause.multipliedBy(50 + ThreadLocalRandom.current().nextInt(50)).dividedBy(100);
		pause = (pause.compareTo(least) < 0) ? least : pause;
		this.pause = this.pause.multipliedBy(2);
		this.pause = (this.pause.compareTo(LONGEST) > 0) ? LONGEST : this.pause;
		if (System.nanoTime() + pause.toNanos() >= this.end) {
			return false;
		}
		try {
			Thread.sleep(pause.toMillis());
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
