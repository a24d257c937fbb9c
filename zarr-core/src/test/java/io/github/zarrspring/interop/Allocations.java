package io.github.zarrspring.interop;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;

/**
 * How much heap has been allocated.
 */
final class Allocations {

	private Allocations() {
	}

	/**
	 * What all threads that are alive have allocated, in bytes.
	 */
	static long ofAllThreads() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
			.filter((bytes) -> bytes > 0)
			.sum();
	}

}
