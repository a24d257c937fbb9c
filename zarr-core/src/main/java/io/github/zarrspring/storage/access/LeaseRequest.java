package io.github.zarrspring.storage.access;

import java.time.Duration;

import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a lease.
 *
 * @param owner who is to hold it: a name of up to 255 characters that says what it is,
 * such as that of a worker or host
 * @param timeToLive how long it lasts unless it is renewed
 * @param heir who takes over when the holder closes it, dies or lets it time out,
 * {@code null} for nobody
 * @param patience how long to wait for another holder
 */
public record LeaseRequest(String owner, Duration timeToLive, @Nullable String heir, Duration patience) {

	/**
	 * How long a lease lasts where nothing else is asked for.
	 */
	public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofSeconds(30);

	private static final int MAX_NAME = 255;

	private static final Duration MAX_TIME_TO_LIVE = Duration.ofDays(36_500);

	/**
	 * Check the request.
	 */
	public LeaseRequest {
		checkName("owner", owner);
		if (heir != null) {
			checkName("heir", heir);
			if (heir.equals(owner)) {
				throw new InvalidRequestException("'%s' cannot be the heir of its own lease".formatted(owner));
			}
		}
		if (timeToLive.toMillis() < 1 || timeToLive.compareTo(MAX_TIME_TO_LIVE) > 0) {
			throw new InvalidRequestException(
					"A lease cannot last %s: it lasts a millisecond at least and %d days at most".formatted(timeToLive,
							MAX_TIME_TO_LIVE.toDays()));
		}
		if (patience.isNegative()) {
			throw new InvalidRequestException("A lease cannot be waited for %s".formatted(patience));
		}
	}

	/**
	 * A lease of 30 seconds without an heir, now or not at all.
	 * @param owner who is to hold it
	 * @return the request
	 */
	public static LeaseRequest of(String owner) {
		return new LeaseRequest(owner, DEFAULT_TIME_TO_LIVE, null, Duration.ZERO);
	}

	/**
	 * The same with another time.
	 * @param timeToLive how long it lasts unless it is renewed
	 * @return the changed request
	 */
	public LeaseRequest timeToLive(Duration timeToLive) {
		return new LeaseRequest(this.owner, timeToLive, this.heir, this.patience);
	}

	/**
	 * The same with an heir.
	 * @param heir who takes over when the holder closes it, dies or lets it time out
	 * @return the changed request
	 */
	public LeaseRequest heir(String heir) {
		return new LeaseRequest(this.owner, this.timeToLive, heir, this.patience);
	}

	/**
	 * The same with patience.
	 * @param patience how long to wait for another holder
	 * @return the changed request
	 */
	public LeaseRequest waitFor(Duration patience) {
		return new LeaseRequest(this.owner, this.timeToLive, this.heir, patience);
	}

	static void checkName(String what, String name) {
		if (name.isBlank() || name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
			throw new InvalidRequestException(
					"The %s of a lease is a name of 1 to %d characters, not '%s'".formatted(what, MAX_NAME, name));
		}
	}

}
