package io.github.zarrspring.storage.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LeaseUnavailableException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreUnavailableException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class LeaseTests {

	private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final List<LeaseState> kept = new ArrayList<>();

	private LeaseStore leases = open(LeaseState.NONE);

	private LeaseStore open(LeaseState initial) {
		return new ProcessLeaseStore(initial, this.kept::add, () -> this.now, new WorkUnderWay(Duration.ofMillis(50)));
	}

	private Lease acquire(LeaseRequest request) {
		return FencedLease.acquire("lake", this.leases, request);
	}

	private Lease acquire(String owner) {
		return acquire(LeaseRequest.of(owner));
	}

	private void pass(Duration time) {
		this.now = this.now.plus(time);
	}

	@Test
	@DisplayName("1.4 One at a time holds the lease, under its own name too")
	void whenLeaseIsHeldThenOthersDoNotGetIt() {
		Lease lease = acquire("a");
		assertThat(lease.isHeld()).isTrue();
		assertThatExceptionOfType(LeaseUnavailableException.class).isThrownBy(() -> acquire("b"))
			.withMessageContaining("'b' cannot have the lease: 'a' holds it with the fencing number 1");
		assertThatExceptionOfType(LeaseUnavailableException.class).isThrownBy(() -> acquire("a"));
		lease.close();
		assertThat(lease.isHeld()).isFalse();
		assertThat(acquire("b").fencingNumber()).isEqualTo(2);
	}

	@Test
	@DisplayName("1.4 A lease times out, and lasts longer if it is renewed")
	void whenLeaseIsNotRenewedThenItTimesOut() {
		Lease lease = acquire("a");
		pass(Duration.ofSeconds(29));
		assertThat(lease.renew().expires()).isEqualTo(this.now.plus(TIME_TO_LIVE));
		pass(Duration.ofSeconds(29));
		assertThat(lease.isHeld()).isTrue();
		pass(Duration.ofSeconds(1));
		assertThat(lease.isHeld()).isFalse();
		assertThat(this.leases.read()).isEqualTo(new LeaseState(null, 1, false, null, Duration.ZERO, null));
		assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(lease::renew)
			.withMessageContaining("the fencing number 1 is over: nobody holds the lease");
		assertThat(acquire("b").fencingNumber()).isEqualTo(2);
	}

	@Test
	void whenHolderStandsStillInWriteThenItIsWaitedForAsLongAsAsked() throws InterruptedException {
		acquire("a");
		pass(TIME_TO_LIVE);
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		LeaseStore store = this.leases;
		Thread holder = new Thread(() -> store.fenced((state) -> writing.countDown(), () -> {
			awaitQuietly(end);
			return end;
		}));
		holder.start();
		awaitQuietly(writing);
		AtomicInteger refusals = new AtomicInteger();
		this.leases = new LeaseStore() {

			@Override
			public LeaseState read() {
				return store.read();
			}

			@Override
			public LeaseState change(Change change) {
				try {
					return store.change(change);
				}
				catch (StoreUnavailableException ex) {
					if (refusals.incrementAndGet() == 3) {
						end.countDown();
					}
					throw ex;
				}
			}

			@Override
			public <T> T fenced(Consumer<LeaseState> check, Supplier<T> work) {
				return store.fenced(check, work);
			}

		};
		assertThat(acquire(LeaseRequest.of("b").waitFor(Duration.ofSeconds(60))).fencingNumber()).isEqualTo(2);
		assertThat(refusals).hasValue(3);
		holder.join();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	@DisplayName("1.6 The heir takes over when the holder lets the lease time out, and nobody else does")
	void whenHolderDiesThenHeirTakesOver() {
		Lease lease = acquire(LeaseRequest.of("a").heir("b"));
		assertThatExceptionOfType(LeaseUnavailableException.class).isThrownBy(() -> acquire("b"));
		pass(TIME_TO_LIVE);
		assertThat(this.leases.read().holder()).isEqualTo("b");
		assertThat(lease.isHeld()).isFalse();
		assertThatExceptionOfType(LeaseUnavailableException.class).isThrownBy(() -> acquire("c"))
			.withMessageContaining("'b' is to have it with the fencing number 2");
		assertThat(acquire("b").fencingNumber()).isEqualTo(2);
		assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(lease::renew);
	}

	@Test
	@DisplayName("1.6 The heir takes over when the holder closes the lease")
	void whenHolderClosesThenHeirTakesOver() {
		acquire(LeaseRequest.of("a").heir("b")).close();
		assertThatExceptionOfType(LeaseUnavailableException.class).isThrownBy(() -> acquire("c"));
		assertThat(acquire("b").isHeld()).isTrue();
	}

	@Test
	@DisplayName("1.6 An heir that does not come for the lease loses it like anybody else")
	void whenHeirDoesNotComeThenLeaseIsFree() {
		acquire(LeaseRequest.of("a").heir("b")).close();
		pass(TIME_TO_LIVE);
		assertThat(acquire("c").fencingNumber()).isEqualTo(3);
	}

	@Test
	@DisplayName("4.6 A lease that is handed over is the successor's, who gets it under its name, once")
	void whenHandedOverThenSuccessorHasIt() {
		Lease lease = acquire(LeaseRequest.of("a").heir("c"));
		lease.handOver("b");
		assertThat(lease.isHeld()).isFalse();
		assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> lease.handOver("d"))
			.withMessageContaining("'b' is to have it with the fencing number 2");
		assertThatExceptionOfType(LeaseUnavailableException.class).isThrownBy(() -> acquire("c"));
		Lease successor = acquire("b");
		assertThat(successor.fencingNumber()).isEqualTo(2);
		assertThatExceptionOfType(LeaseUnavailableException.class).isThrownBy(() -> acquire("b"));
		lease.close();
		assertThat(successor.isHeld()).isTrue();
	}

	@Test
	@DisplayName("4.6 Lease and fencing number survive a restart where the store keeps them")
	void whenStateIsKeptThenItSurvivesRestart() {
		acquire(LeaseRequest.of("a").heir("b"));
		this.leases = open(this.kept.get(this.kept.size() - 1));
		assertThatExceptionOfType(LeaseUnavailableException.class).isThrownBy(() -> acquire("c"));
		pass(TIME_TO_LIVE);
		assertThat(acquire("b").fencingNumber()).isEqualTo(2);
		this.leases = open(this.kept.get(this.kept.size() - 1));
		pass(TIME_TO_LIVE);
		assertThat(acquire("c").fencingNumber()).isEqualTo(3);
	}

	@Test
	void whenStateCannotBeKeptThenLeaseStaysAsItWas() {
		this.leases = new ProcessLeaseStore(LeaseState.NONE, (state) -> {
			throw new StoreUnavailableException("disk full");
		});
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> acquire("a"));
		assertThat(this.leases.read()).isEqualTo(LeaseState.NONE);
	}

	@Test
	void whenWriteIsUnderWayThenLeaseIsRenewedButDoesNotPassOn() {
		Lease lease = acquire("a");
		this.leases.fenced((state) -> {
		}, () -> {
			Thread other = new Thread(() -> {
				assertThatNoException().isThrownBy(lease::renew);
				assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> lease.handOver("b"))
					.withMessageContaining("did not end within PT0.05S");
				pass(TIME_TO_LIVE);
				assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> acquire("b"));
			});
			List<Throwable> failures = new ArrayList<>();
			other.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
			other.start();
			join(other);
			assertThat(failures).isEmpty();
			return other;
		});
		assertThat(acquire("b").fencingNumber()).isEqualTo(2);
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void whenLeasePassesOnWithinItsOwnWriteThenItIsRefusedAtOnce() {
		Lease lease = acquire("a");
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.leases.fenced((state) -> {
		}, () -> {
			lease.handOver("b");
			return lease;
		}));
		assertThat(lease.isHeld()).isTrue();
	}

	@Test
	void whenThereIsPatienceThenLeaseIsWaitedFor() {
		this.leases = new ProcessLeaseStore();
		Lease first = acquire("a");
		Thread closing = new Thread(first::close);
		closing.start();
		assertThat(acquire(LeaseRequest.of("b").waitFor(Duration.ofSeconds(30))).fencingNumber()).isEqualTo(2);
		join(closing);
	}

	@Test
	void whenPatienceEndsThenLeaseIsUnavailable() {
		acquire("a");
		assertThatExceptionOfType(LeaseUnavailableException.class)
			.isThrownBy(() -> acquire(LeaseRequest.of("b").waitFor(Duration.ofMillis(50))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\0b" })
	void whenNameIsNotValidThenItIsRefused(String name) {
		Lease lease = acquire("a");
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> LeaseRequest.of(name));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> LeaseRequest.of("b").heir(name));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> lease.handOver(name));
	}

	@Test
	void whenRequestIsNotValidThenItIsRefused() {
		LeaseRequest request = LeaseRequest.of("a");
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> request.heir("a"));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> request.timeToLive(Duration.ZERO));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> request.timeToLive(Duration.ofDays(40_000)));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> request.waitFor(Duration.ofMillis(-1)));
	}

	@Test
	void whenStateIsAskedForLongAfterThenAllThatHappenedIsSeen() {
		acquire(LeaseRequest.of("a").heir("b"));
		Instant expires = Objects.requireNonNull(this.leases.read().expires());
		pass(TIME_TO_LIVE.plusSeconds(10));
		assertThat(this.leases.read().expires()).isEqualTo(expires.plus(TIME_TO_LIVE));
		pass(TIME_TO_LIVE);
		assertThat(this.leases.read().holder()).isNull();
		assertThat(this.leases.read().fencingNumber()).isEqualTo(2);
	}

}
