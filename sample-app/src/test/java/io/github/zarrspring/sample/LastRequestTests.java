package io.github.zarrspring.sample;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.array.Selection;
import io.github.zarrspring.spring.ZarrOperations;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request that is still being answered when the application stops.
 */
@Timeout(120)
class LastRequestTests {

	@TempDir
	private Path folder;

	@Test
	@DisplayName("4.1 What the last request writes while the application stops is answered and saved")
	void whenApplicationStopsDuringRequestThenWhatItWritesIsSaved() throws Exception {
		String body = "{\"values\": 7}";
		CountDownLatch stopping = new CountDownLatch(1);
		ConfigurableApplicationContext context = start(stopping);
		ExecutorService stopper = Executors.newSingleThreadExecutor();
		try (Socket socket = new Socket("localhost", port(context))) {
			send(socket,
					"PUT /api/values/scratch/terrain/elevation?selection=100,200 HTTP/1.1\r\nHost: localhost\r\n"
							+ "Content-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\n"
							+ "Content-Length: " + body.length() + "\r\n\r\n");
			// The controller waits for the body: the request is under way.
			assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
				.isEqualTo("HTTP/1.1 100");
			Future<?> stopped = stopper.submit(context::close);
			assertThat(stopping.await(60, TimeUnit.SECONDS)).isTrue();
			send(socket, body);
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.contains("HTTP/1.1 204");
			stopped.get(60, TimeUnit.SECONDS);
		}
		finally {
			stopper.shutdownNow();
			context.close();
		}
		try (ConfigurableApplicationContext again = start(new CountDownLatch(1))) {
			assertThat(again.getBean(ZarrOperations.class)
				.open("terrain/elevation")
				.read(Selection.parse("100,200"))
				.shorts()).containsExactly(7);
		}
	}

	@Test
	@DisplayName("4.1 Snapshot stores are saved in a phase after that in which the web server stops")
	void whenContextIsThereThenStoresStopAfterTheWebServer() {
		try (ConfigurableApplicationContext context = start(new CountDownLatch(1))) {
			assertThat(context.getBeansOfType(SmartLifecycle.class).values())
				.filteredOn((bean) -> bean.getClass().getName().endsWith(".SnapshotStores"))
				.singleElement()
				.satisfies((stores) -> assertThat(stores.isRunning()).isTrue())
				.satisfies((stores) -> assertThat(stores.getPhase())
					.isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
					.isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE));
		}
	}

	private ConfigurableApplicationContext start(CountDownLatch stopping) {
		return new SpringApplicationBuilder(SampleApplication.class).initializers((context) -> {
			context.getBeanFactory().registerSingleton("stopping", new Stopping(stopping));
			TomcatConnectorCustomizer onRead = (
					connector) -> assertThat(connector.setProperty("continueResponseTiming", "onRead")).isTrue();
			context.getBeanFactory().registerSingleton("onRead", onRead);
			// Tomcat counts a request as done before it sends what is not sent by then.
			Filter send = (request, response, chain) -> {
				chain.doFilter(request, response);
				response.flushBuffer();
			};
			context.getBeanFactory().registerSingleton("send", send);
		})
			.run("--server.port=0", "--spring.profiles.active=snapshot", "--zarr.stores.scratch.snapshot.journal=off",
					"--zarr.stores.scratch.snapshot.interval=0s",
					"--zarr.stores.scratch.snapshot.path=" + this.folder.resolve("scratch.zip"));
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().flush();
	}

	/**
	 * Tells that the web server has begun to stop, and all that stops before it has
	 * stopped.
	 */
	private static final class Stopping implements SmartLifecycle {

		private final CountDownLatch begun;

		private volatile boolean running;

		Stopping(CountDownLatch begun) {
			this.begun = begun;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.begun.countDown();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
		}

	}

}
