package io.github.zarrspring.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * One line of the yardstick.
 *
 * @param name its name
 * @param bytes the bytes that are read or written, decoded
 * @param operations the calls that are made, 0 if their number says nothing
 * @param rounds how often it is measured
 * @param floor the work by hand, {@code null} if nobody does it by hand
 * @param engine the same work by the engine
 */
record YardstickCase(String name, long bytes, int operations, int rounds, @Nullable Program floor, Program engine) {
}
