package io.github.zarrspring.spring.s3;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.zarrspring.exception.StoreFailureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Parallel}.
 */
@Timeout(30)
class ParallelTests {

	private final CountDownLatch refused = new CountDownLatch(1);

	/**
	 * Takes one task and refuses all others.
	 */
	private final ExecutorService executor = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(),
			(task, pool) -> {
				this.refused.countDown();
				throw new RejectedExecutionException("full");
			});

	@AfterEach
	void close() {
		this.executor.shutdownNow();
	}

	@Test
	void whenTaskIsRejectedThenThoseThatRunAreWaitedFor() {
		AtomicInteger running = new AtomicInteger();
		List<Integer> items = IntStream.range(0, 4).boxed().toList();
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> new Parallel(this.executor, 4).forEach(items, (item) -> {
				running.incrementAndGet();
				try {
					this.refused.await(10, TimeUnit.SECONDS);
					TimeUnit.MILLISECONDS.sleep(50);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				running.decrementAndGet();
			}))
			.withCauseInstanceOf(RejectedExecutionException.class);
		assertThat(running).as("tasks that still run").hasValue(0);
	}

}
