package io.github.zarrspring.spring.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;

import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.micrometer.core.instrument.MockClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link StoreInfoCache}.
 */
class StoreInfoCacheTests {

	private final MockClock clock = new MockClock();

	private final StorageBackend backend = Mockito.mock();

	private final Deque<Runnable> background = new ArrayDeque<>();

	private final StoreInfoCache cache = new StoreInfoCache("lake", this.backend, this.background::add, this.clock);

	@BeforeEach
	void local() {
		given(this.backend.capabilities()).willReturn(Capabilities.MINIMAL.withRoundTrip(RoundTrip.LOCAL));
	}

	@Test
	void whenScrapedThenCountingIsDoneInTheBackground() {
		given(this.backend.info()).willReturn(new StoreInfo(2, 20));
		assertThat(this.cache.get()).isNull();
		then(this.backend).should(times(0)).info();
		count(Duration.ZERO);
		assertThat(this.cache.get()).isEqualTo(new StoreInfo(2, 20));
	}

	@Test
	void whenScrapedOftenThenStoreIsCountedOnceAMinute() {
		given(this.backend.info()).willReturn(new StoreInfo(1, 1));
		this.cache.get();
		count(Duration.ZERO);
		for (int second = 0; second < 59; second++) {
			this.clock.add(Duration.ofSeconds(1));
			this.cache.get();
		}
		assertThat(this.background).isEmpty();
		this.clock.add(Duration.ofSeconds(1));
		this.cache.get();
		assertThat(this.background).hasSize(1);
	}

	@Test
	void whenCountingIsUnderWayThenItIsNotBegunAgain() {
		this.cache.get();
		this.clock.add(Duration.ofHours(1));
		this.cache.get();
		assertThat(this.background).hasSize(1);
	}

	@Test
	void whenCountingTakesLongThenItIsDoneSeldom() {
		given(this.backend.info()).willReturn(new StoreInfo(1, 1));
		this.cache.get();
		count(Duration.ofMinutes(10));
		this.clock.add(Duration.ofMinutes(89));
		this.cache.get();
		assertThat(this.background).isEmpty();
		this.clock.add(Duration.ofMinutes(1));
		this.cache.get();
		assertThat(this.background).hasSize(1);
	}

	@Test
	void whenCountingFailsThenLastNumbersStay() {
		given(this.backend.info()).willReturn(new StoreInfo(1, 1)).willThrow(new StoreUnavailableException("away"));
		this.cache.get();
		count(Duration.ZERO);
		this.clock.add(Duration.ofMinutes(1));
		this.cache.get();
		count(Duration.ZERO);
		assertThat(this.cache.get()).isEqualTo(new StoreInfo(1, 1));
	}

	@Test
	void whenStoreIsInMemoryThenItIsAskedEachTime() {
		given(this.backend.capabilities()).willReturn(Capabilities.MINIMAL.withRoundTrip(RoundTrip.MEMORY));
		given(this.backend.info()).willReturn(new StoreInfo(1, 1)).willReturn(new StoreInfo(2, 2));
		assertThat(this.cache.get()).isEqualTo(new StoreInfo(1, 1));
		assertThat(this.cache.get()).isEqualTo(new StoreInfo(2, 2));
		assertThat(this.background).isEmpty();
	}

	@Test
	void whenStoreInMemoryFailsThenLastNumbersStay() {
		given(this.backend.capabilities()).willReturn(Capabilities.MINIMAL.withRoundTrip(RoundTrip.MEMORY));
		given(this.backend.info()).willReturn(new StoreInfo(1, 1)).willThrow(new StoreUnavailableException("away"));
		this.cache.get();
		assertThat(this.cache.get()).isEqualTo(new StoreInfo(1, 1));
	}

	@Test
	void whenContextIsClosingThenScrapeStillEnds() {
		StoreInfoCache closing = new StoreInfoCache("lake", this.backend, (task) -> {
			throw new RejectedExecutionException();
		}, this.clock);
		assertThat(closing.get()).isNull();
		assertThat(closing.get()).isNull();
	}

	/**
	 * Run what is in the background, which then takes a time.
	 */
	private void count(Duration duration) {
		Runnable task = this.background.remove();
		if (duration.isZero()) {
			task.run();
			return;
		}
		given(this.backend.info()).willAnswer((call) -> {
			this.clock.add(duration);
			return new StoreInfo(1, 1);
		});
		task.run();
	}

}
