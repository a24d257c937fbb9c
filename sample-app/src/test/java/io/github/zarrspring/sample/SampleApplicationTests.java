package io.github.zarrspring.sample;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application as it is served.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SampleApplicationTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private ZarrOperations zarr;

	@Test
	void pageIsServedWithAllThatItNeeds() throws Exception {
		HttpResponse<String> page = get("/");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.body()).contains("<title>Terrain</title>", "\"style.css\"", "\"terrain.js\"")
			.doesNotContain("src=\"http", "href=\"http");
		assertThat(get("/terrain.js").statusCode()).isEqualTo(200);
		assertThat(get("/style.css").statusCode()).isEqualTo(200);
		assertThat(get("/api/image/scratch/terrain/elevation.png").headers().firstValue("Content-Type"))
			.contains("image/png");
	}

	@Test
	void healthHasTheStores() throws Exception {
		HttpResponse<String> health = get("/actuator/health");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(health.body()).contains("\"zarr\"", "\"scratch\"", "\"terrain-v3\"", "\"terrain-v2\"");
		assertThat(get("/actuator/health/zarr/scratch").body()).contains("\"UP\"");
	}

	@Test
	void metricsHaveThoseOfTheStores() throws Exception {
		get("/api/elevation?lat=36.6496&lon=-84.2471");
		assertThat(get("/actuator/metrics").body()).contains("\"zarr.");
	}

	@Test
	void whenNamesHaveSpacesAndUnicodeThenTheyAreFound() throws Exception {
		this.zarr.createGroup("höhe über NN/ä+;=");
		assertThat(get("/api/tree/scratch/h%C3%B6he%20%C3%BCber%20NN/%C3%A4+%3B=").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x/../terrain", "../scratch/terrain", "x/%2e%2e/terrain", "%2E%2E/scratch/terrain",
			"x/..%2fterrain", "x%2f..%2fterrain", "x/..%5cterrain", "x%5C..%5Cterrain", "x\\..\\terrain", "terrain%00",
			"terrain/./", "./terrain", "%252e%252e/terrain", "terrain/..;/terrain", "%c0%ae%c0%ae/terrain", "%zz",
			"terrain/elevation/../../terrain" })
	void whenPathLeadsElsewhereThenNothingIsTouched(String path) throws IOException {
		for (String request : new String[] { "DELETE /api/nodes/scratch/", "GET /api/tree/scratch/",
				"GET /api/values/scratch/", "GET /api/image/scratch/", "PUT /api/values/scratch/" }) {
			String answer = send(request + path);
			assertThat(answer).matches("(?s)HTTP/1.1 (400|404|415).*");
			if (!request.startsWith("GET")) {
				assertThat(answer).contains("application/problem+json");
			}
		}
		assertThat(this.zarr.exists("terrain/elevation")).isTrue();
	}

	@Test
	void whenSelectionHasListThenBracketsNeedNoEncoding() throws IOException {
		assertThat(send("GET /api/values/terrain-v3/elevation?selection=[4,1,1],0:3")).startsWith("HTTP/1.1 200")
			.contains("[[464,474,480],[475,486,489],[475,486,489]]");
	}

	@Test
	void whenServerRefusesUrlThenAnswerIsProblemToo() throws IOException {
		assertThat(send("GET /api/tree/scratch/a%2Fb")).startsWith("HTTP/1.1 400")
			.contains("application/problem+json")
			.endsWith("{\"status\":400,\"title\":\"Bad Request\"}");
	}

	private HttpResponse<String> get(String path) throws Exception {
		return this.client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).build(),
				BodyHandlers.ofString());
	}

	/**
	 * Sends what no client would that knows what a URL is.
	 */
	private String send(String request) throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			String text = request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

}
