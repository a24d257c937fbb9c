package io.github.zarrspring.storage.access;

import java.util.function.Supplier;

/**
 * The rights of the holder of a lease, while it holds.
 *
 * @param leases what keeps the lease
 * @param level who may use the store
 * @param lease the lease
 */
record HoldersRights(LeaseStore leases, AccessLevel level, Lease lease) implements AccessRights {

	@Override
	public void checkRead() {
		if (this.level == AccessLevel.PRIVATE) {
			check(this.leases.read());
		}
	}

	@Override
	public <T> T write(Supplier<T> work) {
		return this.leases.fenced(this::check, work);
	}

	private void check(LeaseState state) {
		state.check(this.lease.owner(), this.lease.fencingNumber());
	}

}
