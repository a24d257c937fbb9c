package io.github.zarrspring.storage.access;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;

/**
 * The access to one store: its level, its lease, and the views of it that everybody and
 * the holder of the lease have. Safe for use by several threads.
 *
 * <pre>{@code
 * StoreAccess access = new StoreAccess("lake", AccessLevel.PROTECTED, backend);
 * try (Lease lease = access.acquire(LeaseRequest.of("worker-1"))) {
 *     engine.hierarchy("lake", access.backend(lease)).open("t2m").write(selection, values);
 * }
 * }</pre>
 *
 * Where the backend keeps the lease itself ({@link LeaseKeeping}), it holds among all
 * processes that use the store. Elsewhere it holds among those that share this object;
 * for other processes it is no more than advice.
 */
public final class StoreAccess {

	/**
	 * Looking whether one key exists costs little on every store, unlike listing.
	 */
	private static final StoreKey PROBE = StoreKey.of("zarr.json");

	private final String store;

	private final AccessLevel level;

	private final StorageBackend backend;

	private final LeaseStore leases;

	private volatile boolean leased;

	/**
	 * The access to a store.
	 * @param store the name of the store, for messages
	 * @param level who may use it
	 * @param backend what keeps its bytes
	 */
	public StoreAccess(String store, AccessLevel level, StorageBackend backend) {
		this.store = store;
		this.level = level;
		this.backend = backend;
		this.leases = leasesOf(backend);
		this.leased = level != AccessLevel.PUBLIC;
	}

	private static LeaseStore leasesOf(StorageBackend backend) {
		LeaseKeeping keeping = DelegatingBackend.find(backend, LeaseKeeping.class);
		return (keeping != null) ? keeping.leases() : new ProcessLeaseStore();
	}

	/**
	 * Who may use the store.
	 * @return the level
	 */
	public AccessLevel level() {
		return this.level;
	}

	/**
	 * The store as everybody has it.
	 * @return the backend; of a public store the one that it was made with
	 */
	public StorageBackend backend() {
		return (this.level != AccessLevel.PUBLIC)
				? new GuardedBackend(this.backend, new NobodysRights(this.store, this.level)) : this.backend;
	}

	/**
	 * The store as the holder of a lease has it. What it writes is refused as soon as the
	 * lease is over, on a public store too. Closing the view does nothing.
	 * @param lease the lease
	 * @return the view
	 * @throws InvalidRequestException if the lease is for another store
	 */
	public StorageBackend backend(Lease lease) {
		if (!lease.store().equals(this.store)) {
			throw new InvalidRequestException(
					"A lease on store '%s' gives no rights on store '%s'".formatted(lease.store(), this.store));
		}
		return new GuardedBackend(this.backend, new HoldersRights(this.leases, this.level, lease));
	}

	/**
	 * Acquire the lease.
	 * @param request what is asked for
	 * @return the lease, to be closed
	 * @throws io.github.zarrspring.exception.LeaseUnavailableException if another holds
	 * it
	 */
	public Lease acquire(LeaseRequest request) {
		Lease lease = FencedLease.acquire(this.store, this.leases, request);
		this.leased = true;
		return lease;
	}

	/**
	 * The state of the lease.
	 * @return the state as it is now
	 */
	public LeaseState lease() {
		return this.leases.read();
	}

	/**
	 * Whether there is anything to say about the lease.
	 * @return whether the store is not public, or a lease on it was acquired here
	 */
	public boolean isLeased() {
		return this.leased;
	}

	/**
	 * Whether looking at the lease costs nothing.
	 * @return whether it is kept in the memory of this process
	 */
	public boolean isLeaseInMemory() {
		return this.leases instanceof ProcessLeaseStore;
	}

	/**
	 * Look whether the store answers, whoever may use it.
	 */
	public void probe() {
		this.backend.exists(PROBE);
	}

}
