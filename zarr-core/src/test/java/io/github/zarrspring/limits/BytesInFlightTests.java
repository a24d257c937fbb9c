package io.github.zarrspring.limits;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.limits.BytesInFlight.Reservation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BytesInFlight}.
 */
@Timeout(30)
class BytesInFlightTests {

	private static final int BOUND = 1 << 20;

	private final BytesInFlight bytes = new BytesInFlight(BOUND);

	@Test
	void whenBytesAreReservedThenOthersWaitUntilTheyAreGivenBack() throws Exception {
		CountDownLatch reserved = new CountDownLatch(1);
		CompletableFuture<Long> other;
		try (Reservation first = this.bytes.begin()) {
			first.set("A value", BOUND - 1);
			other = CompletableFuture.supplyAsync(() -> {
				reserved.countDown();
				try (Reservation second = this.bytes.begin()) {
					second.set("A value", BOUND);
					return this.bytes.free();
				}
			});
			assertThat(reserved.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(this.bytes.free()).isEqualTo(1);
			assertThat(other).isNotDone();
		}
		assertThat(other.get(10, TimeUnit.SECONDS)).isZero();
		assertThat(this.bytes.free()).isEqualTo(BOUND);
	}

	@Test
	void whenMoreIsAskedForThanThereEverIsThenItIsRefusedAtOnce() {
		try (Reservation reservation = this.bytes.begin()) {
			assertThatExceptionOfType(LimitExceededException.class)
				.isThrownBy(() -> reservation.set("An answer", BOUND + 1L))
				.withMessageContaining("An answer of 1048577")
				.withMessageContaining("zarr.limits.in-flight");
		}
		assertThat(this.bytes.free()).isEqualTo(BOUND);
	}

	@Test
	void whenBytesAreNotGivenBackThenWaitingEnds() throws Exception {
		BytesInFlight impatient = new BytesInFlight(BOUND, Duration.ofMillis(50));
		try (Reservation first = impatient.begin()) {
			first.set("A value", BOUND);
			CompletableFuture<Void> others = CompletableFuture.allOf(refused(impatient), refused(impatient),
					refused(impatient));
			others.get(10, TimeUnit.SECONDS);
		}
		assertThat(impatient.free()).isEqualTo(BOUND);
	}

	private static CompletableFuture<Void> refused(BytesInFlight bytes) {
		return CompletableFuture.runAsync(() -> {
			try (Reservation second = bytes.begin()) {
				assertThatExceptionOfType(StoreUnavailableException.class)
					.isThrownBy(() -> second.set("A value", BOUND / 2))
					.withMessageContaining("zarr.limits.in-flight");
			}
		});
	}

	@Test
	void whenValueIsSmallThenItIsNotCounted() {
		try (Reservation first = this.bytes.begin(); Reservation second = this.bytes.begin()) {
			first.set("A value", BOUND);
			second.set("A value", BytesInFlight.UNCOUNTED);
			assertThat(this.bytes.free()).isZero();
			first.set("A value", 1);
			assertThat(this.bytes.free()).isEqualTo(BOUND);
		}
	}

	@Test
	void whenAllTurnOutToNeedMoreThenNoneWaitsForAnother() throws Exception {
		CyclicBarrier bothHold = new CyclicBarrier(2);
		AtomicLong most = new AtomicLong();
		Runnable grow = () -> {
			try (Reservation reservation = this.bytes.begin()) {
				reservation.set("A value", BOUND / 2);
				bothHold.await(10, TimeUnit.SECONDS);
				reservation.set("A value", BOUND);
				most.accumulateAndGet(BOUND - this.bytes.free(), Math::max);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		};
		CompletableFuture
			.allOf(CompletableFuture.runAsync(grow, (task) -> new Thread(task).start()),
					CompletableFuture.runAsync(grow, (task) -> new Thread(task).start()))
			.get(10, TimeUnit.SECONDS);
		assertThat(most).hasValue(BOUND);
		assertThat(this.bytes.free()).isEqualTo(BOUND);
	}

	@Test
	void whenThreadHasBytesAlreadyThenItDoesNotWaitForMore() {
		try (Reservation outer = this.bytes.begin(); Reservation inner = this.bytes.begin()) {
			outer.set("A value", BOUND / 2);
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> inner.set("A value", BOUND));
			inner.set("A value", BOUND / 2);
			assertThat(this.bytes.free()).isZero();
		}
		assertThat(this.bytes.free()).isEqualTo(BOUND);
	}

	@Test
	void whenThreadIsInterruptedThenItStopsWaiting() throws Exception {
		try (Reservation first = this.bytes.begin()) {
			first.set("A value", BOUND);
			CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
			Thread waiting = new Thread(() -> {
				try (Reservation second = this.bytes.begin()) {
					second.set("A value", BOUND);
				}
				catch (StoreUnavailableException ex) {
					interrupted.complete(Thread.currentThread().isInterrupted());
				}
			});
			waiting.start();
			waiting.interrupt();
			assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(this.bytes.free()).isEqualTo(BOUND);
	}

}
