package io.github.zarrspring.spring;

import java.util.function.Supplier;

import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseState;

/**
 * A lease with Spring's exceptions.
 *
 * @param lease the lease
 */
record TranslatingLease(Lease lease) implements Lease {

	@Override
	public String store() {
		return this.lease.store();
	}

	@Override
	public String owner() {
		return this.lease.owner();
	}

	@Override
	public long fencingNumber() {
		return this.lease.fencingNumber();
	}

	@Override
	public boolean isHeld() {
		return call(this.lease::isHeld);
	}

	@Override
	public LeaseState renew() {
		return call(this.lease::renew);
	}

	@Override
	public void handOver(String successor) {
		call(() -> {
			this.lease.handOver(successor);
			return this;
		});
	}

	@Override
	public void close() {
		call(() -> {
			this.lease.close();
			return this;
		});
	}

	private <T> T call(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (ZarrException ex) {
			ex.locate(store(), null, null);
			throw ZarrExceptionTranslator.translate(ex);
		}
	}

	@Override
	public String toString() {
		return this.lease.toString();
	}

}
