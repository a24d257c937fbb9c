package io.github.zarrspring.spring.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.Message;
import io.github.zarrspring.spring.net.TestServer;

/**
 * A service of arrays: {@code /arrays/{id}/chunks/{i,j}}, {@code /arrays/{id}/chunks},
 * {@code /arrays/{id}/metadata} and {@code /health}, and nothing else. Who asks for more
 * than its health needs a token.
 */
final class RestHandler implements TestServer.Handler {

	private static final Pattern CHUNK = Pattern.compile("/arrays/(.+)/chunks/(\\d+(?:,\\d+)*)");

	private static final Pattern METADATA = Pattern.compile("/arrays/(.+)/metadata");

	private static final Pattern CHUNKS = Pattern.compile("/arrays/(.+)/chunks");

	private final Map<String, byte[]> values = new TreeMap<>();

	@Override
	public synchronized Answer answer(Message request) {
		String target = request.target();
		if (target.equals("/health")) {
			return Answer.of((request.header("Authorization") == null) ? 200 : 400, new byte[0]);
		}
		if (!"Bearer key".equals(request.header("Authorization"))) {
			return Answer.of(401, new byte[0]);
		}
		Matcher chunk = CHUNK.matcher(target);
		boolean isChunk = chunk.matches();
		if (isChunk || METADATA.matcher(target).matches()) {
			String type = isChunk ? "application/octet-stream" : "application/json";
			return value(request, target, type);
		}
		Matcher chunks = CHUNKS.matcher(target);
		return (chunks.matches() && request.method().equals("GET")) ? list(target + "/") : Answer.of(400, new byte[0]);
	}

	private Answer value(Message request, String target, String type) {
		byte[] value = this.values.get(target);
		return switch (request.method()) {
			case "GET" -> (value != null) ? Answer.of(200, value) : Answer.of(404, new byte[0]);
			case "PUT" -> {
				this.values.put(target, request.body());
				yield Answer.of(type.equals(request.header("Content-Type")) ? 204 : 415, new byte[0]);
			}
			case "DELETE" -> Answer.of((this.values.remove(target) != null) ? 204 : 404, new byte[0]);
			default -> Answer.of(405, new byte[0]);
		};
	}

	private Answer list(String prefix) {
		String list = this.values.keySet()
			.stream()
			.filter((target) -> target.startsWith(prefix))
			.map((target) -> "[" + target.substring(prefix.length()) + "]")
			.collect(Collectors.joining(",", "[", "]"));
		return Answer.of(200, list.getBytes(StandardCharsets.UTF_8));
	}

}
