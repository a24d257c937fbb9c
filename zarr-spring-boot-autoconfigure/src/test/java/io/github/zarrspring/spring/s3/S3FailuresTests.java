package io.github.zarrspring.spring.s3;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreNotFoundException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnfinishedWriteException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.FaultProxy;
import io.github.zarrspring.spring.net.Message;
import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is said of a service that answers badly or not at all.
 */
@Timeout(30)
class S3FailuresTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private static final byte[] BODY = "0123456789".getBytes(StandardCharsets.UTF_8);

	private static final String ETAG = "ETag: \"0123\"";

	private final TestServer server = new TestServer((request) -> Answer.of(200, BODY, ETAG));

	private final StorageBackend backend = S3Service.backend(
			S3Service.client(this.server.uri(), Duration.ofMillis(400), Duration.ofMillis(800)),
			new S3Settings("bucket", "").withSizes(64 << 20, 1000)
				.withTimeouts(Duration.ofMillis(800), Duration.ofMillis(300)));

	@AfterEach
	void close() {
		this.backend.close();
		this.server.close();
	}

	private void answers(Answer answer) {
		this.server.handler((request) -> answer);
	}

	private void assertRead(Class<? extends ZarrException> failure, String message) {
		assertThatExceptionOfType(failure).isThrownBy(() -> this.backend.read(KEY)).withMessageContaining(message);
	}

	@Test
	void whenStoresAreInOneBucketThenTheirLocationsSayWhatTheyShare() {
		URI uri = this.server.uri();
		assertThat(this.backend.location()).isEqualTo("s3:127.0.0.1:" + uri.getPort() + "/bucket/");
		try (StorageBackend inner = S3Service.backend(uri, new S3Settings("bucket", "a/b/"));
				StorageBackend other = S3Service.backend(uri, new S3Settings("bucket2", ""))) {
			assertThat(inner.location()).isEqualTo(this.backend.location() + "a/b/");
			assertThat(other.location()).doesNotStartWith(this.backend.location());
		}
	}

	@Test
	void whenAnswerIsCutOffThenStoreIsUnavailable() {
		answers(Answer.of(200, BODY, ETAG).cutAfter(4, false));
		assertRead(StoreUnavailableException.class, "a/c/0");
		answers(Answer.of(200, BODY, ETAG).cutAfter(4, true));
		assertRead(StoreUnavailableException.class, "a/c/0");
		answers(Answer.of(200, BODY, ETAG).lost(false));
		assertRead(StoreUnavailableException.class, "a/c/0");
	}

	@Test
	void whenAnswerDoesNotComeThenItEndsInTime() {
		answers(Answer.of(200, BODY, ETAG).after(Duration.ofSeconds(20)));
		assertRead(StoreUnavailableException.class, "a/c/0");
	}

	@Test
	void whenBytesComeSlowlyThenItEndsInTime() {
		answers(Answer.of(200, new byte[1000], ETAG).dripping(Duration.ofMillis(100)));
		assertRead(StoreUnavailableException.class, "a/c/0");
	}

	@Test
	void whenNobodyListensThenStoreIsUnavailable() throws Exception {
		URI nowhere;
		try (ServerSocket socket = new ServerSocket(0)) {
			nowhere = URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
		try (StorageBackend lost = S3Service.backend(nowhere, new S3Settings("bucket", ""))) {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> lost.read(KEY));
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> lost.write(KEY, ByteBuffer.allocate(1)));
		}
	}

	@Test
	void whenAnswerIsLargerThanAllowedThenNothingIsAllocated() {
		answers(Answer.of(200, new byte[1001], ETAG));
		assertRead(LimitExceededException.class, "A value of 1001 bytes is more than the 1000");
		this.server.handler((request) -> Answer.of(200, new byte[0], ETAG, "Content-Length: 99999999999"));
		assertRead(LimitExceededException.class, "99999999999");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "bytes 3-5/10", "bytes 0-3/10", "bytes 2-5/4", "bytes 2-5", "bytes */10", "x", "bytes 5-2/10" })
	void whenPartIsNotTheOneAskedForThenItIsFailure(String range) {
		answers(Answer.of(206, "2345".getBytes(StandardCharsets.UTF_8), ETAG, "Content-Range: " + range));
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> this.backend.read(KEY, ByteRange.of(2, 4)));
	}

	@Test
	void whenServiceIgnoresRangesThenPartIsCutOut() {
		answers(Answer.of(200, BODY, ETAG));
		assertThat(this.backend.read(KEY, ByteRange.of(2, 4))).map(StoredValue::bytes)
			.contains(ByteBuffer.wrap("2345".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.backend.read(KEY, ByteRange.suffix(3))).map(StoredValue::bytes)
			.contains(ByteBuffer.wrap("789".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.backend.read(KEY, ByteRange.of(20, 4))).map(StoredValue::size).contains(0);
	}

	@Test
	void whenBytesAreNotThoseOfTheChecksumThenTheyAreCorrupt() {
		answers(Answer.of(200, BODY, ETAG, "x-amz-checksum-crc32c: AAAAAA=="));
		assertRead(CorruptDataException.class, "checksum");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			404, NoSuchBucket, StoreNotFoundException
			403, AccessDenied, StoreAccessDeniedException
			403, SignatureDoesNotMatch, StoreAccessDeniedException
			403, RequestTimeTooSkewed, StoreFailureException
			401, Unauthorized, StoreAccessDeniedException
			400, InvalidRequest, StoreFailureException
			400, RequestTimeout, StoreUnavailableException
			301, PermanentRedirect, StoreFailureException
			307, TemporaryRedirect, StoreFailureException
			429, TooManyRequests, StoreUnavailableException
			500, InternalError, StoreUnavailableException
			503, SlowDown, StoreUnavailableException
			""")
	void whenServiceRefusesThenItIsNeverMissing(int status, String code, String exception) {
		answers(S3Front.error(status, code));
		List<Runnable> calls = List.of(() -> this.backend.read(KEY), () -> this.backend.exists(KEY),
				() -> this.backend.read(KEY, ByteRange.suffix(3)), () -> this.backend.readAll(List.of(KEY)),
				() -> this.backend.list("", null, 10), () -> this.backend.write(KEY, ByteBuffer.allocate(1)),
				() -> this.backend.delete(KEY), () -> this.backend.deleteAll(List.of(KEY)));
		for (Runnable call : calls) {
			assertThatExceptionOfType(ZarrException.class).isThrownBy(call::run)
				.satisfies((ex) -> assertThat(ex.getClass().getSimpleName()).isEqualTo(exception));
		}
	}

	@Test
	void whenServiceFailsThenArrayIsNotReadAsFill() {
		String bucket = S3Service.S3PROXY.newBucket();
		try (ZarrEngine engine = ZarrEngine.create();
				FaultProxy proxy = new FaultProxy(S3Service.S3PROXY.endpoint());
				StorageBackend store = S3Service.backend(proxy.uri(), new S3Settings(bucket, ""))) {
			ZarrArray array = engine.hierarchy("s3", store)
				.create("a", ArraySpec.of(DataType.INT8).shape(4).chunks(2).fillValue(7));
			array.write(NdArray.of(new byte[] { 1, 2, 3, 4 }, 4));
			proxy.fault((request, service) -> S3Front.error(403, "AccessDenied"));
			assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(array::read);
			proxy.fault((request, service) -> S3Front.error(404, "NoSuchBucket"));
			assertThatExceptionOfType(StoreNotFoundException.class).isThrownBy(array::read);
			proxy.fault((request, service) -> S3Front.error(404, "NoSuchKey"));
			assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(array::read);
			proxy.fault((request, service) -> request.target().contains("/c/") ? S3Front.error(404, "NoSuchKey")
					: service.answer(request));
			assertThat(array.read().bytes()).containsOnly(7);
		}
	}

	@Test
	void whenSomeOfManyAreNotDeletedThenItIsFailure() {
		answers(Answer.of(200,
				"""
						<DeleteResult><Error><Key>a/c/0</Key><Code>AccessDenied</Code><Message>No.</Message></Error></DeleteResult>
						"""
					.getBytes(StandardCharsets.UTF_8),
				"Content-Type: application/xml"));
		assertThatExceptionOfType(StoreAccessDeniedException.class)
			.isThrownBy(() -> this.backend.deleteAll(List.of(KEY, StoreKey.of("b"))))
			.withMessageContaining("1 of 2 objects were not deleted; of 'a/c/0'");
		answers(Answer.of(200, """
				<DeleteResult><Error><Key>a/c/0</Key><Code>SlowDown</Code><Message>No.</Message></Error></DeleteResult>
				""".getBytes(StandardCharsets.UTF_8), "Content-Type: application/xml"));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.backend.deleteAll(List.of(KEY)));
	}

	@Test
	void whenServiceIgnoresConditionsThenConditionalWritesAreRefused() {
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(StoreFailureException.class)
				.isThrownBy(() -> this.backend.compareAndSet(KEY, Version.ABSENT, ByteBuffer.allocate(1)))
				.withMessageContaining("ignores If-Match")
				.withMessageContaining("conditional-writes");
			assertThatExceptionOfType(StoreFailureException.class)
				.isThrownBy(() -> this.backend.compareAndDelete(KEY, new Version("\"1\"")))
				.withMessageContaining("zarr.write-empty-chunks");
		}
		assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(6)
			.allSatisfy((request) -> assertThat(request.target()).startsWith("/bucket/.zarr-spring/probe/"));
	}

	@Test
	void whenItIsConfiguredSoThenServiceIsNotTriedOut() {
		S3Settings settings = new S3Settings("bucket", "").withConditionalWrites(ConditionalWrites.TRUSTED);
		try (StorageBackend trusting = S3Service.backend(this.server.uri(), settings)) {
			assertThat(trusting.compareAndSet(KEY, Version.ABSENT, ByteBuffer.allocate(1))).isTrue();
			assertThat(this.server.requests()).hasSize(1);
		}
		try (StorageBackend off = S3Service.backend(this.server.uri(),
				settings.withConditionalWrites(ConditionalWrites.OFF))) {
			assertThat(off.capabilities().conditionalWrites()).isFalse();
			assertThatExceptionOfType(StoreFailureException.class)
				.isThrownBy(() -> off.compareAndSet(KEY, Version.ABSENT, ByteBuffer.allocate(1)));
		}
	}

	@Test
	void whenProbeFailsThenItHasFoundOutNothingAndTheWriteCanBeFinished() {
		answers(S3Front.error(503, "SlowDown"));
		UnfinishedWriteException[] unfinished = new UnfinishedWriteException[1];
		assertThatExceptionOfType(UnfinishedWriteException.class)
			.isThrownBy(() -> this.backend.compareAndSet(KEY, Version.ABSENT, ByteBuffer.allocate(1)))
			.satisfies((ex) -> unfinished[0] = ex);
		this.server.handler((request) -> {
			boolean probed = request.target().contains("/.zarr-spring/probe/");
			boolean conditional = request.header("If-Match") != null || request.header("If-None-Match") != null;
			return (probed && conditional) ? S3Front.error(412, "PreconditionFailed")
					: Answer.of(200, new byte[0], ETAG);
		});
		assertThat(unfinished[0].finish()).isTrue();
	}

	@Test
	void whenAllConnectionsAreInUseThenWaitingEndsInTime() {
		answers(Answer.of(200, BODY, ETAG).after(Duration.ofMillis(700)));
		S3Settings one = new S3Settings("bucket", "", false, true, ConditionalWrites.OFF, 1, Duration.ofMillis(200),
				Duration.ofMillis(300), 5 << 20, 1000, false);
		try (StorageBackend narrow = S3Service.backend(this.server.uri(), one)) {
			List<StoreKey> keys = List.of(KEY, StoreKey.of("b"), StoreKey.of("c"));
			assertThat(narrow.readAll(keys)).hasSize(3);
			CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> narrow.exists(KEY),
					(task) -> new Thread(task).start());
			while (this.server.requests().size() < 4) {
				Thread.onSpinWait();
			}
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> narrow.read(KEY))
				.withMessageContaining("All 1 connections of the store were in use for PT0.2S");
			assertThat(other.join()).isTrue();
		}
	}

	@Test
	void whenTrialFailsThenNothingIsLeftOfIt() {
		this.server.handler((request) -> (request.header("If-Match") != null || request.header("If-None-Match") != null)
				? S3Front.error(501, "NotImplemented") : Answer.of(200, new byte[0], ETAG));
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> this.backend.compareAndSet(KEY, Version.ABSENT, ByteBuffer.allocate(1)))
			.withMessageContaining("501");
		List<Message> requests = this.server.requests();
		assertThat(requests.get(requests.size() - 1)).satisfies((last) -> {
			assertThat(last.method()).isEqualTo("DELETE");
			assertThat(last.target()).isEqualTo(requests.get(0).target());
		});
	}

	@Test
	void whenServiceRepeatsHowRequestWasSignedThenCredentialsAreNotShown() {
		this.server.handler((request) -> Answer.of(400, """
				<Error><Code>Echo</Code><Message>%s and %s, for AKIAIOSFODNN7EXAMPLE</Message></Error>
				""".formatted(request.header("Authorization"), S3Service.ACCESS_KEY).getBytes(StandardCharsets.UTF_8),
				"Content-Type: application/xml"));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> this.backend.read(KEY))
			.withMessageContaining("Echo")
			.withMessageContaining("Credential=***")
			.satisfies((ex) -> {
				StringWriter trace = new StringWriter();
				ex.printStackTrace(new PrintWriter(trace));
				assertThat(trace.toString()).doesNotContain("AKIA").doesNotContainPattern("\\blocal\\b[^h]");
			});
	}

	@Test
	void whenNotFoundIsNotSaidOfAnObjectThenItIsFailure() {
		answers(Answer.of(404, "<html>Nothing here</html>".getBytes(StandardCharsets.UTF_8)));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> this.backend.read(KEY));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> this.backend.exists(KEY));
		answers(S3Front.error(404, "NoSuchKey"));
		assertThat(this.backend.read(KEY)).isEmpty();
	}

	@Test
	void whenServiceHidesWhatIsAbsentThenItCanBeToldSo() {
		answers(S3Front.error(403, "AccessDenied"));
		assertRead(StoreAccessDeniedException.class, "403");
		try (StorageBackend told = S3Service.backend(this.server.uri(),
				new S3Settings("bucket", "").withForbiddenIsAbsent(true))) {
			assertThat(told.read(KEY)).isEmpty();
			assertThat(told.exists(KEY)).isFalse();
			assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> told.list("", null, 1));
			assertThatExceptionOfType(StoreAccessDeniedException.class)
				.isThrownBy(() -> told.write(KEY, ByteBuffer.allocate(1)));
			answers(S3Front.error(403, "SignatureDoesNotMatch"));
			assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> told.read(KEY));
		}
	}

	@Test
	void whenCallIsCancelledThenStoreIsUnavailableWhereverItWas() throws Exception {
		byte[] body = new byte[900];
		answers(Answer.of(200, body, ETAG).dripping(Duration.ofMillis(1)));
		try (StorageBackend patient = S3Service.backend(this.server.uri(), new S3Settings("bucket", ""))) {
			for (int i = 0; i < 40; i++) {
				int number = i;
				CompletableFuture<Throwable> outcome = new CompletableFuture<>();
				Thread reader = new Thread(() -> {
					try {
						patient.read(KEY);
						outcome.complete(new AssertionError("It was read"));
					}
					catch (Throwable ex) {
						outcome.complete(Thread.currentThread().isInterrupted() ? ex
								: new AssertionError("The thread is not interrupted any more", ex));
					}
				});
				this.server.forget();
				reader.start();
				while (this.server.requests().isEmpty() && number % 4 != 0) {
					Thread.onSpinWait();
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(number));
				reader.interrupt();
				assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(StoreUnavailableException.class);
			}
		}
	}

}
