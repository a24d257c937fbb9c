/**
 * Stores in a map that is spread and replicated over the members of a Hazelcast cluster.
 */
@NullMarked
package io.github.zarrspring.spring.partitioned;

import org.jspecify.annotations.NullMarked;
