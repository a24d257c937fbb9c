package io.github.zarrspring.spring;

import org.jspecify.annotations.Nullable;

/**
 * What there is to say about a store, for health, metrics and messages.
 *
 * @param name its name
 * @param type its type, as in {@code zarr.stores.<name>.type}; for a backend that the
 * application made, a name made from its class
 * @param location where the bytes are, such as a directory; {@code null} if there is
 * nothing to say or nobody knows
 */
public record StoreDescription(String name, String type, @Nullable String location) {
}
