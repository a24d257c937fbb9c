package io.github.zarrspring.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Actuator endpoint of the stores as it is served by default.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ZarrEndpointTests {

	@LocalServerPort
	private int port;

	@Autowired
	private ZarrOperations zarr;

	@Test
	@DisplayName("1.7 The endpoint shows stores, their state, tree, nodes and keys")
	void whenStoresAreLookedAtThenTheyAreShown() throws Exception {
		createArray(this.zarr, "endpoint/a");
		assertThat(get("").body()).contains("\"name\":\"scratch\"", "\"type\":\"concurrent-map\"");
		assertThat(get("/scratch").body()).contains("\"access\":\"PUBLIC\"", "\"fencingNumber\":0");
		assertThat(get("/scratch/tree?path=endpoint").body()).contains("\"path\":\"endpoint/a\"", "\"shape\":[4]");
		assertThat(get("/scratch/node?path=endpoint/a").body()).contains("\"zarr.json\"", "\"data_type\":\"int32\"");
		assertThat(get("/scratch/entries?path=endpoint/&limit=1").body())
			.contains("\"keys\":[\"endpoint/a/zarr.json\"]", "\"next\":\"endpoint/a/zarr.json\"");
		assertThat(get("/river").statusCode()).isEqualTo(404);
		assertThat(get("/scratch/node?path=no/such").statusCode()).isEqualTo(404);
		for (String[] bad : new String[][] {
				{ "/scratch/picture", "no view 'picture', known are [tree, node, entries]" },
				{ "/scratch/node?path=a//b", "a//b" }, { "/scratch/entries?after=a//b", "a//b" },
				{ "/scratch/tree?after=a//b", "a//b" },
				{ "/scratch/tree?limit=all", "The limit 'all' is not a number" },
				{ "/scratch/tree?limit=0", "The limit is from 1 to 10000, not 0" } }) {
			assertThat(get(bad[0]).statusCode()).as(bad[0]).isEqualTo(400);
			assertThat(get(bad[0]).body()).as(bad[0]).contains("\"message\":").contains(bad[1]);
		}
	}

	@Test
	@DisplayName("1.7 The endpoint changes nothing unless that is enabled")
	void whenWritingIsNotEnabledThenItIsRefused() throws Exception {
		createArray(this.zarr, "endpoint/a");
		for (String[] request : new String[][] { { "POST", "/scratch/clear" }, { "POST", "/scratch/flush" },
				{ "DELETE", "/scratch" } }) {
			assertThat(send(this.port, request[0], request[1]).statusCode()).as(request[1]).isIn(404, 405);
		}
		assertThat(this.zarr.exists("endpoint/a")).isTrue();
	}

	private HttpResponse<String> get(String path) throws Exception {
		return send(this.port, "GET", path);
	}

	static HttpResponse<String> send(int port, String method, String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/zarr" + path))
			.method(method, BodyPublishers.noBody())
			.header("Content-Type", "application/json")
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

	static void createArray(ZarrOperations zarr, String path) {
		if (!zarr.exists(path)) {
			zarr.create(path, ArraySpec.of(DataType.INT32).shape(4).chunks(2));
		}
	}

}
