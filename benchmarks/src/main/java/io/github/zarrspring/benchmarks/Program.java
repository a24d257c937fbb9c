package io.github.zarrspring.benchmarks;

/**
 * What does the work of a case.
 *
 * @param before what comes before each time, outside the measurement
 * @param work what is measured
 * @param check what makes sure, once, that the work is done right
 */
record Program(Task before, Task work, Task check) {

	/**
	 * A program that needs nothing before its work.
	 */
	static Program of(Task work, Task check) {
		return new Program(() -> {
		}, work, check);
	}

}
