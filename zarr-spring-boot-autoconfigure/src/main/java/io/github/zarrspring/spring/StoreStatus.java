package io.github.zarrspring.spring;

import io.github.zarrspring.storage.access.AccessLevel;
import org.jspecify.annotations.Nullable;

/**
 * A store as it is now.
 *
 * @param name its name
 * @param type its type, as in {@code zarr.stores.<name>.type}
 * @param location where the bytes are, {@code null} if there is nothing to say
 * @param entries the number of values
 * @param bytes the size of all values, in bytes
 * @param access who may use it
 * @param owner who holds its lease, {@code null} for nobody
 */
public record StoreStatus(String name, String type, @Nullable String location, long entries, long bytes,
		AccessLevel access, @Nullable String owner) {
}
