package io.github.zarrspring.spring.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.limits.BytesInFlight.Reservation;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;

/**
 * Keeps values on a web server. A read is one request. 404 and 410 mean that there is no
 * value; 401 and 403 are {@code StoreAccessDeniedException}; 408, 425, 429, most of 5xx
 * and a missing or incomplete answer are {@code StoreUnavailableException}, with the time
 * of {@code Retry-After}; a longer answer than the settings allow is
 * {@code LimitExceededException}; all else is {@code StoreFailureException}. Versions are
 * strong ETags; where the server gives none they are hashes of the content, and a value
 * is then read whole where a part is asked for. No more of an answer is read than was
 * asked for, and what is read is reserved before from the bytes that all stores share.
 * <p>
 * With the layout {@link HttpLayout#REST} the root is a group that is there whenever
 * {@code /health} answers, which is asked for without credentials. Safe for use by
 * several threads; each call occupies the thread that makes it.
 */
public final class HttpBackend implements StorageBackend {

	private static final byte[] ROOT = "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}"
		.getBytes(StandardCharsets.UTF_8);

	private final HttpStoreSettings settings;

	private final HttpCalls calls;

	private final Addresses addresses;

	private final KeyLister lister;

	private final ConditionalWriter conditional;

	private final Runnable onClose;

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile boolean headless;

	/**
	 * A backend.
	 * @param client what makes requests; it must not follow redirects
	 * @param stranger what makes those requests that redirects lead to other hosts: like
	 * the client, but without anything that could be a credential
	 * @param settings what the store is like
	 * @param inFlight the bytes that may be on their way, of all stores together
	 * @param onClose what to do at the end, such as to close the clients
	 */
	public HttpBackend(RestClient client, RestClient stranger, HttpStoreSettings settings, BytesInFlight inFlight,
			Runnable onClose) {
		this.settings = settings;
		this.onClose = onClose;
		String query = settings.baseUrl().query();
		if (query != null && !query.isEmpty()) {
			LoggedQueries.hide(query);
		}
		this.calls = new HttpCalls(client, stranger, settings, inFlight);
		boolean rest = settings.layout() == HttpLayout.REST;
		RestAddresses restAddresses = new RestAddresses(settings.baseUrl());
		this.addresses = rest ? restAddresses : new KeyAddresses(settings.baseUrl());
		this.lister = rest ? new RestLister(this.calls, restAddresses) : lister();
		this.conditional = new ConditionalWriter(this.calls, this.addresses,
				settings.conditionalWrites() == ConditionalWrites.TRUSTED);
	}

	private KeyLister lister() {
		return switch (this.settings.listing()) {
			case INDEX -> new IndexLister(this.calls, this.settings.baseUrl());
			case CONSOLIDATED -> new ConsolidatedLister(this::document, this::exists);
			case NONE -> (prefix, after, limit) -> {
				throw new StoreFailureException("The keys cannot be listed, as 'listing' says");
			};
		};
	}

	private Optional<StoredValue> document(StoreKey key) {
		long most = this.settings.metadataBytes();
		Optional<StoredValue> document = read(key, ByteRange.atMost(most));
		document.ifPresent((value) -> Limits.check("The size of '%s'".formatted(key), value.size(), most,
				"zarr.limits.metadata-bytes"));
		return document;
	}

	@Override
	public Capabilities capabilities() {
		return Capabilities.MINIMAL.withByteRanges(true)
			.withConditionalWrites(
					this.settings.writable() && this.settings.conditionalWrites() != ConditionalWrites.OFF)
			.withRetainsBytes(false);
	}

	@Override
	public boolean canList() {
		return this.settings.layout() == HttpLayout.REST || this.settings.listing() != HttpListing.NONE;
	}

	@Override
	public boolean listsEverything() {
		return this.settings.layout() != HttpLayout.REST && this.settings.listing() == HttpListing.INDEX;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return read(key, ByteRange.ALL);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		try (Reservation reservation = this.calls.begin()) {
			return read(key, range, reservation);
		}
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		try (Reservation reservation = this.calls.begin()) {
			return read(key, range, reservation).map(borrower);
		}
	}

	private Optional<StoredValue> read(StoreKey key, ByteRange range, Reservation reservation) {
		URI uri = uri(key);
		if (uri == null) {
			return readRoot(key).map((whole) -> whole.slice(range));
		}
		if (isRest() && key.chunk() == null) {
			return readDocument(key, uri).map((whole) -> whole.slice(range));
		}
		if (range.equals(ByteRange.ALL)) {
			return readWhole(key, uri, range, reservation);
		}
		if (range.length() == 0) {
			return readNothing(key, uri, reservation);
		}
		return readPart(key, uri, range, reservation);
	}

	private Optional<StoredValue> readPart(StoreKey key, URI uri, ByteRange range, Reservation reservation) {
		HttpCall call = call(HttpMethod.GET, uri, key).asking(range);
		Reply reply = this.calls.send(call, reservation);
		if (isMissing(reply)) {
			return Optional.empty();
		}
		if (reply.status() == 416) {
			return readBeyondEnd(key, uri, range, reply, reservation);
		}
		if (reply.status() == 206 && reply.cut()) {
			RangeReply.check(call, range, reply);
			return Optional.of(reply.value());
		}
		if (reply.status() == 206) {
			return readWhole(key, uri, range, reservation);
		}
		return Optional.of(part(call, range, reply));
	}

	/**
	 * The server has no such part: it is beyond the end, or the server does not know
	 * parts that are counted from there.
	 */
	private Optional<StoredValue> readBeyondEnd(StoreKey key, URI uri, ByteRange range, Reply reply,
			Reservation reservation) {
		long size = RangeReply.sizeBehind(reply);
		if (!range.isSuffix() || size == 0) {
			return readNothing(key, uri, reservation);
		}
		return (size > 0) ? readPart(key, uri, ByteRange.of(range.start(size), range.count(size)), reservation)
				: readWhole(key, uri, range, reservation);
	}

	/**
	 * Ask for a whole value and take a part of it.
	 */
	private Optional<StoredValue> readWhole(StoreKey key, URI uri, ByteRange range, Reservation reservation) {
		HttpCall call = call(HttpMethod.GET, uri, key).wanting(range);
		Reply reply = this.calls.send(call, reservation);
		return isMissing(reply) ? Optional.empty() : Optional.of(part(call, range, reply));
	}

	private static StoredValue part(HttpCall call, ByteRange range, Reply reply) {
		if (reply.status() != 200) {
			throw HttpFailures.of(call, reply);
		}
		return reply.cut() ? reply.value() : reply.value().slice(range);
	}

	private Optional<StoredValue> readDocument(StoreKey key, URI uri) {
		HttpCall call = call(HttpMethod.GET, uri, key);
		Reply reply = this.calls.sendForDocument(call);
		if (isMissing(reply)) {
			return Optional.empty();
		}
		if (reply.status() != 200) {
			throw HttpFailures.of(call, reply);
		}
		return this.addresses.isValueOf(key, reply.body()) ? Optional.of(reply.value()) : Optional.empty();
	}

	/**
	 * Whether there is no value, as the server says it.
	 */
	private boolean isMissing(Reply reply) {
		return reply.isMissing() || (reply.status() == 403 && this.settings.forbiddenIsAbsent());
	}

	private Optional<StoredValue> readRoot(StoreKey key) {
		if (!isRest() || !key.value().equals(MetadataKeys.ZARR_JSON)) {
			return Optional.empty();
		}
		checkHealth();
		return Optional.of(new StoredValue(ByteBuffer.wrap(ROOT), ContentVersion.of(ROOT)));
	}

	/**
	 * No bytes of a value, with its version.
	 */
	private Optional<StoredValue> readNothing(StoreKey key, URI uri, Reservation reservation) {
		Reply reply = head(key, uri);
		if (reply != null && isMissing(reply)) {
			return Optional.empty();
		}
		return (reply != null && reply.version() != null) ? Optional.of(reply.value())
				: readWhole(key, uri, ByteRange.ALL, reservation).map((whole) -> whole.slice(ByteRange.of(0, 0)));
	}

	@Override
	public boolean exists(StoreKey key) {
		URI uri = uri(key);
		if (uri == null || (isRest() && key.chunk() == null)) {
			return read(key).isPresent();
		}
		Reply reply = head(key, uri);
		return (reply != null) ? !isMissing(reply) : read(key).isPresent();
	}

	/**
	 * Ask for the headers of a value.
	 * @return the answer, {@code null} if the server does not know such requests
	 */
	private @Nullable Reply head(StoreKey key, URI uri) {
		if (this.headless) {
			return null;
		}
		HttpCall call = call(HttpMethod.HEAD, uri, key);
		Reply reply = answer(call);
		if (reply.status() == 405 || reply.status() == 501) {
			this.headless = true;
			return null;
		}
		if (!isMissing(reply) && reply.status() != 200) {
			throw HttpFailures.of(call, reply);
		}
		return reply;
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		HttpCall call = call(HttpMethod.PUT, writableUri(key), key).withBody(bytes)
			.with(HttpHeaders.CONTENT_TYPE, this.addresses.mediaType(key))
			.with(Reply.WRITE_IDS, WriteIds.next());
		Reply reply = answer(call);
		if (!reply.isSuccess()) {
			throw HttpFailures.of(call, reply);
		}
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		if (!capabilities().conditionalWrites()) {
			return StorageBackend.super.compareAndSet(key, expected, bytes);
		}
		return this.conditional.change(key, writableUri(key), expected, bytes);
	}

	@Override
	public void delete(StoreKey key) {
		HttpCall call = call(HttpMethod.DELETE, writableUri(key), key);
		Reply reply = answer(call);
		if (!reply.isSuccess() && !reply.isMissing()) {
			throw HttpFailures.of(call, reply);
		}
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		if (!capabilities().conditionalWrites()) {
			return StorageBackend.super.compareAndDelete(key, expected);
		}
		return !expected.equals(Version.ABSENT) && this.conditional.change(key, writableUri(key), expected, null);
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		checkOpen();
		return this.lister.list(prefix, after, limit);
	}

	@Override
	public String location() {
		return this.settings.baseUrl().toString();
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.onClose.run();
		}
	}

	private boolean isRest() {
		return this.settings.layout() == HttpLayout.REST;
	}

	private void checkHealth() {
		HttpCall call = HttpCall.of(HttpMethod.GET, new RestAddresses(this.settings.baseUrl()).health(), "its health")
			.withoutCredentials();
		Reply reply = answer(call);
		if (reply.status() != 200) {
			throw HttpFailures.of(call, reply);
		}
	}

	private @Nullable URI uri(StoreKey key) {
		checkOpen();
		return this.addresses.of(key);
	}

	private URI writableUri(StoreKey key) {
		checkOpen();
		if (!this.settings.writable()) {
			throw new StoreAccessDeniedException(
					"The store is not written to unless its property 'http.writable' is true");
		}
		URI uri = this.addresses.of(key);
		if (uri == null) {
			throw new StoreFailureException("The REST service has no place for '%s'".formatted(key));
		}
		return uri;
	}

	private static HttpCall call(HttpMethod method, URI uri, StoreKey key) {
		return HttpCall.of(method, uri, "'" + key + "'");
	}

	private Reply answer(HttpCall call) {
		return this.calls.send(call);
	}

	private void checkOpen() {
		if (this.closed.get()) {
			throw new StoreFailureException("The HTTP store is closed");
		}
	}

	@Override
	public String toString() {
		return "HttpBackend " + this.settings;
	}

}
