package io.github.zarrspring.spring.s3;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Makes several calls at a time. How many really are under way is bounded where they are
 * made, see {@link S3Calls}.
 */
final class Parallel {

	private final ExecutorService executor;

	private final int most;

	Parallel(ExecutorService executor, int most) {
		this.executor = executor;
		this.most = most;
	}

	/**
	 * Do something with each item. After a failure no further item is begun; the first
	 * failure is thrown when all that were begun have ended.
	 */
	<T> void forEach(Collection<T> items, Consumer<T> task) {
		List<T> all = List.copyOf(items);
		if (all.size() < 2) {
			all.forEach(task);
			return;
		}
		int runs = Math.min(this.most, all.size());
		AtomicBoolean failed = new AtomicBoolean();
		List<Future<?>> results = new ArrayList<>(runs);
		Throwable refusal = null;
		for (int run = 0; run < runs; run++) {
			int first = run;
			FutureTask<Boolean> result = new FutureTask<>(() -> {
				for (int i = first; i < all.size() && !failed.get(); i += runs) {
					try {
						task.accept(all.get(i));
					}
					catch (RuntimeException | Error ex) {
						failed.set(true);
						throw ex;
					}
				}
				return true;
			});
			if (run == runs - 1) {
				result.run();
			}
			else {
				refusal = start(result);
			}
			if (refusal != null) {
				failed.set(true);
				break;
			}
			results.add(result);
		}
		await(results, refusal);
	}

	/**
	 * Start a run on another thread.
	 * @return why it was not started, {@code null} if it was
	 */
	private @Nullable Throwable start(FutureTask<Boolean> run) {
		try {
			this.executor.execute(run);
			return null;
		}
		catch (RejectedExecutionException ex) {
			return new StoreFailureException("The store is closed", ex);
		}
		catch (RuntimeException | Error ex) {
			return ex;
		}
	}

	private static void await(List<Future<?>> results, @Nullable Throwable refusal) {
		Throwable failure = refusal;
		boolean interrupted = false;
		for (Future<?> result : results) {
			boolean done = false;
			while (!done) {
				try {
					result.get();
					done = true;
				}
				catch (InterruptedException ex) {
					// The bytes are the caller's again after this: it is waited for.
					interrupted = true;
				}
				catch (ExecutionException ex) {
					failure = join(failure, ex.getCause());
					done = true;
				}
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		rethrow(failure);
	}

	private static @Nullable Throwable join(@Nullable Throwable first, @Nullable Throwable other) {
		if (first != null && other != null && first != other) {
			first.addSuppressed(other);
		}
		return (first != null) ? first : other;
	}

	private static void rethrow(@Nullable Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof RuntimeException exception) {
			throw exception;
		}
		if (failure != null) {
			throw new StoreUnavailableException("A call failed: " + failure.getMessage(), failure);
		}
	}

}
