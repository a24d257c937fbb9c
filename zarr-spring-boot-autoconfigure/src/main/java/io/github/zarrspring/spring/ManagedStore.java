package io.github.zarrspring.spring;

import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.StoreAccess;

/**
 * What a template knows of its store beside the backend.
 *
 * @param description what there is to say about it
 * @param access its access level and lease
 * @param holders gives the backend as the holder of a lease has it
 * @param registered whether the store is still there
 * @param names the names of the stores that there are
 */
public record ManagedStore(StoreDescription description, StoreAccess access, Function<Lease, StorageBackend> holders,
		BooleanSupplier registered, Supplier<Set<String>> names) {

	/**
	 * A store that is not in the registry, and that anyone may use.
	 */
	static ManagedStore of(String name, StorageBackend backend) {
		StoreAccess access = new StoreAccess(name, AccessLevel.PUBLIC, backend);
		return new ManagedStore(new StoreDescription(name, "custom", null), access, access::backend, () -> true,
				() -> Set.of(name));
	}

}
