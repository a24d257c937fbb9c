package io.github.zarrspring.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances with the profile 'partitioned', started in the same way.
 */
@Tag("slow")
class PartitionedProfileTests {

	private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:\\d+");

	@BeforeAll
	static void beLocal() {
		System.setProperty("hz.network.port.port", "0");
		System.setProperty("hazelcast.local.localAddress", "127.0.0.1");
	}

	@AfterAll
	static void restore() {
		System.clearProperty("hz.network.port.port");
		System.clearProperty("hazelcast.local.localAddress");
	}

	private static ConfigurableApplicationContext start(String members) {
		return new SpringApplicationBuilder(SampleApplication.class).profiles("partitioned")
			.run("--zarr.stores.grid.partitioned.cluster-name=sample-" + ProcessHandle.current().pid(),
					"--zarr.stores.grid.partitioned.members=" + members, "--logging.level.root=warn");
	}

	private static String health(ConfigurableApplicationContext instance) throws IOException, InterruptedException {
		String port = instance.getEnvironment().getProperty("local.server.port");
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + port + "/actuator/health/zarr/grid"))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
	}

	@Test
	@DisplayName("5.1 A second instance of the sample shares the store of the first, and keeps it when that one ends")
	void whenTwoInstancesAreStartedThenTheyShareTheStore() throws Exception {
		ConfigurableApplicationContext first = start("");
		try (ConfigurableApplicationContext second = start(address(first))) {
			assertThat(health(first)).contains("\"UP\"", "\"members\":2");
			assertThat(health(second)).contains("\"UP\"", "\"members\":2");
			first.getBean(ZarrOperations.class)
				.create("shared", ArraySpec.of(DataType.INT32).shape(3).chunks(1))
				.write(NdArray.of(new int[] { 1, 2, 3 }, 3));
			first.close();
			ZarrOperations zarr = second.getBean(ZarrOperations.class);
			assertThat(zarr.open("shared").read().ints()).containsExactly(1, 2, 3);
			assertThat(zarr.exists("terrain/elevation")).isTrue();
			// It learns a little later that the first one is gone.
			for (int i = 0; i < 600 && health(second).contains("\"members\":2"); i++) {
				Thread.sleep(50);
			}
			assertThat(health(second)).contains("\"UP\"", "\"members\":1");
		}
		finally {
			first.close();
		}
	}

	private static String address(ConfigurableApplicationContext instance) throws Exception {
		Matcher address = ADDRESS.matcher(health(instance));
		assertThat(address.find()).isTrue();
		return address.group();
	}

}
