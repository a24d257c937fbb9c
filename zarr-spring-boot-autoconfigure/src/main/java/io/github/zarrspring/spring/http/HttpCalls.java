package io.github.zarrspring.spring.http;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.FilteredHostException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Makes requests and reads answers, within the bounds of the settings. Redirects are
 * followed here and not by the client: of reads alone, to the origin of the store and the
 * hosts that the settings allow, never from https to http, and to other origins without
 * credentials.
 */
final class HttpCalls {

	private static final int MAX_REDIRECTS = 5;

	/**
	 * How much of what nobody reads is taken off a connection, so that it can be used
	 * again.
	 */
	private static final int FAILURE_BYTES = 1 << 14;

	private final RestClient client;

	private final HttpStoreSettings settings;

	HttpCalls(RestClient client, HttpStoreSettings settings) {
		this.client = client;
		this.settings = settings;
	}

	/**
	 * Make a request.
	 * @return the answer whatever its status, save for redirects
	 * @throws io.github.zarrspring.exception.ZarrException if there is no answer, or none
	 * that is allowed
	 */
	Reply send(HttpCall call) {
		HttpCall current = call;
		for (int i = 0; i <= MAX_REDIRECTS; i++) {
			Reply reply = sendOnce(current);
			URI target = redirect(current, reply);
			if (target == null) {
				return reply;
			}
			if (isDirectory(current.uri(), target)) {
				return new Reply(404, reply.headers(), new byte[0], false);
			}
			current = current.to(allowed(current, target), this.settings.baseUrl().isSameOrigin(target));
		}
		throw new StoreFailureException("%s was redirected more than %d times".formatted(call, MAX_REDIRECTS));
	}

	private Reply sendOnce(HttpCall call) {
		RestClient.RequestBodySpec request = this.client.method(call.method()).uri(call.uri()).headers((headers) -> {
			headers.set(HttpHeaders.ACCEPT_ENCODING, "identity");
			call.headers().forEach(headers::set);
			String authorization = this.settings.authorization();
			if (authorization != null && !call.anonymous()) {
				headers.set(HttpHeaders.AUTHORIZATION, authorization);
			}
		});
		ByteBuffer body = call.body();
		if (body != null) {
			request.contentLength(body.remaining());
			request.body((out) -> {
				ByteBuffer rest = body.duplicate();
				if (rest.hasArray()) {
					out.write(rest.array(), rest.arrayOffset() + rest.position(), rest.remaining());
				}
				else {
					byte[] copy = new byte[rest.remaining()];
					rest.get(copy);
					out.write(copy);
				}
			});
		}
		try {
			Reply reply = request.exchange((sent, response) -> read(call, response));
			if (reply == null) {
				throw new StoreFailureException("No answer to " + call);
			}
			return reply;
		}
		catch (FilteredHostException ex) {
			throw new StoreAccessDeniedException(
					"%s leads to an address that 'external-addresses-only' does not allow".formatted(call));
		}
		catch (ResourceAccessException ex) {
			throw HttpFailures.of(call, (ex.getCause() instanceof IOException cause) ? cause : new IOException());
		}
	}

	private Reply read(HttpCall call, ClientHttpResponse response) throws IOException {
		HttpHeaders headers = HttpHeaders.copyOf(response.getHeaders());
		int status = response.getStatusCode().value();
		if (call.method() == HttpMethod.HEAD || status == 204 || status == 304) {
			return new Reply(status, headers, new byte[0], false);
		}
		InputStream in = response.getBody();
		try {
			// Bodies of failures are for people; they may be long, and hold anything.
			boolean wanted = call.method() == HttpMethod.GET && (status == 200 || status == 206);
			if (wanted) {
				return decompressed(call, status, headers, body(call, headers, in));
			}
			in.readNBytes(FAILURE_BYTES);
			return new Reply(status, headers, new byte[0], false);
		}
		finally {
			in.close();
		}
	}

	private byte[] body(HttpCall call, HttpHeaders headers, InputStream in) throws IOException {
		long length = headers.getContentLength();
		if (length > this.settings.maxResponseBytes()) {
			throw tooLong(call, length + " bytes");
		}
		byte[] body = bounded(call, in);
		if (length >= 0 && length != body.length) {
			throw new EOFException("%d of %d bytes".formatted(body.length, length));
		}
		return body;
	}

	private byte[] bounded(HttpCall call, InputStream in) throws IOException {
		int limit = (int) Math.min(Integer.MAX_VALUE - 16, this.settings.maxResponseBytes());
		byte[] body = in.readNBytes(limit);
		if (body.length == limit && in.read() >= 0) {
			throw tooLong(call, "more than that");
		}
		return body;
	}

	private LimitExceededException tooLong(HttpCall call, String size) {
		return new LimitExceededException("The answer to %s has %s, 'max-response-size' allows %d bytes".formatted(call,
				size, this.settings.maxResponseBytes()));
	}

	/**
	 * Some servers compress although they are asked not to. What they compress is not
	 * what is stored.
	 */
	private Reply decompressed(HttpCall call, int status, HttpHeaders headers, byte[] body) throws IOException {
		String encoding = String.valueOf(headers.getFirst(HttpHeaders.CONTENT_ENCODING)).toLowerCase(Locale.ROOT);
		if (encoding.equals("null") || encoding.equals("identity")) {
			return new Reply(status, headers, body, false);
		}
		if (!encoding.equals("gzip") && !encoding.equals("x-gzip")) {
			throw new StoreFailureException("The answer to %s is encoded with '%s'".formatted(call, encoding));
		}
		if (status == 206) {
			return new Reply(status, headers, new byte[0], true);
		}
		try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
			return new Reply(status, headers, bounded(call, in), true);
		}
		catch (ZipException ex) {
			throw new StoreFailureException("The answer to %s is not the gzip that it claims to be".formatted(call),
					ex);
		}
		catch (EOFException ex) {
			throw new StoreUnavailableException("The gzip that answers %s is cut off".formatted(call), ex);
		}
	}

	private static @Nullable URI redirect(HttpCall call, Reply reply) {
		int status = reply.status();
		if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
			return null;
		}
		String location = reply.headers().getFirst(HttpHeaders.LOCATION);
		if (call.method() != HttpMethod.GET && call.method() != HttpMethod.HEAD) {
			throw new StoreFailureException(
					"The server redirects %s, which is followed for reads alone".formatted(call));
		}
		try {
			return call.uri().resolve(String.valueOf(location));
		}
		catch (IllegalArgumentException ex) {
			throw new StoreFailureException("The server redirects %s to what is no address".formatted(call));
		}
	}

	/**
	 * Whether a server sends on from the name of a directory to its page.
	 */
	private static boolean isDirectory(URI uri, URI target) {
		return BaseUrl.origin(uri).equals(BaseUrl.origin(target))
				&& (uri.getRawPath() + '/').equals(target.getRawPath());
	}

	private URI allowed(HttpCall call, URI target) {
		String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
		boolean web = scheme.equals("https") || (scheme.equals("http") && call.uri().getScheme().equals("http"));
		boolean known = target.getHost() != null && (this.settings.baseUrl().isSameOrigin(target)
				|| this.settings.redirectHosts().contains(host(target)));
		if (!web || !known || target.getRawUserInfo() != null) {
			throw new StoreAccessDeniedException("%s is redirected to '%s', which 'redirect-hosts' does not allow"
				.formatted(call, (target.getHost() != null) ? BaseUrl.origin(target) : scheme));
		}
		return target;
	}

	private static String host(URI uri) {
		String origin = BaseUrl.origin(uri);
		return origin.substring(origin.indexOf("//") + 2);
	}

}
