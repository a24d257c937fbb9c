package io.github.zarrspring.spring.http;

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
import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.limits.BytesInFlight.Reservation;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.ByteRange;
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

	private final RestClient stranger;

	private final HttpStoreSettings settings;

	private final BytesInFlight inFlight;

	/**
	 * Calls.
	 * @param client what makes requests to the origin of the store
	 * @param stranger what makes requests to other hosts: without all that the
	 * application adds for the store
	 */
	HttpCalls(RestClient client, RestClient stranger, HttpStoreSettings settings, BytesInFlight inFlight) {
		this.client = client;
		this.stranger = stranger;
		this.settings = settings;
		this.inFlight = inFlight;
	}

	/**
	 * Begin a call that uses the bytes of its answer.
	 * @return what keeps the bytes reserved until it is closed
	 */
	Reservation begin() {
		return this.inFlight.begin();
	}

	/**
	 * Make a request.
	 * @return the answer whatever its status, save for redirects
	 * @throws io.github.zarrspring.exception.ZarrException if there is no answer, or none
	 * that is allowed
	 */
	Reply send(HttpCall call) {
		try (Reservation reservation = begin()) {
			return send(call, reservation);
		}
	}

	/**
	 * Make a request for a document.
	 * @return the answer as for {@link #send(HttpCall)}
	 * @throws LimitExceededException if it is longer than metadata may be
	 */
	Reply sendForDocument(HttpCall call) {
		Reply reply = send(call.wanting(ByteRange.atMost(this.settings.metadataBytes())));
		Limits.check("The size of what answers " + call, reply.body().length, this.settings.metadataBytes(),
				"zarr.limits.metadata-bytes");
		return reply;
	}

	/**
	 * Make a request, see {@link #send(HttpCall)}.
	 * @param reservation what the bytes of the answer are reserved with
	 */
	Reply send(HttpCall call, Reservation reservation) {
		HttpCall current = call;
		for (int i = 0; i <= MAX_REDIRECTS; i++) {
			Reply reply = sendOnce(current, reservation);
			URI target = redirect(current, reply);
			if (target == null) {
				return reply;
			}
			if (isDirectory(current.uri(), target)) {
				return Reply.of(404, reply.headers());
			}
			current = current.to(allowed(current, target), this.settings.baseUrl().isSameOrigin(target));
		}
		throw new StoreFailureException("%s was redirected more than %d times".formatted(call, MAX_REDIRECTS));
	}

	private Reply sendOnce(HttpCall call, Reservation reservation) {
		RestClient client = this.settings.baseUrl().isSameOrigin(call.uri()) ? this.client : this.stranger;
		RestClient.RequestBodySpec request = client.method(call.method()).uri(call.uri()).headers((headers) -> {
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
			Reply reply = request.exchange((sent, response) -> read(call, response, reservation));
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

	private Reply read(HttpCall call, ClientHttpResponse response, Reservation reservation) throws IOException {
		HttpHeaders headers = HttpHeaders.copyOf(response.getHeaders());
		int status = response.getStatusCode().value();
		Reply reply = Reply.of(status, headers);
		if (call.method() == HttpMethod.HEAD || status == 204 || status == 304) {
			return reply;
		}
		try (InputStream in = response.getBody()) {
			ReplyBody body = new ReplyBody(this.inFlight, reservation);
			if (call.method() == HttpMethod.GET && status == 200) {
				return whole(call, reply, in, body);
			}
			if (call.method() == HttpMethod.GET && status == 206) {
				return part(call, reply, in, body);
			}
			// Bodies of failures are for people; they may be long, and hold anything.
			in.readNBytes(FAILURE_BYTES);
			return reply;
		}
	}

	/**
	 * Read a part of a value. What cannot be used as such is not read.
	 */
	private Reply part(HttpCall call, Reply reply, InputStream in, ReplyBody body) throws IOException {
		if (!encoding(reply.headers()).isEmpty() || (reply.version() == null && !RangeReply.isAll(reply))) {
			return reply;
		}
		long length = reply.headers().getContentLength();
		long most = Math.min(call.part().length(), this.settings.maxResponseBytes());
		byte[] bytes = (length < 0) ? body.readUpTo(in, most) : body.read(in, Math.min(length, most));
		if (length > most || in.read() >= 0) {
			if (most < call.part().length()) {
				throw tooLong(call, "more than that");
			}
			throw new StoreFailureException("The server answered %s for %d bytes with '%s' and more than that"
				.formatted(call, most, reply.headers().getFirst(HttpHeaders.CONTENT_RANGE)));
		}
		return reply.withBody(bytes, true, RangeReply.isAll(reply));
	}

	/**
	 * Some servers compress although they are asked not to. What they compress is not
	 * what is stored.
	 */
	private Reply whole(HttpCall call, Reply reply, InputStream in, ReplyBody body) throws IOException {
		String encoding = encoding(reply.headers());
		if (encoding.isEmpty()) {
			return whole(call, reply, in, reply.headers().getContentLength(), body);
		}
		if (!encoding.equals("gzip") && !encoding.equals("x-gzip")) {
			throw new StoreFailureException("The answer to %s is encoded with '%s'".formatted(call, encoding));
		}
		try (InputStream inflated = new GZIPInputStream(new UnhurriedInputStream(in))) {
			return whole(call, reply, inflated, -1, body);
		}
		catch (ZipException ex) {
			throw new StoreFailureException("The answer to %s is not the gzip that it claims to be".formatted(call),
					ex);
		}
		catch (EOFException ex) {
			throw new StoreUnavailableException("The gzip that answers %s is cut off".formatted(call), ex);
		}
	}

	/**
	 * Read what was asked for of a whole value, or all of it where a version has to be
	 * made of that.
	 * @param size the size of the value, -1 if it is not known
	 */
	private Reply whole(HttpCall call, Reply reply, InputStream in, long size, ReplyBody body) throws IOException {
		boolean cut = (reply.version() != null || call.part().whole()) && !(call.part().isSuffix() && size < 0);
		ByteRange part = cut ? call.part() : ByteRange.ALL;
		long start = (size >= 0) ? part.start(size) : part.offset();
		long count = (size >= 0) ? part.count(size) : part.length();
		long allowed = this.settings.maxResponseBytes() - start;
		if (allowed < 0 || (size >= 0 && count > allowed)) {
			throw tooLong(call, (size >= 0) ? size + " bytes" : "more than that");
		}
		if (!skip(in, start)) {
			return reply.withBody(new byte[0], true, false);
		}
		long most = Math.min(count, allowed);
		byte[] bytes = (size >= 0) ? body.read(in, count) : body.readUpTo(in, most);
		// At its end a connection is free for the next request.
		boolean more = (size >= 0) ? start + count < size || in.read() >= 0 : bytes.length == most && in.read() >= 0;
		if (more && most < count) {
			throw tooLong(call, "more than that");
		}
		return reply.withBody(bytes, cut, start == 0 && !more);
	}

	private static boolean skip(InputStream in, long count) throws IOException {
		byte[] buffer = new byte[(int) Math.min(count, FAILURE_BYTES)];
		long left = count;
		while (left > 0) {
			int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
			if (read < 0) {
				return false;
			}
			left -= read;
		}
		return true;
	}

	private LimitExceededException tooLong(HttpCall call, String size) {
		return new LimitExceededException("The answer to %s has %s, 'max-response-size' allows %d bytes".formatted(call,
				size, this.settings.maxResponseBytes()));
	}

	/**
	 * How a body is encoded, empty if it is not.
	 */
	private static String encoding(HttpHeaders headers) {
		String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		String name = (encoding != null) ? encoding.strip().toLowerCase(Locale.ROOT) : "";
		return name.equals("identity") ? "" : name;
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
