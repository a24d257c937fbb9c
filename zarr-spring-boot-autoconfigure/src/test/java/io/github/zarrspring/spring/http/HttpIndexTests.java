package io.github.zarrspring.spring.http;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link IndexLister} on servers that do not want it to end.
 */
@Timeout(60)
class HttpIndexTests {

	private final TestServer server = new TestServer((request) -> Answer.of(404, new byte[0]));

	private final HttpBackend backend = HttpStores.open(this.server.uri());

	@AfterEach
	void close() {
		this.backend.close();
		this.server.close();
	}

	private void pages(String page) {
		this.server.handler((request) -> Answer.of(200, page.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void whenEveryDirectoryHasAnotherThenListingEnds() {
		pages("<a href=\"x/\">");
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> this.backend.list("", null, 10))
			.withMessageContaining("x/x/x/");
		assertThat(this.server.requests()).hasSizeLessThan(200);
		pages("<a href=\"x/\"><a href=\"y/\">");
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> this.backend.list("", null, 10));
	}

	@Test
	void whenLinkLeadsUpwardsThenItIsNotFollowed() {
		this.server.handler((request) -> Answer.of(200,
				(request.target().equals("/") ? "<a href=\"%2e%2e/\"><a href=\"./\"><a href=\"a/\">"
						: "<a href=\"../\"><a href=\"%2E%2e/\"><a href=\"/a/\"><a href=\"b\">")
					.getBytes(StandardCharsets.UTF_8)));
		assertThat(this.backend.list("", null, 10)).isEqualTo(List.of(StoreKey.of("a/b")));
		assertThat(this.server.requests()).hasSize(2);
	}

}
