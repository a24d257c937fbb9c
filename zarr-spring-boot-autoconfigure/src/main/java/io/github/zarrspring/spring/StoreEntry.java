package io.github.zarrspring.spring;

import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;

/**
 * A value of a store under its key.
 *
 * @param key the key
 * @param value the value, not to be changed
 */
public record StoreEntry(StoreKey key, StoredValue value) {
}
