package io.github.zarrspring.spring.partitioned;

/**
 * What a write brings along that is made with a lease.
 *
 * @param number the fencing number of the lease
 * @param claim the write that reserved the number, so that numbers that two sides of a
 * split cluster gave out are not taken for each other
 * @param expires when the lease times out as far as the writer knows, in milliseconds by
 * the clock of the cluster
 */
record Fence(long number, WriteId claim, long expires) {
}
