package io.github.zarrspring.spring.http;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkHttpClientBuilder;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Makes what {@link HttpBackend} needs of a client: the JDK's, with its pool of
 * connections, that neither follows redirects nor decompresses answers by itself.
 * HTTP/1.1, because many requests wait at a time, and servers bound how many one
 * connection of HTTP/2 may have.
 * <p>
 * Closing it ends its threads and connections. The client of JDK 17 cannot be closed: one
 * thread of it, with what connections are idle, lives on until it is collected.
 */
public final class HttpRequests implements AutoCloseable {

	private final ExecutorService executor;

	private final HttpClient client;

	private final ClientHttpRequestFactory factory;

	/**
	 * Make a client.
	 * @param name the name of the store, for its threads
	 * @param settings time-outs, SSL bundle and addresses
	 */
	public HttpRequests(String name, HttpClientSettings settings) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("zarr-http-" + name + '-');
		threads.setDaemon(true);
		this.executor = Executors.newCachedThreadPool(threads);
		this.client = new JdkHttpClientBuilder().withExecutor(this.executor)
			.withCustomizer((client) -> client.version(HttpClient.Version.HTTP_1_1))
			.build(settings.withRedirects(HttpRedirects.DONT_FOLLOW).withReadTimeout(null));
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(this.client, this.executor);
		factory.enableCompression(false);
		Duration readTimeout = settings.readTimeout();
		if (readTimeout != null) {
			factory.setReadTimeout(readTimeout);
		}
		this.factory = factory;
	}

	/**
	 * What makes requests.
	 * @return the factory
	 */
	public ClientHttpRequestFactory factory() {
		return this.factory;
	}

	@Override
	public void close() {
		try {
			HttpClient.class.getMethod("shutdownNow").invoke(this.client);
		}
		catch (NoSuchMethodException ex) {
			// Java 17, see above.
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("The HTTP client cannot be closed", ex);
		}
		this.executor.shutdown();
	}

}
