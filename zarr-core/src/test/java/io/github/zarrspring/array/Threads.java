package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that start together and whose failures fail the test.
 */
final class Threads {

	private Threads() {
	}

	static void run(int count, Task task) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(count);
		try {
			CyclicBarrier start = new CyclicBarrier(count);
			List<Future<?>> results = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				int thread = i;
				results.add(executor.submit(() -> {
					start.await();
					task.run(thread);
					return null;
				}));
			}
			for (Future<?> result : results) {
				result.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * What a thread does.
	 */
	@FunctionalInterface
	interface Task {

		void run(int thread) throws Exception;

	}

}
