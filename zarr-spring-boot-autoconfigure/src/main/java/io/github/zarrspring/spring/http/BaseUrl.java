package io.github.zarrspring.spring.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * Where a store is on a web server. User, password and query are kept apart, so that they
 * are in no text: the first two become a header, the query is sent with each request.
 */
public final class BaseUrl {

	private final String origin;

	private final String path;

	private final @Nullable String query;

	private final @Nullable String userInfo;

	private BaseUrl(String origin, String path, @Nullable String query, @Nullable String userInfo) {
		this.origin = origin;
		this.path = path;
		this.query = query;
		this.userInfo = userInfo;
	}

	/**
	 * Parse an address.
	 * @param url the address, with or without a slash at its end
	 * @return the parts
	 * @throws IllegalArgumentException if it is not the address of a web server; the
	 * message does not have the address
	 */
	public static BaseUrl of(String url) {
		URI uri;
		try {
			uri = new URI(url.strip());
		}
		catch (URISyntaxException ex) {
			// The exception has the text, and that may have a password.
			throw new IllegalArgumentException("it is not a URL: " + ex.getReason());
		}
		String scheme = uri.getScheme();
		if (scheme == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
			throw new IllegalArgumentException("it does not begin with http:// or https://");
		}
		if (uri.getHost() == null || uri.getRawFragment() != null) {
			throw new IllegalArgumentException("it has no host, or a fragment");
		}
		String path = uri.getRawPath();
		return new BaseUrl(origin(uri), path.endsWith("/") ? path : path + '/', uri.getRawQuery(), uri.getUserInfo());
	}

	/**
	 * Scheme, host and port.
	 */
	static String origin(URI uri) {
		boolean secure = "https".equalsIgnoreCase(uri.getScheme());
		int port = (uri.getPort() != -1) ? uri.getPort() : (secure ? 443 : 80);
		boolean usual = port == (secure ? 443 : 80);
		return (secure ? "https://" : "http://") + String.valueOf(uri.getHost()).toLowerCase(java.util.Locale.ROOT)
				+ (usual ? "" : ":" + port);
	}

	/**
	 * The address of something below.
	 * @param relative the path below the base, already encoded
	 */
	URI resolve(String relative) {
		return URI.create(this.origin + this.path + relative + ((this.query != null) ? "?" + this.query : ""));
	}

	/**
	 * Encode a key, segment by segment: all that is not a letter, digit or one of
	 * {@code -._~} is escaped, since servers do not agree on the rest.
	 */
	static String encode(String key) {
		return UriUtils.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
	}

	boolean isSameOrigin(URI uri) {
		return this.origin.equals(origin(uri));
	}

	/**
	 * The path of the base, encoded, with a slash at its end.
	 */
	String path() {
		return this.path;
	}

	/**
	 * The query, encoded.
	 * @return the query, {@code null} if the address has none
	 */
	@Nullable String query() {
		return this.query;
	}

	/**
	 * User and password.
	 * @return both with a colon between, {@code null} if the address has none
	 */
	public @Nullable String userInfo() {
		return this.userInfo;
	}

	/**
	 * The address without user, password and query.
	 */
	@Override
	public String toString() {
		return this.origin + this.path;
	}

}
