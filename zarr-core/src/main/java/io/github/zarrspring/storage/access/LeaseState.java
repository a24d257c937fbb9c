package io.github.zarrspring.storage.access;

import java.time.Duration;
import java.time.Instant;

import io.github.zarrspring.exception.LeaseUnavailableException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import org.jspecify.annotations.Nullable;

/**
 * The lease of a store: who holds it and until when. Each new holder has a higher fencing
 * number than all before, also after the lease was free, and where the state is kept,
 * after a restart. Who holds it without having claimed it yet was given it, by a
 * hand-over or as the heir, and has as long to claim it as the holder before had to renew
 * it.
 *
 * @param holder who holds it, {@code null} for nobody
 * @param fencingNumber the number of the newest holder, 0 if there was none yet
 * @param claimed whether the holder has come for it
 * @param heir who takes over, {@code null} for nobody
 * @param timeToLive how long the lease lasts from each renewal
 * @param expires when it times out, {@code null} if nobody holds it
 */
public record LeaseState(@Nullable String holder, long fencingNumber, boolean claimed, @Nullable String heir,
		Duration timeToLive, @Nullable Instant expires) {

	/**
	 * A lease that nobody has held yet.
	 */
	public static final LeaseState NONE = free(0);

	private static LeaseState free(long fencingNumber) {
		return new LeaseState(null, fencingNumber, false, null, Duration.ZERO, null);
	}

	/**
	 * The state at a moment, with what became of it since by the passing of time.
	 * @param now the moment
	 * @return the state then
	 */
	public LeaseState at(Instant now) {
		LeaseState state = this;
		while (state.expires != null && !now.isBefore(state.expires)) {
			state = state.left(state.expires);
		}
		return state;
	}

	/**
	 * The state as it was kept, for who goes on with it: if the clock was set back
	 * meanwhile the lease would last longer than any holder ever asked for.
	 * @param now what the clock says now
	 * @return the state, with as long to go as from a renewal at most
	 */
	LeaseState restored(Instant now) {
		Instant latest = now.plus(this.timeToLive);
		if (this.expires == null || !this.expires.isAfter(latest)) {
			return this;
		}
		return new LeaseState(this.holder, this.fencingNumber, this.claimed, this.heir, this.timeToLive, latest);
	}

	/**
	 * The state after the holder has gone.
	 */
	private LeaseState left(Instant when) {
		return (this.heir != null) ? given(this.heir, when) : free(this.fencingNumber);
	}

	private LeaseState given(String successor, Instant when) {
		return new LeaseState(successor, this.fencingNumber + 1, false, null, this.timeToLive,
				when.plus(this.timeToLive));
	}

	LeaseState acquire(LeaseRequest request, Instant now) {
		LeaseState current = at(now);
		boolean given = !current.claimed && request.owner().equals(current.holder);
		if (current.holder != null && !given) {
			throw new LeaseUnavailableException(
					"'%s' cannot have the lease: %s".formatted(request.owner(), current.describe()));
		}
		long fencingNumber = given ? current.fencingNumber : current.fencingNumber + 1;
		return new LeaseState(request.owner(), fencingNumber, true, request.heir(), request.timeToLive(),
				now.plus(request.timeToLive()));
	}

	LeaseState renew(String owner, long number, Instant now) {
		LeaseState current = require(owner, number, now);
		return new LeaseState(owner, number, true, current.heir, current.timeToLive, now.plus(current.timeToLive));
	}

	LeaseState handOver(String owner, long number, String successor, Instant now) {
		return require(owner, number, now).given(successor, now);
	}

	LeaseState release(String owner, long number, Instant now) {
		LeaseState current = at(now);
		return current.isHeldBy(owner, number) ? current.left(now) : this;
	}

	private LeaseState require(String owner, long number, Instant now) {
		LeaseState current = at(now);
		current.check(owner, number);
		return current;
	}

	boolean isHeldBy(String owner, long number) {
		return this.claimed && this.fencingNumber == number && owner.equals(this.holder);
	}

	/**
	 * Check that somebody is still the holder.
	 * @param owner who claims to be
	 * @param number the fencing number that it has
	 * @throws StoreAccessDeniedException if it is not, whether it knows that or not
	 */
	void check(String owner, long number) {
		if (!isHeldBy(owner, number)) {
			throw new StoreAccessDeniedException(
					"The lease of '%s' with the fencing number %d is over: %s".formatted(owner, number, describe()));
		}
	}

	String describe() {
		if (this.holder == null) {
			return "nobody holds the lease, the newest fencing number is " + this.fencingNumber;
		}
		return "'%s' %s with the fencing number %s until %s".formatted(this.holder,
				this.claimed ? "holds it" : "is to have it", this.fencingNumber, this.expires);
	}

}
