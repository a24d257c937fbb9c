package io.github.zarrspring.spring.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

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
 */
record HttpCall(HttpMethod method, URI uri, String name, Map<String, String> headers, @Nullable ByteBuffer body,
		boolean anonymous) {

	static HttpCall of(HttpMethod method, URI uri, String name) {
		return new HttpCall(method, uri, name, Map.of(), null, false);
	}

	HttpCall with(String header, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(header, value);
		return new HttpCall(this.method, this.uri, this.name, headers, this.body, this.anonymous);
	}

	HttpCall withBody(ByteBuffer body) {
		return new HttpCall(this.method, this.uri, this.name, this.headers, body, this.anonymous);
	}

	HttpCall withoutCredentials() {
		return new HttpCall(this.method, this.uri, this.name, this.headers, this.body, true);
	}

	HttpCall to(URI target, boolean sameOrigin) {
		return new HttpCall(this.method, target, this.name, this.headers, this.body, this.anonymous || !sameOrigin);
	}

	@Override
	public String toString() {
		return this.method + " " + this.name;
	}

}
