package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Workers}.
 */
@Timeout(60)
class WorkersTests {

	@Test
	void whenNoFurtherThreadCanBeMadeThenThoseAtWorkAreAwaited() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		AtomicBoolean ended = new AtomicBoolean();
		List<Thread> threads = new ArrayList<>();
		Workers workers = new Workers((task) -> {
			if (!threads.isEmpty()) {
				await(begun);
				throw new OutOfMemoryError("unable to create native thread");
			}
			Thread thread = new Thread(task);
			threads.add(thread);
			thread.start();
		});
		List<Object> outcome = new ArrayList<>();
		Thread caller = new Thread(() -> {
			try {
				workers.forEach(10, 4, (number) -> {
					begun.countDown();
					await(goOn);
					ended.set(true);
				});
			}
			catch (OutOfMemoryError ex) {
				outcome.add(ex.getMessage());
				outcome.add(ended.get());
			}
		});
		caller.start();
		begun.await();
		while (caller.getState() != Thread.State.WAITING && caller.isAlive()) {
			Thread.onSpinWait();
		}
		goOn.countDown();
		caller.join();
		assertThat(outcome).containsExactly("unable to create native thread", true);
	}

	@Test
	void whenTaskThrowsCheckedExceptionThenTheCallerGetsIt() {
		for (int parallelism : new int[] { 1, 3 }) {
			Workers workers = new Workers((task) -> new Thread(task).start());
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(
					() -> workers.forEach(5, parallelism, (number) -> sneaky(new InterruptedException("as in Kotlin"))))
				.withMessage("as in Kotlin");
		}
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> void sneaky(Throwable failure) throws X {
		throw (X) failure;
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
