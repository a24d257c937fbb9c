package io.github.zarrspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values as a web server does: with ETags, {@code If-Match}, {@code If-None-Match}
 * and {@code Range}.
 */
class EtagServer implements AutoCloseable {

	static {
		// The JDK's server waits 40 ms with the end of each answer otherwise.
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final ConcurrentSkipListMap<StoreKey, Resource> resources = new ConcurrentSkipListMap<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	EtagServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	URI uri() {
		InetSocketAddress address = this.server.getAddress();
		return URI.create("http://%s:%d/".formatted(address.getHostString(), address.getPort()));
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			String path = exchange.getRequestURI().getRawPath().substring(1);
			if (path.isEmpty()) {
				list(exchange);
				return;
			}
			StoreKey key = StoreKey.of(URLDecoder.decode(path, StandardCharsets.UTF_8));
			switch (exchange.getRequestMethod()) {
				case "GET", "HEAD" -> get(exchange, this.resources.get(key));
				case "PUT" -> change(exchange, key, new Resource(body, '"' + UUID.randomUUID().toString() + '"'));
				case "DELETE" -> change(exchange, key, null);
				default -> exchange.sendResponseHeaders(405, -1);
			}
		}
	}

	private void list(HttpExchange exchange) throws IOException {
		String lines = this.resources.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "\n" + entry.getValue().body().length + "\n")
			.collect(Collectors.joining());
		send(exchange, 200, lines.getBytes(StandardCharsets.UTF_8));
	}

	private void get(HttpExchange exchange, @Nullable Resource resource) throws IOException {
		if (resource == null) {
			exchange.sendResponseHeaders(404, -1);
			return;
		}
		exchange.getResponseHeaders().set("ETag", resource.etag());
		String range = exchange.getRequestHeaders().getFirst("Range");
		byte[] body = resource.body();
		if (exchange.getRequestMethod().equals("HEAD")) {
			exchange.sendResponseHeaders(200, -1);
		}
		else if (range == null) {
			send(exchange, 200, body);
		}
		else {
			String[] ends = range.substring("bytes=".length()).split("-", 2);
			long start = ends[0].isEmpty() ? Math.max(0, body.length - Long.parseLong(ends[1]))
					: Long.parseLong(ends[0]);
			long end = (ends[0].isEmpty() || ends[1].isEmpty()) ? body.length
					: Math.min(body.length, Long.parseLong(ends[1]) + 1);
			boolean satisfiable = start < end;
			send(exchange, satisfiable ? 206 : 416,
					satisfiable ? Arrays.copyOfRange(body, (int) start, (int) end) : new byte[0]);
		}
	}

	private void change(HttpExchange exchange, StoreKey key, @Nullable Resource replacement) throws IOException {
		String match = exchange.getRequestHeaders().getFirst("If-Match");
		boolean create = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
		boolean done;
		synchronized (this.resources) {
			Resource current = this.resources.get(key);
			done = create ? current == null : match == null || (current != null && current.etag().equals(match));
			if (done && replacement != null) {
				this.resources.put(key, replacement);
			}
			else if (done) {
				this.resources.remove(key);
			}
		}
		exchange.sendResponseHeaders(done ? 204 : 412, -1);
	}

	private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
		exchange.sendResponseHeaders(status, (body.length == 0) ? -1 : body.length);
		if (body.length > 0) {
			exchange.getResponseBody().write(body);
		}
	}

	private record Resource(byte[] body, String etag) {
	}

}
