package io.github.zarrspring.spring.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.GZIPOutputStream;

import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.Message;
import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpBackend} with servers that answer in all kinds of ways.
 */
class HttpBackendTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private static final byte[] BODY = "0123456789".getBytes(StandardCharsets.UTF_8);

	private final TestServer server = new TestServer((request) -> Answer.of(404, new byte[0]));

	@AfterEach
	void close() {
		this.server.close();
	}

	private HttpBackend backend() {
		return backend(1000);
	}

	private HttpBackend backend(long maxResponseBytes, String... redirectHosts) {
		return HttpStores.open(new HttpStoreSettings(BaseUrl.of(this.server.uri() + "/base"), HttpLayout.KEYS, true,
				ConditionalWrites.PROBED, HttpListing.INDEX, maxResponseBytes, 16 << 20, Set.of(redirectHosts),
				"Bearer secret", false), HttpStores.READ_TIMEOUT);
	}

	private static String text(Optional<StoredValue> value) {
		return StandardCharsets.UTF_8.decode(value.orElseThrow().bytes()).toString();
	}

	private static byte[] gzip(byte[] bytes) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return out.toByteArray();
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 410 })
	@DisplayName("3.5 404 and 410 mean missing, and deleting what is missing succeeds")
	void whenServerHasNothingThenValueIsMissing(int status) {
		this.server.handler((request) -> Answer.of(status, BODY));
		assertThat(backend().read(KEY)).isEmpty();
		assertThat(backend().read(KEY, ByteRange.of(2, 3))).isEmpty();
		assertThat(backend().exists(KEY)).isFalse();
		backend().delete(KEY);
	}

	@ParameterizedTest
	@CsvSource({ "400, StoreFailure", "401, StoreAccessDenied", "403, StoreAccessDenied", "409, StoreFailure",
			"408, StoreUnavailable", "429, StoreUnavailable", "500, StoreUnavailable", "501, StoreFailure",
			"502, StoreUnavailable", "503, StoreUnavailable", "206, StoreFailure", "204, StoreFailure" })
	@DisplayName("3.5 Any other status is a failure of its kind, never missing")
	void whenServerAnswersOtherwiseThenCallFails(int status, String kind) {
		this.server.handler((request) -> Answer.of(status, BODY));
		assertThatExceptionOfType(ZarrException.class).isThrownBy(() -> backend().read(KEY))
			.satisfies((ex) -> assertThat(ex.getClass().getSimpleName()).isEqualTo(kind + "Exception"))
			.withMessageContaining(String.valueOf(status))
			.withMessageContaining(KEY.value());
		if (status >= 300) {
			assertThatExceptionOfType(ZarrException.class).isThrownBy(() -> backend().exists(KEY));
			assertThatExceptionOfType(ZarrException.class).isThrownBy(() -> backend().delete(KEY));
			assertThatExceptionOfType(ZarrException.class).isThrownBy(() -> backend().read(KEY, ByteRange.of(1, 2)));
			assertThatExceptionOfType(ZarrException.class)
				.isThrownBy(() -> backend().write(KEY, ByteBuffer.allocate(1)));
		}
	}

	@Test
	@DisplayName("3.5 A server that does not answer is not a server that answers with an error")
	void whenThereIsNoServerThenCallSaysSo() {
		StorageBackend backend = backend();
		this.server.close();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend.read(KEY))
			.withMessageContaining("No answer to GET 'a/c/0'");
	}

	@Test
	void whenServerSaysWhenToComeBackThenFailureSaysIt() {
		this.server.handler((request) -> Answer.of(503, BODY, "Retry-After: 7"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend().read(KEY))
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isEqualTo(Duration.ofSeconds(7)));
		this.server.handler((request) -> Answer.of(429, BODY, "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend().read(KEY))
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isGreaterThan(Duration.ofDays(10_000)));
		this.server.handler((request) -> Answer.of(503, BODY, "Retry-After: soon"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend().read(KEY))
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isNull());
	}

	@Test
	@DisplayName("3.5 Slow, dripping and cut-off answers end in failures within their time-outs")
	void whenAnswerIsSlowOrCutOffThenCallFailsInTime() {
		long start = System.nanoTime();
		this.server.handler((request) -> Answer.of(200, BODY).after(Duration.ofSeconds(60)));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend().read(KEY));
		this.server.handler((request) -> Answer.of(200, new byte[500]).dripping(Duration.ofMillis(100)));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend().read(KEY));
		this.server.handler((request) -> Answer.of(200, BODY).cutAfter(4, false));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend().read(KEY));
		this.server.handler((request) -> Answer.of(200, BODY).cutAfter(4, true));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend().read(KEY));
		this.server.handler((request) -> Answer.of(200, BODY).lost(true));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend().read(KEY));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
	}

	@Test
	@DisplayName("3.5 An answer above the limit is refused, compressed or not")
	void whenAnswerIsTooLongThenItIsRefused() {
		this.server.handler((request) -> Answer.of(200, BODY));
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> backend(9).read(KEY))
			.withMessageContaining("max-response-size");
		assertThat(text(backend(10).read(KEY))).isEqualTo("0123456789");
		this.server.handler((request) -> Answer.of(200, gzip(new byte[100_000]), "Content-Encoding: gzip"));
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> backend(5000).read(KEY));
	}

	@Test
	void whenServerCompressesThenValueIsWhatIsStored() {
		this.server.handler((request) -> {
			assertThat(request.header("Accept-Encoding")).isEqualTo("identity");
			byte[] compressed = gzip(BODY);
			return (request.header("Range") == null) ? Answer.of(200, compressed, "Content-Encoding: gzip")
					: Answer.of(206, Arrays.copyOf(compressed, 3), "Content-Encoding: gzip",
							"Content-Range: bytes 2-4/" + compressed.length, "ETag: \"x\"");
		});
		assertThat(text(backend().read(KEY))).isEqualTo("0123456789");
		assertThat(text(backend().read(KEY, ByteRange.of(2, 3)))).isEqualTo("234");
		this.server.handler((request) -> Answer.of(200, BODY, "Content-Encoding: gzip"));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> backend().read(KEY));
		this.server.handler((request) -> Answer.of(200, Arrays.copyOf(gzip(BODY), 12), "Content-Encoding: gzip"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend().read(KEY));
		this.server.handler((request) -> Answer.of(200, BODY, "Content-Encoding: br"));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> backend().read(KEY));
	}

	@Test
	@DisplayName("3.5 A server that knows no ranges gives the whole value, of which the part is taken")
	void whenServerIgnoresRangesThenPartIsRightNevertheless() {
		this.server.handler((request) -> Answer.of(200, BODY, "ETag: \"1\""));
		assertThat(text(backend().read(KEY, ByteRange.of(2, 3)))).isEqualTo("234");
		assertThat(text(backend().read(KEY, ByteRange.suffix(3)))).isEqualTo("789");
		assertThat(this.server.requests()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes 3-5/10", "bytes 2-5/10", "bytes 2-4/4", "bytes */10", "lines 2-4/10" })
	void whenServerAnswersWithAnotherRangeThenItIsRefused(String range) {
		this.server.handler((request) -> Answer.of(206, "234".getBytes(StandardCharsets.UTF_8), "ETag: \"1\"",
				"Content-Range: " + range));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> backend().read(KEY, ByteRange.of(2, 3)))
			.withMessageContaining(range);
	}

	@Test
	void whenServerGivesNoVersionThenItIsThatOfTheContent() {
		this.server.handler((request) -> (request.header("Range") != null)
				? Answer.of(206, "23".getBytes(StandardCharsets.UTF_8), "Content-Range: bytes 2-3/10", "ETag: W/\"1\"")
				: Answer.of(200, BODY, "ETag: W/\"1\""));
		Version version = backend().read(KEY).orElseThrow().version();
		StoredValue part = backend().read(KEY, ByteRange.of(2, 2)).orElseThrow();
		assertThat(text(Optional.of(part))).isEqualTo("23");
		assertThat(part.version()).isEqualTo(version);
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> backend().compareAndSet(KEY, version, ByteBuffer.allocate(1)))
			.withMessageContaining("conditional-writes");
	}

	@Test
	@DisplayName("3.5 Redirects are followed to the own origin, and elsewhere only where allowed, without credentials")
	void whenServerRedirectsThenOnlyAllowedTargetsAreAsked() {
		TestServer other = new TestServer((request) -> Answer.of(200, BODY));
		try {
			this.server.handler((request) -> request.target().startsWith("/base/")
					? Answer.of(302, new byte[0], "Location: /moved/x") : Answer.of(200, BODY));
			assertThat(text(backend().read(KEY))).isEqualTo("0123456789");
			assertThat(this.server.requests())
				.allSatisfy((request) -> assertThat(request.header("Authorization")).isEqualTo("Bearer secret"));
			URI elsewhere = URI.create(other.uri() + "/x");
			this.server.handler((request) -> Answer.of(307, new byte[0], "Location: " + elsewhere));
			assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> backend().read(KEY))
				.withMessageContaining("redirect-hosts");
			assertThat(other.requests()).isEmpty();
			assertThat(text(backend(1000, elsewhere.getAuthority()).read(KEY))).isEqualTo("0123456789");
			assertThat(other.requests()).singleElement()
				.satisfies((request) -> assertThat(request.header("Authorization")).isNull());
		}
		finally {
			other.close();
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "file:///etc/passwd", "ftp://127.0.0.1/x", "http://[::1", "http://user:pw@127.0.0.1/x", "//" })
	void whenServerRedirectsToNonsenseThenItIsRefused(String location) {
		this.server.handler((request) -> Answer.of(302, new byte[0], "Location: " + location));
		assertThatExceptionOfType(ZarrException.class).isThrownBy(() -> backend().read(KEY))
			.satisfies((ex) -> assertThat(ex).isNotInstanceOf(StoreUnavailableException.class))
			.withMessageNotContaining("pw");
	}

	@Test
	void whenServerRedirectsForEverThenItIsRefused() {
		this.server.handler((request) -> Answer.of(302, new byte[0], "Location: " + request.target() + "x"));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> backend().read(KEY))
			.withMessageContaining("more than 5 times");
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> backend().write(KEY, ByteBuffer.allocate(1)))
			.withMessageContaining("reads alone");
	}

	@Test
	@DisplayName("3.5 A server that ignores If-Match is found out before the first conditional write")
	void whenServerIgnoresConditionsThenConditionalWritesAreRefused() {
		DirectoryHandler directory = new DirectoryHandler(false);
		this.server.handler((request) -> {
			if (request.header("If-Match") == null && request.header("If-None-Match") == null) {
				return directory.answer(request);
			}
			return directory.answer(new Message(request.start(), java.util.List.of(), request.body()));
		});
		HttpBackend backend = backend();
		backend.write(KEY, ByteBuffer.wrap(BODY));
		Version version = backend.read(KEY).orElseThrow().version();
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> backend.compareAndSet(KEY, version, ByteBuffer.allocate(1)))
			.withMessageContaining("conditional-writes");
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> backend.compareAndDelete(KEY, version));
		assertThat(directory.contents()).as("nothing is left of the attempt").containsOnlyKeys("base/" + KEY.value());
		assertThat(text(backend.read(KEY))).isEqualTo("0123456789");
	}

	@Test
	@DisplayName("3.5 Nothing is written unless the store is writable")
	void whenStoreIsNotWritableThenNothingIsSent() {
		StorageBackend backend = HttpStores.open(
				new HttpStoreSettings(BaseUrl.of(this.server.uri().toString()), HttpLayout.KEYS, false,
						ConditionalWrites.TRUSTED, HttpListing.INDEX, 1000, 16 << 20, Set.of(), null, false),
				HttpStores.READ_TIMEOUT);
		assertThatExceptionOfType(StoreAccessDeniedException.class)
			.isThrownBy(() -> backend.write(KEY, ByteBuffer.allocate(1)))
			.withMessageContaining("writable");
		assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> backend.delete(KEY));
		assertThat(backend.capabilities().conditionalWrites()).isFalse();
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void whenServerKnowsNoHeadThenValueIsRead() {
		this.server.handler((request) -> request.method().equals("HEAD") ? Answer.of(405, new byte[0])
				: Answer.of(200, BODY, "ETag: \"1\""));
		HttpBackend backend = backend();
		assertThat(backend.exists(KEY)).isTrue();
		assertThat(backend.read(KEY, ByteRange.of(0, 0)).orElseThrow().version()).isEqualTo(new Version("\"1\""));
	}

	@Test
	void whenKeyHasSpecialCharactersThenTheyAreEscaped() {
		backend().read(StoreKey.of("a b/c+d%2F/größe?#;=@:!$&'()*,"));
		assertThat(this.server.requests()).singleElement()
			.satisfies((request) -> assertThat(request.target())
				.isEqualTo("/base/a%20b/c%2Bd%252F/gr%C3%B6%C3%9Fe%3F%23" + "%3B%3D%40%3A%21%24%26%27%28%29%2A%2C"));
	}

	@Test
	void whenThreadIsInterruptedThenCallEndsAndThreadStaysInterrupted() {
		this.server.handler((request) -> Answer.of(200, BODY).after(Duration.ofSeconds(60)));
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend().read(KEY));
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	@DisplayName("3.5 Credentials in the address are sent, and shown nowhere")
	void whenAddressHasCredentialsThenTheyAreNotShown() {
		BaseUrl url = BaseUrl.of(this.server.uri().toString().replace("//", "//user:pass@") + "/b?sig=abc");
		HttpBackend backend = HttpStores.open(new HttpStoreSettings(url, HttpLayout.KEYS, true,
				ConditionalWrites.PROBED, HttpListing.INDEX, 1000, 16 << 20, Set.of(), "Basic secret", false),
				HttpStores.READ_TIMEOUT);
		assertThat(url.userInfo()).isEqualTo("user:pass");
		assertThat(backend.read(KEY)).isEmpty();
		assertThat(this.server.requests()).singleElement().satisfies((request) -> {
			assertThat(request.target()).isEqualTo("/b/a/c/0?sig=abc");
			assertThat(request.header("Authorization")).isEqualTo("Basic secret");
		});
		assertThat(url + " " + backend).doesNotContain("pass", "abc", "secret");
		this.server.handler((request) -> Answer.of(200, BODY).lost(false));
		assertSecret(backend);
		this.server.handler((request) -> Answer.of(500, "user:pass sig=abc".getBytes(StandardCharsets.UTF_8)));
		assertSecret(backend);
		this.server.close();
		assertSecret(backend);
	}

	private static void assertSecret(StorageBackend backend) {
		assertThatExceptionOfType(ZarrException.class).isThrownBy(() -> backend.read(KEY)).satisfies((ex) -> {
			java.io.StringWriter trace = new java.io.StringWriter();
			ex.printStackTrace(new java.io.PrintWriter(trace));
			assertThat(trace.toString()).doesNotContain("pass", "sig=", "secret");
		});
	}

	@Test
	void whenServerKnowsNoSuffixThenEndIsAskedForByItsPlace() {
		this.server.handler((request) -> {
			String range = String.valueOf(request.header("Range"));
			return range.equals("bytes=7-9")
					? Answer.of(206, Arrays.copyOfRange(BODY, 7, 10), "ETag: \"1\"", "Content-Range: bytes 7-9/10")
					: Answer.of(416, new byte[0], "Content-Range: bytes */10");
		});
		assertThat(text(backend().read(KEY, ByteRange.suffix(3)))).isEqualTo("789");
		assertThat(this.server.requests()).hasSize(2);
		this.server.handler((request) -> String.valueOf(request.header("Range")).startsWith("bytes=-")
				? Answer.of(416, new byte[0]) : Answer.of(200, BODY, "ETag: \"1\""));
		assertThat(text(backend().read(KEY, ByteRange.suffix(30)))).isEqualTo("0123456789");
		this.server.handler((request) -> request.method().equals("HEAD") ? Answer.of(200, new byte[0], "ETag: \"1\"")
				: Answer.of(416, new byte[0], "Content-Range: bytes */0"));
		assertThat(text(backend().read(KEY, ByteRange.suffix(3)))).isEmpty();
	}

	@Test
	void whenServerHidesWhatIsAbsentThenItCanBeToldSo() {
		this.server.handler((request) -> Answer.of(403, new byte[0]));
		assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> backend().read(KEY));
		HttpBackend told = HttpStores.open(
				new HttpStoreSettings(BaseUrl.of(this.server.uri().toString()), HttpLayout.KEYS, true,
						ConditionalWrites.PROBED, HttpListing.INDEX, 1000, 16 << 20, Set.of(), null, true),
				HttpStores.READ_TIMEOUT);
		assertThat(told.read(KEY)).isEmpty();
		assertThat(told.read(KEY, ByteRange.of(1, 2))).isEmpty();
		assertThat(told.read(KEY, ByteRange.of(0, 0))).isEmpty();
		assertThat(told.borrow(KEY, ByteRange.suffix(2), StoredValue::size)).isEmpty();
		assertThat(told.exists(KEY)).isFalse();
		assertThatExceptionOfType(StoreAccessDeniedException.class)
			.isThrownBy(() -> told.write(KEY, ByteBuffer.allocate(1)));
		assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> told.list("", null, 1));
		this.server.handler((request) -> Answer.of(401, new byte[0]));
		assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> told.read(KEY));
	}

	@Test
	void whenValueIsLongerThanWantedThenTheRestIsNotRead() {
		this.server.handler((request) -> Answer.of(200, BODY, "ETag: \"1\""));
		assertThat(text(backend(5).read(KEY, ByteRange.atMost(3)))).isEqualTo("0123");
		this.server.handler((request) -> Answer.of(200, BODY));
		StoredValue part = backend(5).read(KEY, ByteRange.atMost(3)).orElseThrow();
		assertThat(text(Optional.of(part))).isEqualTo("0123");
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(part::version);
		assertThat(backend().read(KEY, ByteRange.atMost(10)).orElseThrow().version())
			.isEqualTo(backend().read(KEY).orElseThrow().version());
		this.server.handler((request) -> Answer.of(206, BODY, "ETag: \"1\"", "Content-Range: bytes 0-3/10"));
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> backend().read(KEY, ByteRange.atMost(3)));
	}

	@Test
	void whenPartIsTheWholeValueThenItIsNotAskedForAgain() {
		this.server.handler((request) -> Answer.of(206, BODY, "Content-Range: bytes 0-9/10"));
		assertThat(text(backend().read(KEY, ByteRange.atMost(100)))).isEqualTo("0123456789");
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void whenMoreIsReadThanMayBeOnItsWayThenItIsRefusedAndNothingStaysReserved() {
		BytesInFlight inFlight = new BytesInFlight(100_000);
		byte[] large = new byte[100_001];
		HttpBackend backend = HttpStores.open(
				new HttpStoreSettings(BaseUrl.of(this.server.uri().toString()), HttpLayout.KEYS, true,
						ConditionalWrites.PROBED, HttpListing.INDEX, 1 << 20, 16 << 20, Set.of(), null, false),
				HttpStores.READ_TIMEOUT, inFlight);
		this.server.handler((request) -> Answer.of(200, large));
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> backend.read(KEY))
			.withMessageContaining("100001")
			.withMessageContaining("zarr.limits.in-flight");
		this.server.handler((request) -> Answer.of(200, gzip(large), "Content-Encoding: gzip"));
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> backend.read(KEY))
			.withMessageContaining("zarr.limits.in-flight");
		this.server.handler((request) -> Answer.of(200, new byte[100_000], "ETag: \"1\""));
		assertThat(backend.borrow(KEY, ByteRange.ALL, (value) -> inFlight.free())).contains(0L);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> backend.borrow(KEY, ByteRange.ALL, (value) -> {
				throw new IllegalStateException("the borrower fails");
			}));
		assertThat(inFlight.free()).isEqualTo(100_000);
	}

	@Test
	void whenEverythingIsLoggedThenQueryOfAddressIsNot() {
		Logger root = Logger.getLogger("");
		Level level = root.getLevel();
		List<String> lines = new CopyOnWriteArrayList<>();
		Handler handler = new RecordingHandler(lines);
		BaseUrl url = BaseUrl.of(this.server.uri() + "/b?sig=s3cret");
		try (HttpBackend backend = HttpStores.open(new HttpStoreSettings(url, HttpLayout.KEYS, true,
				ConditionalWrites.PROBED, HttpListing.INDEX, 1000, 16 << 20, Set.of(), null, false),
				HttpStores.READ_TIMEOUT)) {
			handler.setLevel(Level.ALL);
			root.addHandler(handler);
			root.setLevel(Level.ALL);
			assertThat(backend.read(KEY)).isEmpty();
		}
		finally {
			root.removeHandler(handler);
			root.setLevel(level);
		}
		assertThat(lines).noneMatch((line) -> line.contains("s3cret"));
		assertThat(this.server.requests()).singleElement()
			.satisfies((request) -> assertThat(request.target()).endsWith("?sig=s3cret"));
	}

	/**
	 * Keeps what is logged.
	 */
	private static final class RecordingHandler extends Handler {

		private final List<String> lines;

		RecordingHandler(List<String> lines) {
			this.lines = lines;
		}

		@Override
		public void publish(LogRecord entry) {
			this.lines
				.add(entry.getLoggerName() + ' ' + entry.getMessage() + ' ' + Arrays.toString(entry.getParameters()));
		}

		@Override
		public void flush() {
			// Nothing is held back.
		}

		@Override
		public void close() {
			// Nothing is open.
		}

	}

}
