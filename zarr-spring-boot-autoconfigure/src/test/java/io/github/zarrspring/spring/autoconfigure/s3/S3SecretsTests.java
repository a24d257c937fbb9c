package io.github.zarrspring.spring.autoconfigure.s3;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrProperties;
import io.github.zarrspring.spring.autoconfigure.health.ZarrHealthContributorAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.metrics.ZarrMetricsAutoConfiguration;
import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Credentials show nowhere.
 */
@ExtendWith(OutputCaptureExtension.class)
class S3SecretsTests {

	private static final String[] SECRETS = { "s3cr3t-key", "s3cr3t-token", "s3cr3t-user" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrS3AutoConfiguration.class,
				ZarrHealthContributorAutoConfiguration.class, ZarrMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("zarr.stores.lake.type=s3", "zarr.stores.lake.s3.bucket=lake",
				"zarr.stores.lake.s3.path-style=true", "zarr.stores.lake.s3.access-key=AKIA",
				"zarr.stores.lake.s3.secret-key=s3cr3t-key", "zarr.stores.lake.s3.session-token=s3cr3t-token");

	private static String trace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	@Test
	void whenServiceRefusesCredentialsThenTheyShowNowhere(CapturedOutput output) {
		byte[] body = "<Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message></Error>".getBytes();
		try (TestServer server = new TestServer((request) -> Answer.of(403, body))) {
			this.contextRunner.withPropertyValues("zarr.stores.lake.s3.endpoint=" + server.uri(), "debug=true")
				.run((context) -> {
					StorageBackend backend = context.getBean(StorageBackend.class);
					Throwable failure = catchThrowable(() -> backend.read(StoreKey.of("a")));
					assertThat(failure).isInstanceOf(StoreAccessDeniedException.class);
					HealthIndicator health = (HealthIndicator) context
						.getBean("zarrHealthContributor", CompositeHealthContributor.class)
						.getContributor("lake");
					List<String> texts = List.of(trace(failure), String.valueOf(health.health()), backend.toString(),
							context.getBean(ZarrProperties.class).toString(),
							context.getBean(BackendRegistry.class).toString(),
							((SimpleMeterRegistry) context.getBean(MeterRegistry.class)).getMetersAsString());
					assertThat(texts).allSatisfy((text) -> assertThat(text).doesNotContain(SECRETS));
					assertThat(texts.get(1)).contains("DOWN", "s3://lake/ at 127.0.0.1");
					assertThat(texts.get(5)).contains("zarr.store.operations");
				});
		}
		assertThat(output).doesNotContain(SECRETS);
	}

	@Test
	void whenEndpointHasCredentialsThenTheyAreRefusedAndDoNotShow(CapturedOutput output) {
		this.contextRunner.withPropertyValues("zarr.stores.lake.s3.endpoint=https://s3cr3t-user:s3cr3t-key@host")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(trace(context.getStartupFailure())).contains("endpoint").doesNotContain(SECRETS);
			});
		assertThat(output).doesNotContain(SECRETS);
	}

	@Test
	void whenHalfOfCredentialsIsMissingThenTheOtherDoesNotShow(CapturedOutput output) {
		this.contextRunner.withPropertyValues("zarr.stores.lake.s3.access-key=").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(trace(context.getStartupFailure())).doesNotContain(SECRETS);
		});
		assertThat(output).doesNotContain(SECRETS);
	}

	@Test
	void whenPropertyOfSecretIsMisspeltThenItDoesNotShow(CapturedOutput output) {
		ApplicationContextRunner runner = this.contextRunner
			.withPropertyValues("zarr.stores.lake.s3.secret-acces-key=s3cr3t-key");
		runner.run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(StoreConfigurationException.class)
				.hasMessageContaining("zarr.stores.lake.s3.secret-acces-key");
			assertThat(trace(context.getStartupFailure())).doesNotContain(SECRETS);
		});
		assertThat(output).doesNotContain(SECRETS);
	}

}
