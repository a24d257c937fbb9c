package io.github.zarrspring.benchmarks;

import java.io.IOException;

/**
 * A step of a benchmark.
 */
@FunctionalInterface
interface Task {

	void run() throws IOException;

}
