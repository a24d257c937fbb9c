package io.github.zarrspring.sample;

import java.net.http.HttpResponse;

import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Actuator endpoint of the stores where it may change them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoint.zarr.access=unrestricted", "zarr.stores.vault.type=concurrent-map",
				"zarr.stores.vault.access=private" })
class ZarrEndpointWriteTests {

	@LocalServerPort
	private int port;

	@Autowired
	private ZarrOperations zarr;

	@Test
	@DisplayName("1.7 Where it is enabled, the endpoint flushes, clears and drops")
	void whenWritingIsEnabledThenItIsDone() throws Exception {
		ZarrEndpointTests.createArray(this.zarr, "endpoint/a");
		HttpResponse<String> flush = ZarrEndpointTests.send(this.port, "POST", "/scratch/flush");
		assertThat(flush.statusCode()).isEqualTo(200);
		assertThat(flush.body()).contains("\"action\":\"flush\"", "\"bytes\":0");
		assertThat(this.zarr.exists("endpoint/a")).isTrue();
		assertThat(ZarrEndpointTests.send(this.port, "POST", "/scratch/clear").statusCode()).isEqualTo(200);
		assertThat(this.zarr.exists("endpoint/a")).isFalse();
		ZarrEndpointTests.createArray(this.zarr, "endpoint/a");
		assertThat(ZarrEndpointTests.send(this.port, "DELETE", "/scratch").statusCode()).isEqualTo(200);
		assertThat(this.zarr.exists("endpoint/a")).isFalse();
		assertThat(ZarrEndpointTests.send(this.port, "DELETE", "/river").statusCode()).isIn(204, 404);
	}

	@Test
	@DisplayName("1.4 The endpoint has no more rights than anyone without a lease")
	void whenStoreIsPrivateThenEndpointIsRefused() throws Exception {
		HttpResponse<String> refused = ZarrEndpointTests.send(this.port, "POST", "/vault/clear");
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(ZarrEndpointTests.send(this.port, "GET", "/vault/entries").statusCode()).isEqualTo(400);
		assertThat(ZarrEndpointTests.send(this.port, "GET", "/vault").body()).contains("\"access\":\"PRIVATE\"");
	}

}
