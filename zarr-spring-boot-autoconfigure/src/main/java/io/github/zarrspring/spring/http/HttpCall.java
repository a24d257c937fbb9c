package io.github.zarrspring.spring.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.zarrspring.storage.ByteRange;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * A request.
 *
 * @param method the method
 * @param uri where to
 * @param name what is asked for, for messages: without secrets
 * @param headers its headers
 * @param body its body
 * @param anonymous whether it goes without the credentials of the store
 * @param part which part of what is at the address is wanted
 */
record HttpCall(HttpMethod method, URI uri, String name, Map<String, String> headers, @Nullable ByteBuffer body,
		boolean anonymous, ByteRange part) {

	static HttpCall of(HttpMethod method, URI uri, String name) {
		return new HttpCall(method, uri, name, Map.of(), null, false, ByteRange.ALL);
	}

	HttpCall with(String header, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(header, value);
		return new HttpCall(this.method, this.uri, this.name, headers, this.body, this.anonymous, this.part);
	}

	HttpCall withBody(ByteBuffer body) {
		return new HttpCall(this.method, this.uri, this.name, this.headers, body, this.anonymous, this.part);
	}

	HttpCall withoutCredentials() {
		return new HttpCall(this.method, this.uri, this.name, this.headers, this.body, true, this.part);
	}

	/**
	 * The request for no more than a part, whether or not the server is asked for it.
	 */
	HttpCall wanting(ByteRange part) {
		return new HttpCall(this.method, this.uri, this.name, this.headers, this.body, this.anonymous, part);
	}

	/**
	 * The request that asks the server for a part.
	 */
	HttpCall asking(ByteRange part) {
		return wanting(part).with(HttpHeaders.RANGE, RangeReply.header(part));
	}

	HttpCall to(URI target, boolean sameOrigin) {
		return new HttpCall(this.method, target, this.name, this.headers, this.body, this.anonymous || !sameOrigin,
				this.part);
	}

	@Override
	public String toString() {
		return this.method + " " + this.name;
	}

}
