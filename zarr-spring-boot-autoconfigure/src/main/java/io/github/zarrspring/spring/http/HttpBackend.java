package io.github.zarrspring.spring.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
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
 * is then read whole where a part is asked for.
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

	private volatile boolean closed;

	private volatile boolean headless;

	/**
	 * A backend.
	 * @param client what makes requests; it must not follow redirects
	 * @param settings what the store is like
	 */
	public HttpBackend(RestClient client, HttpStoreSettings settings) {
		this.settings = settings;
		this.calls = new HttpCalls(client, settings);
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
			case CONSOLIDATED -> new ConsolidatedLister(this::read, this::exists);
			case NONE -> (prefix, after, limit) -> {
				throw new StoreFailureException("The keys cannot be listed, as 'listing' says");
			};
		};
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
	public Optional<StoredValue> read(StoreKey key) {
		URI uri = uri(key);
		if (uri == null) {
			return readRoot(key);
		}
		HttpCall call = call(HttpMethod.GET, uri, key);
		Reply reply = answer(call);
		if (reply.isMissing()) {
			return Optional.empty();
		}
		if (reply.status() != 200) {
			throw HttpFailures.of(call, reply);
		}
		return this.addresses.isValueOf(key, reply.body()) ? Optional.of(reply.value()) : Optional.empty();
	}

	private Optional<StoredValue> readRoot(StoreKey key) {
		if (!isRest() || !key.value().equals(MetadataKeys.ZARR_JSON)) {
			return Optional.empty();
		}
		checkHealth();
		return Optional.of(new StoredValue(ByteBuffer.wrap(ROOT), ContentVersion.of(ROOT)));
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		URI uri = uri(key);
		if (uri == null || range.equals(ByteRange.ALL) || (isRest() && key.chunk() == null)) {
			return read(key).map((whole) -> whole.slice(range));
		}
		if (range.length() == 0) {
			return readNothing(key, uri);
		}
		HttpCall call = call(HttpMethod.GET, uri, key).with(HttpHeaders.RANGE, RangeReply.header(range));
		Reply reply = answer(call);
		if (reply.isMissing()) {
			return Optional.empty();
		}
		if (reply.status() == 416) {
			return readNothing(key, uri);
		}
		if (reply.status() == 200) {
			return Optional.of(reply.value().slice(range));
		}
		if (reply.status() != 206) {
			throw HttpFailures.of(call, reply);
		}
		if (reply.compressed() || reply.version() == null) {
			return read(key).map((whole) -> whole.slice(range));
		}
		RangeReply.check(call, range, reply);
		return Optional.of(reply.value());
	}

	/**
	 * No bytes of a value, with its version.
	 */
	private Optional<StoredValue> readNothing(StoreKey key, URI uri) {
		Reply reply = head(key, uri);
		if (reply != null && reply.isMissing()) {
			return Optional.empty();
		}
		return (reply != null && reply.version() != null) ? Optional.of(reply.value())
				: read(key).map((whole) -> whole.slice(ByteRange.of(0, 0)));
	}

	@Override
	public boolean exists(StoreKey key) {
		URI uri = uri(key);
		if (uri == null || (isRest() && key.chunk() == null)) {
			return read(key).isPresent();
		}
		Reply reply = head(key, uri);
		return (reply != null) ? !reply.isMissing() : read(key).isPresent();
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
		if (!reply.isMissing() && reply.status() != 200) {
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
		this.closed = true;
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
		if (this.closed) {
			throw new StoreFailureException("The HTTP store is closed");
		}
	}

	@Override
	public String toString() {
		return "HttpBackend " + this.settings;
	}

}
