package io.github.zarrspring.spring.net;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FaultProxy}.
 */
class FaultProxyTests {

	private final AtomicInteger acted = new AtomicInteger();

	private final TestServer server = new TestServer((request) -> {
		this.acted.incrementAndGet();
		return Answer.of(200, request.body(), "X-Method: " + request.method());
	});

	private final FaultProxy proxy = new FaultProxy(this.server.uri());

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@AfterEach
	void close() {
		this.proxy.close();
		this.server.close();
	}

	private HttpResponse<String> put(String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.proxy.uri() + "/a/b?c=d"))
			.PUT(HttpRequest.BodyPublishers.ofString(body))
			.expectContinue(true)
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void whenNothingGoesWrongThenServerAnswers() throws Exception {
		assertThat(put("hello").body()).isEqualTo("hello");
		assertThat(put("again").headers().firstValue("X-Method")).contains("PUT");
		assertThat(this.server.requests()).extracting(Message::target).containsExactly("/a/b?c=d", "/a/b?c=d");
	}

	@Test
	void whenAnswerIsLostThenServerHasActed() {
		this.proxy.fault(Fault.LOST_ANSWER);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> put("lost"));
		this.proxy.fault(Fault.RESET_ANSWER);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> put("lost"));
		assertThat(this.acted).hasValue(this.proxy.requests().size());
	}

	@Test
	void whenRequestIsRefusedThenServerHasNotActed() throws Exception {
		this.proxy.fault(Fault.BUSY);
		assertThat(put("x").statusCode()).isEqualTo(503);
		assertThat(put("x").headers().firstValue("Retry-After")).contains("0");
		this.proxy.fault(Fault.ERROR);
		assertThat(put("x").statusCode()).isEqualTo(500);
		this.proxy.fault(Fault.RESET);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> put("x"));
		assertThat(this.acted).hasValue(0);
	}

	@Test
	void whenAnswerIsCutThenClientSeesThatItIs() {
		byte[] body = "0123456789".getBytes(StandardCharsets.UTF_8);
		this.server.handler((request) -> Answer.of(200, body).cutAfter(4, false));
		HttpRequest request = HttpRequest.newBuilder(this.server.uri()).build();
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.client.send(request, HttpResponse.BodyHandlers.ofString()));
	}

}
