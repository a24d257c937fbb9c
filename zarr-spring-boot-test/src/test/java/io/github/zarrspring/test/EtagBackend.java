package io.github.zarrspring.test;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * Shows that the SPI carries HTTP: versions are ETags, expectations are preconditions.
 */
class EtagBackend implements StorageBackend {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI base;

	private volatile boolean closed;

	EtagBackend(URI base) {
		this.base = base;
	}

	@Override
	public Capabilities capabilities() {
		return new Capabilities(true, true, Capabilities.AtomicScope.VALUE, false, false,
				Capabilities.RoundTrip.REMOTE);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return value(send(request(key).GET(), Set.of(200, 404)));
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		if (range.length() == 0) {
			return value(send(request(key).method("HEAD", BodyPublishers.noBody()), Set.of(200, 404)));
		}
		HttpResponse<byte[]> response = send(request(key).header("Range", header(range)).GET(),
				Set.of(200, 206, 404, 416));
		return value(response).map((value) -> (response.statusCode() == 200) ? value.slice(range) : value);
	}

	private static String header(ByteRange range) {
		if (range.isSuffix()) {
			return "bytes=-" + range.length();
		}
		long last = range.offset() + range.length() - 1;
		return "bytes=" + range.offset() + '-' + ((last < 0) ? "" : last);
	}

	private static Optional<StoredValue> value(HttpResponse<byte[]> response) {
		return response.headers()
			.firstValue("ETag")
			.map((etag) -> new StoredValue(ByteBuffer.wrap(response.body()), new Version(etag)));
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		send(request(key).PUT(BodyPublishers.ofByteArray(Content.bytes(bytes))), Set.of(204));
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		HttpRequest.Builder request = request(key).PUT(BodyPublishers.ofByteArray(Content.bytes(bytes)));
		request = expected.equals(Version.ABSENT) ? request.header("If-None-Match", "*")
				: request.header("If-Match", expected.token());
		return send(request, Set.of(204, 412)).statusCode() == 204;
	}

	@Override
	public void delete(StoreKey key) {
		send(request(key).DELETE(), Set.of(204));
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		return !expected.equals(Version.ABSENT)
				&& send(request(key).DELETE().header("If-Match", expected.token()), Set.of(204, 412))
					.statusCode() == 204;
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		List<StoreKey> keys = new ArrayList<>();
		String[] lines = listing();
		for (int i = 0; i + 1 < lines.length; i += 2) {
			StoreKey key = StoreKey.of(lines[i]);
			if (lines[i].startsWith(prefix) && (after == null || key.compareTo(after) > 0) && keys.size() < limit) {
				keys.add(key);
			}
		}
		return keys;
	}

	@Override
	public StoreInfo info() {
		String[] lines = listing();
		long bytes = 0;
		for (int i = 1; i < lines.length; i += 2) {
			bytes += Long.parseLong(lines[i]);
		}
		return new StoreInfo(lines.length / 2, bytes);
	}

	@Override
	public void close() {
		this.closed = true;
	}

	private String[] listing() {
		HttpResponse<byte[]> response = send(HttpRequest.newBuilder(this.base), Set.of(200));
		return new String(response.body(), StandardCharsets.UTF_8).split("\n");
	}

	private HttpRequest.Builder request(StoreKey key) {
		String path = URLEncoder.encode(key.value(), StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
		return HttpRequest.newBuilder(URI.create(this.base + path));
	}

	private HttpResponse<byte[]> send(HttpRequest.Builder request, Set<Integer> expected) {
		if (this.closed) {
			throw new StoreFailureException("The HTTP store is closed");
		}
		try {
			HttpResponse<byte[]> response = this.client.send(request.timeout(Duration.ofSeconds(30)).build(),
					BodyHandlers.ofByteArray());
			int status = response.statusCode();
			if (expected.contains(status)) {
				return response;
			}
			String message = "The server answered %d to %s".formatted(status, response.request());
			throw (status == 401 || status == 403) ? new StoreAccessDeniedException(message)
					: (status >= 500) ? new StoreUnavailableException(message) : new StoreFailureException(message);
		}
		catch (IOException ex) {
			throw new StoreUnavailableException("The server did not answer: " + ex.getMessage(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreUnavailableException("The thread was interrupted", ex);
		}
	}

}
