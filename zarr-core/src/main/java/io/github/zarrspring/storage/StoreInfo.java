package io.github.zarrspring.storage;

/**
 * How much a store holds.
 *
 * @param entries the number of values
 * @param bytes the size of all values, in bytes
 */
public record StoreInfo(long entries, long bytes) {
}
