package io.github.zarrspring.test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads, and backends on the same data, do not take anything from each other.
 */
interface ConcurrencyContract extends ContractFixture {

	/**
	 * The key that the tests fight over.
	 */
	StoreKey CONTESTED = StoreKey.of("a/c/0/0");

	private void assumeConditionalWrites() {
		Assumptions.assumeTrue(backend().capabilities().conditionalWrites(), "no conditional writes");
	}

	private StorageBackend backend(int thread) {
		return (thread % 2 == 0) ? backend() : second().orElse(backend());
	}

	private static ByteBuffer number(long number) {
		return ByteBuffer.allocate(Long.BYTES).putLong(0, number);
	}

	/**
	 * Add one to a stored number by compare-and-set, until it succeeds.
	 * @return how often another was faster
	 */
	private static int increment(StorageBackend backend, Random random) {
		for (int conflicts = 0;; conflicts++) {
			StoredValue value = backend.read(CONTESTED).orElseThrow();
			// Others get a chance to come between, on one processor by the yield.
			Thread.yield();
			for (int spins = random.nextInt(5000); spins > 0; spins--) {
				Thread.onSpinWait();
			}
			if (backend.compareAndSet(CONTESTED, value.version(), number(value.bytes().getLong() + 1))) {
				return conflicts;
			}
		}
	}

	@Test
	@DisplayName("Numbers that threads count up by compare-and-set come out exact")
	default void countsExactly() {
		assumeConditionalWrites();
		int threads = 4;
		int increments = 100;
		backend().write(CONTESTED, number(0));
		List<Integer> conflicts = Together.run(threads, (thread) -> {
			Random random = new Random(thread);
			int sum = 0;
			for (int i = 0; i < increments; i++) {
				sum += increment(backend(thread), random);
			}
			return sum;
		});
		int lost = conflicts.stream().mapToInt(Integer::intValue).sum();
		int attempts = threads * increments + lost;
		report("%s of %s attempts to compare and set conflicted".formatted(lost, attempts));
		Assertions.assertThat(backend().read(CONTESTED).orElseThrow().bytes()).isEqualTo(number(threads * increments));
		Assertions.assertThat(lost)
			.as("conflicts among %d attempts, without which nothing is proven", attempts)
			.isGreaterThanOrEqualTo(attempts / 100);
	}

	@Test
	@DisplayName("Of those who expect the same version exactly one writes")
	default void oneWins() {
		assumeConditionalWrites();
		int threads = 3;
		int rounds = 60;
		CyclicBarrier barrier = new CyclicBarrier(threads);
		List<List<Boolean>> won = Together.run(threads, (thread) -> {
			List<Boolean> wins = new ArrayList<>();
			for (int round = 0; round < rounds; round++) {
				StoreKey key = StoreKey.of("a/c/" + round / 3);
				Version expected = backend(thread).read(key).map(StoredValue::version).orElse(Version.ABSENT);
				barrier.await(60, TimeUnit.SECONDS);
				wins.add((round % 3 == 2) ? backend(thread).compareAndDelete(key, expected)
						: backend(thread).compareAndSet(key, expected, Content.of(round + " by " + thread)));
				barrier.await(60, TimeUnit.SECONDS);
			}
			return wins;
		});
		for (int round = 0; round < rounds; round++) {
			int current = round;
			Assertions.assertThat(won.stream().filter((wins) -> wins.get(current)))
				.as("winners of round %d", round)
				.hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	@DisplayName("A conditional write does not undo a plain write or delete that it did not see")
	default void plainWritesAreNotLost(boolean delete) {
		assumeConditionalWrites();
		int rounds = 150;
		CyclicBarrier barrier = new CyclicBarrier(2);
		String plain = delete ? "<missing>" : "plain";
		AtomicReference<String> seen = new AtomicReference<>("");
		Together.run(2, (thread) -> {
			for (int round = 0; round < rounds; round++) {
				if (thread == 0) {
					backend().write(CONTESTED, Content.of("start " + round));
				}
				barrier.await(60, TimeUnit.SECONDS);
				if (thread == 1) {
					StoredValue value = backend(1).read(CONTESTED).orElse(null);
					Version expected = (value != null) ? value.version() : Version.ABSENT;
					boolean written = backend(1).compareAndSet(CONTESTED, expected, Content.of("conditional"));
					boolean first = value != null && value.bytes().equals(Content.of("start " + round));
					// Done before the plain one it is undone by it, done after it stays.
					seen.set((written && !first) ? "conditional" : plain);
				}
				else if (delete) {
					backend().delete(CONTESTED);
				}
				else {
					backend().write(CONTESTED, Content.of(plain));
				}
				barrier.await(60, TimeUnit.SECONDS);
				Assertions.assertThat(Content.text(backend(), CONTESTED)).as("round %d", round).isEqualTo(seen.get());
				barrier.await(60, TimeUnit.SECONDS);
			}
			return true;
		});
	}

	@Test
	@DisplayName("Readers see whole values while they are written")
	default void valuesAreWhole() {
		int readers = 3;
		AtomicInteger last = new AtomicInteger();
		CountDownLatch satisfied = new CountDownLatch(readers);
		backend().write(CONTESTED, selfDescribing(0));
		Callable<Integer> writer = () -> {
			int number = 0;
			while (number < 200 || (satisfied.getCount() > 0 && !Thread.currentThread().isInterrupted())) {
				number++;
				backend().write(CONTESTED, selfDescribing(number));
			}
			last.set(number);
			return number;
		};
		List<Callable<Integer>> work = new ArrayList<>(List.of(writer));
		for (int i = 1; i <= readers; i++) {
			int reader = i;
			work.add(() -> {
				Set<Integer> seen = new HashSet<>();
				int end;
				do {
					end = last.get();
					if (seen.add(readWhole(backend(reader), reader)) && seen.size() == 3) {
						satisfied.countDown();
					}
				}
				while (end == 0);
				Assertions.assertThat(seen).contains(end);
				return seen.size();
			});
		}
		List<Integer> counts = Together.run(work);
		report("%s values written, %s of them seen by readers".formatted(counts.get(0),
				counts.subList(1, counts.size())));
	}

	/**
	 * A content that tells its number in each of its bytes and in its size.
	 */
	private static ByteBuffer selfDescribing(int number) {
		byte[] bytes = new byte[sizeOf(number)];
		Arrays.fill(bytes, (byte) number);
		return ByteBuffer.wrap(bytes).putInt(0, number);
	}

	private static int sizeOf(int number) {
		return 16 + (number * 7919) % 100_000;
	}

	private static int readWhole(StorageBackend backend, int way) {
		if (way == 1) {
			return check(backend.read(CONTESTED).orElseThrow());
		}
		if (way == 2) {
			return backend.borrow(CONTESTED, ByteRange.ALL, ConcurrencyContract::check).orElseThrow();
		}
		return check(backend.readAll(List.of(CONTESTED)).values().iterator().next());
	}

	private static int check(StoredValue value) {
		byte[] bytes = Content.bytes(value);
		int number = ByteBuffer.wrap(bytes).getInt();
		Assertions.assertThat(bytes).hasSize(sizeOf(number));
		for (int i = Integer.BYTES; i < bytes.length; i++) {
			if (bytes[i] != (byte) number) {
				throw new AssertionError("Byte %d of value %d is of another".formatted(i, number));
			}
		}
		return number;
	}

	@Test
	@DisplayName("Values written and deleted side by side in the same place are all there in the end")
	default void neighboursDoNotDisturb() {
		int threads = 4;
		Together.run(threads, (thread) -> {
			for (int i = 0; i < 60; i++) {
				StoreKey key = StoreKey.of("deep/%s/er/%s".formatted(i % 3, thread));
				backend(thread).write(key, Content.of("value " + i));
				Assertions.assertThat(Content.text(backend(thread), key)).isEqualTo("value " + i);
				backend(thread).delete(key);
				Assertions.assertThat(backend(thread).exists(key)).isFalse();
				backend(thread).write(StoreKey.of("kept/%s/%s".formatted(thread, i)), Content.of("kept"));
			}
			return true;
		});
		Assertions.assertThat(ListingContract.listAll(backend(), "", 1000)).hasSize(threads * 60);
		Assertions.assertThat(backend().info().entries()).isEqualTo(threads * 60);
	}

}
