package io.github.zarrspring.sample.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.zarrspring.spring.autoconfigure.http.HttpConnectionDetails;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * Serves the terrain that comes with the application by its keys, as any web server would
 * serve the directory, on a port of its own. It stands for the server of somebody else.
 */
@Component
@Profile("http")
class TerrainServer implements HttpConnectionDetails, DisposableBean {

	private final StorageBackend terrain;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	TerrainServer(ResourceLoader resources) throws IOException {
		this.terrain = ClasspathBackend.load(new PathMatchingResourcePatternResolver(resources),
				"data/jacksboro_v3.zarr");
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	@Override
	public String baseUrl() {
		return "http://localhost:" + this.server.getAddress().getPort() + "/";
	}

	@Override
	public String storeName() {
		return "terrain-http";
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = UriUtils.decode(exchange.getRequestURI().getRawPath().substring(1), StandardCharsets.UTF_8);
			boolean directory = path.isEmpty() || path.endsWith("/");
			byte[] body = directory ? page(path) : value(exchange, path);
			byte[] sent = (body != null && !exchange.getRequestMethod().equals("HEAD")) ? body : new byte[0];
			exchange.sendResponseHeaders((body != null) ? 200 : 404, (sent.length == 0) ? -1 : sent.length);
			if (sent.length > 0) {
				exchange.getResponseBody().write(sent);
			}
		}
	}

	private byte @Nullable [] value(HttpExchange exchange, String path) {
		Optional<StoredValue> value = this.terrain.read(StoreKey.of(path));
		if (value.isEmpty()) {
			return null;
		}
		exchange.getResponseHeaders().set("ETag", '"' + value.get().version().token() + '"');
		ByteBuffer bytes = value.get().bytes();
		byte[] body = new byte[bytes.remaining()];
		bytes.get(body);
		return body;
	}

	private byte[] page(String directory) {
		Set<String> names = new TreeSet<>();
		for (StoreKey key : this.terrain.list(directory, null, Integer.MAX_VALUE)) {
			int slash = key.value().indexOf('/', directory.length());
			names.add(key.value().substring(directory.length(), (slash < 0) ? key.value().length() : slash + 1));
		}
		StringBuilder page = new StringBuilder();
		names.forEach((name) -> page.append("<a href=\"%1$s\">%1$s</a>%n".formatted(name)));
		return page.toString().getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void destroy() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
