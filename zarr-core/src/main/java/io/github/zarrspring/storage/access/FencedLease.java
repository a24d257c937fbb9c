package io.github.zarrspring.storage.access;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.github.zarrspring.exception.LeaseUnavailableException;
import io.github.zarrspring.exception.StoreUnavailableException;

/**
 * A lease that was acquired.
 */
final class FencedLease implements Lease {

	private static final Duration PAUSE = Duration.ofMillis(20);

	private final String store;

	private final LeaseStore leases;

	private final String owner;

	private final long fencingNumber;

	private FencedLease(String store, LeaseStore leases, String owner, long fencingNumber) {
		this.store = store;
		this.leases = leases;
		this.owner = owner;
		this.fencingNumber = fencingNumber;
	}

	static FencedLease acquire(String store, LeaseStore leases, LeaseRequest request) {
		long start = System.nanoTime();
		for (;;) {
			try {
				LeaseState state = leases.change((current, now) -> current.acquire(request, now));
				return new FencedLease(store, leases, request.owner(), state.fencingNumber());
			}
			catch (LeaseUnavailableException | StoreUnavailableException ex) {
				// A holder that stands still in what it writes is waited for as well.
				long left = request.patience().toNanos() - (System.nanoTime() - start);
				if (left <= 0) {
					throw ex;
				}
				if (!Thread.currentThread().isInterrupted()) {
					LockSupport.parkNanos(Math.min(left, PAUSE.toNanos()));
				}
				if (Thread.currentThread().isInterrupted()) {
					throw new StoreUnavailableException("The thread was interrupted while it waited for the lease", ex);
				}
			}
		}
	}

	@Override
	public String store() {
		return this.store;
	}

	@Override
	public String owner() {
		return this.owner;
	}

	@Override
	public long fencingNumber() {
		return this.fencingNumber;
	}

	@Override
	public boolean isHeld() {
		return this.leases.read().isHeldBy(this.owner, this.fencingNumber);
	}

	@Override
	public LeaseState renew() {
		return this.leases.change((current, now) -> current.renew(this.owner, this.fencingNumber, now));
	}

	@Override
	public void handOver(String successor) {
		LeaseRequest.checkName("successor", successor);
		this.leases.change((current, now) -> current.handOver(this.owner, this.fencingNumber, successor, now));
	}

	@Override
	public void close() {
		this.leases.change((current, now) -> current.release(this.owner, this.fencingNumber, now));
	}

	@Override
	public String toString() {
		return "lease of '%s' on store '%s' with the fencing number %s".formatted(this.owner, this.store,
				this.fencingNumber);
	}

}
