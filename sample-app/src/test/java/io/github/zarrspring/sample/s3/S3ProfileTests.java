package io.github.zarrspring.sample.s3;

import io.github.zarrspring.array.Selection;
import io.github.zarrspring.sample.SampleApplication;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The terrain in S3, as the profile {@code s3} has it.
 */
@Tag("slow")
class S3ProfileTests {

	@Test
	void whenProfileIsS3ThenTerrainIsInServerThatEndsWithTheApplication() {
		S3Server server;
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(SampleApplication.class)
			.web(WebApplicationType.NONE)
			.profiles("s3")
			.run()) {
			server = context.getBean(S3Server.class);
			assertThat(server.isRunning()).isTrue();
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			assertThat(zarr.getStoreName()).isEqualTo("lake");
			assertThat(context.getBean(BackendRegistry.class).get("lake").list("terrain/", null, 1000)).isNotEmpty();
			assertThat(zarr.open("terrain/elevation").read(Selection.parse("100,200")).shorts()).containsExactly(522);
		}
		assertThat(server.isRunning()).isFalse();
	}

}
