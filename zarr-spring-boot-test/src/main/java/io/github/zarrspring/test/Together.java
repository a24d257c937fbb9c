package io.github.zarrspring.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs work on several threads that start at the same moment.
 */
final class Together {

	/**
	 * How long the slowest backend may take, in seconds.
	 */
	private static final int PATIENCE = 120;

	private Together() {
	}

	/**
	 * Run work on threads of its own, one for each.
	 * @param work what to do
	 * @param <T> the type of the results
	 * @return the results in the order of the work
	 */
	static <T> List<T> run(List<Callable<T>> work) {
		ExecutorService threads = Executors.newFixedThreadPool(work.size());
		try {
			CountDownLatch start = new CountDownLatch(work.size());
			CompletionService<T> completed = new ExecutorCompletionService<>(threads);
			List<Future<T>> futures = new ArrayList<>();
			for (Callable<T> one : work) {
				futures.add(completed.submit(() -> {
					start.countDown();
					start.await();
					return one.call();
				}));
			}
			// In the order in which they end, so that the first failure is the one
			// thrown.
			for (int i = 0; i < work.size(); i++) {
				Future<T> next = completed.poll(PATIENCE, TimeUnit.SECONDS);
				if (next == null) {
					throw new AssertionError("The threads were not done after %d s".formatted(PATIENCE));
				}
				next.get();
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get());
			}
			return results;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("One of the threads failed: " + ex.getCause(), ex.getCause());
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * Run the same work several times at once.
	 * @param threads how many times
	 * @param work what to do, given its number
	 * @param <T> the type of the results
	 * @return the results in the order of the numbers
	 */
	static <T> List<T> run(int threads, Numbered<T> work) {
		List<Callable<T>> all = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			int number = i;
			all.add(() -> work.call(number));
		}
		return run(all);
	}

	/**
	 * Work that is done several times at once.
	 *
	 * @param <T> the type of the result
	 */
	interface Numbered<T> {

		/**
		 * Do it.
		 * @param number the number, from 0
		 * @return the result
		 * @throws Exception if it fails
		 */
		T call(int number) throws Exception;

	}

}
