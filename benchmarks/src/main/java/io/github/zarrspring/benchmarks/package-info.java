/**
 * The benchmarks: the yardstick, which compares the engine with what the JDK and zstd
 * reach without one, and JMH benchmarks.
 */
@NullMarked
package io.github.zarrspring.benchmarks;

import org.jspecify.annotations.NullMarked;
