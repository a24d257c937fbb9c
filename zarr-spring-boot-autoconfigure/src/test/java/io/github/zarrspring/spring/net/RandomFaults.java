package io.github.zarrspring.spring.net;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/**
 * A bad network in front of a bad server: loses 5 % of the answers after the server
 * acted, resets 2 % of the requests before, fails 20 % with 500 and 503, and delays a
 * tenth of the rest.
 */
public final class RandomFaults implements Fault {

	private final Random random;

	private int lost;

	/**
	 * Faults in an order that can be repeated.
	 * @param seed what the order follows from
	 */
	public RandomFaults(long seed) {
		this.random = new Random(seed);
	}

	@Override
	public Answer apply(Message request, TestServer.Handler server) throws IOException {
		return next().apply(request, server);
	}

	private synchronized Fault next() {
		int number = this.random.nextInt(100);
		if (number < 5) {
			this.lost++;
			return (number % 2 == 0) ? LOST_ANSWER : RESET_ANSWER;
		}
		if (number < 7) {
			return RESET;
		}
		if (number < 27) {
			return (number % 2 == 0) ? ERROR : BUSY;
		}
		Duration delay = (number < 35) ? Duration.ofMillis(this.random.nextInt(20)) : Duration.ZERO;
		return (request, server) -> server.answer(request).after(delay);
	}

	/**
	 * How many answers were lost after the server acted.
	 * @return the number
	 */
	public synchronized int lost() {
		return this.lost;
	}

}
