package io.github.zarrspring.spring.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnfinishedWriteException;
import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.Fault;
import io.github.zarrspring.spring.net.FaultProxy;
import io.github.zarrspring.spring.net.Message;
import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of writes whose answers are lost.
 */
class S3LostAnswerTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private final FaultProxy proxy = new FaultProxy(S3Service.S3PROXY.endpoint());

	private StorageBackend backend;

	private StorageBackend other;

	@BeforeEach
	void open() {
		S3Settings settings = new S3Settings(S3Service.S3PROXY.newBucket(), "").withTimeouts(Duration.ofSeconds(5),
				Duration.ofMillis(300));
		this.backend = S3Service.backend(this.proxy.uri(), settings);
		this.other = S3Service.backend(S3Service.S3PROXY.endpoint(), settings);
		// The probes are over when things begin to go wrong.
		this.backend.compareAndSet(StoreKey.of("x"), Version.ABSENT, number(0));
		this.backend.compareAndDelete(StoreKey.of("x"), version(this.backend, StoreKey.of("x")));
		this.proxy.forget();
	}

	@AfterEach
	void close() {
		this.backend.close();
		this.other.close();
		this.proxy.close();
	}

	private static ByteBuffer number(int number) {
		return ByteBuffer.allocate(4).putInt(0, number);
	}

	private static Version version(StorageBackend backend, StoreKey key) {
		return backend.read(key).map(StoredValue::version).orElse(Version.ABSENT);
	}

	private int stored() {
		return this.other.read(KEY).orElseThrow().bytes().getInt();
	}

	/**
	 * Let the first request of a kind go wrong, and do something after it.
	 */
	private void first(Predicate<Message> which, Fault fault, Runnable meanwhile) {
		AtomicBoolean done = new AtomicBoolean();
		this.proxy.fault((request, server) -> {
			if (which.test(request) && done.compareAndSet(false, true)) {
				return new AfterFault(fault, meanwhile).apply(request, server);
			}
			return server.answer(request);
		});
	}

	private static Predicate<Message> method(String method) {
		return (request) -> request.method().equals(method);
	}

	@Test
	void whenAnswerOfWriteIsLostThenItWasWritten() {
		first(method("PUT"), Fault.LOST_ANSWER, () -> {
		});
		this.backend.write(KEY, number(1));
		assertThat(stored()).isEqualTo(1);
		assertThat(this.proxy.requests()).extracting(Message::method).containsExactly("PUT", "GET");
	}

	@Test
	void whenAnswerOfWriteIsLostAndOtherChangesItThenTheChangeStays() {
		first(method("PUT"), Fault.LOST_ANSWER,
				() -> assertThat(this.other.compareAndSet(KEY, version(this.other, KEY), number(2))).isTrue());
		this.backend.write(KEY, number(1));
		assertThat(stored()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAnswerOfConditionalWriteIsLostThenItIsDoneOnce(boolean acted) {
		this.other.write(KEY, number(1));
		Version expected = version(this.backend, KEY);
		this.proxy.forget();
		first(method("PUT"), acted ? Fault.RESET_ANSWER : Fault.RESET, () -> {
		});
		assertThat(this.backend.compareAndSet(KEY, expected, number(2))).isTrue();
		assertThat(stored()).isEqualTo(2);
		assertThat(this.proxy.requests()).extracting(Message::method)
			.isEqualTo(acted ? List.of("PUT", "GET") : List.of("PUT", "GET", "PUT"));
		assertThat(this.backend.compareAndSet(KEY, expected, number(3))).isFalse();
	}

	@Test
	void whenOthersWriteAfterLostAnswerThenItIsKnownThatItWasDone() {
		this.other.write(KEY, number(1));
		first(method("PUT"), Fault.LOST_ANSWER, () -> {
			for (int number = 3; number < 60; number++) {
				assertThat(this.other.compareAndSet(KEY, version(this.other, KEY), number(number))).isTrue();
			}
		});
		assertThat(this.backend.compareAndSet(KEY, version(this.other, KEY), number(2))).isTrue();
		assertThat(stored()).isEqualTo(59);
	}

	@Test
	void whenOthersWriteBeforeThenItIsConflict() {
		this.other.write(KEY, number(1));
		Version expected = version(this.backend, KEY);
		first(method("PUT"), Fault.RESET,
				() -> assertThat(this.other.compareAndSet(KEY, expected, number(3))).isTrue());
		assertThat(this.backend.compareAndSet(KEY, expected, number(2))).isFalse();
		assertThat(stored()).isEqualTo(3);
	}

	@Test
	void whenMoreWritersThanAreRememberedWroteThenItIsNotClaimedToBeKnown() {
		S3Settings settings = new S3Settings(S3Service.S3PROXY.newBucket(), "");
		try (StorageBackend one = S3Service.backend(this.proxy.uri(), settings)) {
			one.write(KEY, number(0));
			one.compareAndSet(KEY, version(one, KEY), number(1));
			first(method("PUT"), Fault.LOST_ANSWER, () -> {
				for (int i = 0; i < WriteHistory.CAPACITY + 1; i++) {
					try (StorageBackend writer = S3Service.backend(S3Service.S3PROXY.endpoint(),
							settings.withConditionalWrites(ConditionalWrites.TRUSTED))) {
						assertThat(writer.compareAndSet(KEY, version(writer, KEY), number(i))).isTrue();
					}
				}
			});
			Version expected = version(one, KEY);
			assertThatExceptionOfType(StoreFailureException.class)
				.isThrownBy(() -> one.compareAndSet(KEY, expected, number(2)))
				.withMessageContaining("cannot be found out");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenServiceStaysAwayThenWriteCanBeFinishedLater(boolean acted) {
		this.other.write(KEY, number(1));
		Version expected = version(this.backend, KEY);
		List<Message> seen = new ArrayList<>();
		this.proxy.fault((request, server) -> {
			seen.add(request);
			return (seen.size() == 1 && acted) ? Fault.LOST_ANSWER.apply(request, server)
					: Fault.BUSY.apply(request, server);
		});
		UnfinishedWriteException[] unfinished = new UnfinishedWriteException[1];
		assertThatExceptionOfType(UnfinishedWriteException.class)
			.isThrownBy(() -> this.backend.compareAndSet(KEY, expected, number(2)))
			.satisfies((ex) -> unfinished[0] = ex);
		this.proxy.fault(Fault.NONE);
		assertThat(unfinished[0].finish()).isTrue();
		assertThat(stored()).isEqualTo(2);
	}

	@Test
	void whenAnswerOfConditionalDeleteIsLostThenNobodyClaimsIt() {
		this.other.write(KEY, number(1));
		Version expected = version(this.backend, KEY);
		first(method("DELETE"), Fault.LOST_ANSWER, () -> {
		});
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> this.backend.compareAndDelete(KEY, expected))
			.withMessageContaining("cannot be found out");
	}

	@Test
	void whenConditionalDeleteDoesNotReachTheServiceThenItIsSentAgain() {
		this.other.write(KEY, number(1));
		Version expected = version(this.backend, KEY);
		first(method("DELETE"), Fault.RESET, () -> {
		});
		assertThat(this.backend.compareAndDelete(KEY, expected)).isTrue();
		assertThat(this.other.exists(KEY)).isFalse();
	}

	@Test
	void whenServiceIsBusyThenExceptionSaysForHowLong() {
		this.proxy.fault(Fault.BUSY);
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.backend.read(KEY))
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isZero());
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.backend.list("", null, 10));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.backend.delete(KEY));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.backend.deleteAll(List.of(KEY)));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.backend.exists(KEY));
	}

	/**
	 * A fault with something that others do before the client sees it.
	 */
	private record AfterFault(Fault fault, Runnable meanwhile) implements Fault {

		@Override
		public Answer apply(Message request, TestServer.Handler server) throws IOException {
			Answer answer = this.fault.apply(request, server);
			this.meanwhile.run();
			return answer;
		}

	}

}
