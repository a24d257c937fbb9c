package io.github.zarrspring.storage.access;

/**
 * Implemented by a {@link io.github.zarrspring.storage.StorageBackend} that keeps the
 * lease of its store itself: where it holds among several processes, or over a restart.
 */
@FunctionalInterface
public interface LeaseKeeping {

	/**
	 * What keeps the lease.
	 * @return the same each time
	 */
	LeaseStore leases();

}
