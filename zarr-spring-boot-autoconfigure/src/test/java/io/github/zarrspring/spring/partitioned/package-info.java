/**
 * Tests for stores that are spread over a cluster.
 */
@NullMarked
package io.github.zarrspring.spring.partitioned;

import org.jspecify.annotations.NullMarked;
