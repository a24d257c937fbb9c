package io.github.zarrspring.spring.autoconfigure.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.health.ZarrHealthContributorAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.retry.ZarrRetryAutoConfiguration;
import io.github.zarrspring.spring.health.ZarrStoreHealthIndicator;
import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZarrHttpAutoConfiguration}.
 */
class ZarrHttpAutoConfigurationTests {

	private static final StoreKey KEY = StoreKey.of("a/zarr.json");

	private final TestServer server = new TestServer((request) -> Answer.of(404, new byte[0]));

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrHttpAutoConfiguration.class,
				ZarrRetryAutoConfiguration.class, ZarrHealthContributorAutoConfiguration.class))
		.withPropertyValues("zarr.stores.remote.type=http");

	@AfterEach
	void close() {
		this.server.close();
	}

	private ApplicationContextRunner at(String url) {
		return this.contextRunner.withPropertyValues("zarr.stores.remote.http.base-url=" + url);
	}

	private static StorageBackend backend(ApplicationContext context) {
		return context.getBean(StorageBackend.class);
	}

	@Test
	@DisplayName("3.5 A store of the type http is made of its properties")
	void whenPropertiesAreSetThenTheyCount() {
		at(this.server.uri() + "/data/")
			.withPropertyValues("zarr.stores.remote.http.token=t0ken", "zarr.stores.remote.http.max-response-size=4B",
					"zarr.stores.remote.http.read-timeout=300ms", "zarr.stores.remote.retry.enabled=false")
			.run((context) -> {
				assertThat(backend(context).read(KEY)).isEmpty();
				assertThat(this.server.requests()).singleElement().satisfies((request) -> {
					assertThat(request.target()).isEqualTo("/data/a/zarr.json");
					assertThat(request.header("Authorization")).isEqualTo("Bearer t0ken");
				});
				assertThatExceptionOfType(StoreAccessDeniedException.class)
					.isThrownBy(() -> backend(context).write(KEY, ByteBuffer.allocate(1)));
				this.server.handler((request) -> Answer.of(200, new byte[5]));
				assertThatExceptionOfType(io.github.zarrspring.exception.LimitExceededException.class)
					.isThrownBy(() -> backend(context).read(KEY));
				this.server.handler((request) -> Answer.of(200, new byte[1]).after(Duration.ofSeconds(30)));
				assertThatExceptionOfType(io.github.zarrspring.exception.StoreUnavailableException.class)
					.isThrownBy(() -> backend(context).read(KEY));
			});
	}

	@Test
	void whenServerIsBusyThenCallIsRepeated() {
		at(this.server.uri().toString()).withPropertyValues("zarr.stores.remote.retry.delay=1ms").run((context) -> {
			this.server.handler((request) -> (this.server.requests().size() < 3)
					? Answer.of(503, new byte[0], "Retry-After: 0") : Answer.of(200, new byte[1]));
			assertThat(backend(context).read(KEY)).isPresent();
			assertThat(this.server.requests()).hasSize(3);
		});
	}

	@Test
	@DisplayName("3.5 Connection details go before properties, for all stores or one")
	void whenThereAreConnectionDetailsThenTheyCount() {
		HttpConnectionDetails details = new HttpConnectionDetails() {

			@Override
			public String baseUrl() {
				return ZarrHttpAutoConfigurationTests.this.server.uri() + "/service";
			}

			@Override
			public String token() {
				return "details";
			}

		};
		this.contextRunner.withBean(HttpConnectionDetails.class, () -> details).run((context) -> {
			assertThat(context.getBean(BackendRegistry.class).describe("remote").location())
				.isEqualTo(this.server.uri() + "/service/");
			backend(context).read(KEY);
			assertThat(this.server.requests()).singleElement().satisfies((request) -> {
				assertThat(request.target()).isEqualTo("/service/a/zarr.json");
				assertThat(request.header("Authorization")).isEqualTo("Bearer details");
			});
		});
	}

	@Test
	@DisplayName("3.5 The application's own client and interceptors are used")
	void whenApplicationHasClientThenItsInterceptorsAreCalled() {
		at(this.server.uri().toString())
			.withBean(RestClient.Builder.class, () -> RestClient.builder().defaultHeader("X-Application", "yes"))
			.withBean(HttpStoreCustomizer.class,
					() -> (store, builder) -> builder.requestInterceptor((request, body, execution) -> {
						request.getHeaders().set("X-Store", store);
						return execution.execute(request, body);
					}))
			.run((context) -> {
				backend(context).read(KEY);
				assertThat(this.server.requests()).singleElement().satisfies((request) -> {
					assertThat(request.header("X-Application")).isEqualTo("yes");
					assertThat(request.header("X-Store")).isEqualTo("remote");
				});
			});
	}

	@Test
	@DisplayName("3.5 Health shows the address without secrets, and a store that hangs is down in time")
	void whenServerHangsThenHealthIsDownInTimeWithoutSecrets() {
		String url = this.server.uri().toString().replace("//", "//user:pa55@") + "/data?sig=s1g";
		at(url).withPropertyValues("zarr.health.timeout=500ms").run((context) -> {
			assertThat(health(context)).satisfies((health) -> assertThat(health.getStatus()).isEqualTo(Status.UP));
			assertThat(this.server.requests()).last()
				.satisfies((request) -> assertThat(request.header("Authorization")).startsWith("Basic "));
			this.server.handler((request) -> Answer.of(200, new byte[0]).after(Duration.ofSeconds(30)));
			long start = System.nanoTime();
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
			this.server.close();
			assertThat(health + " " + health(context) + context.getBean(BackendRegistry.class).describe("remote")
					+ backend(context))
				.contains("/data/")
				.doesNotContain("pa55", "s1g", "user");
		});
	}

	private static Health health(ApplicationContext context) {
		CompositeHealthContributor contributor = (CompositeHealthContributor) context.getBean("zarrHealthContributor");
		ZarrStoreHealthIndicator indicator = (ZarrStoreHealthIndicator) contributor.getContributor("remote");
		assertThat(indicator).isNotNull();
		return indicator.health();
	}

	@Test
	@DisplayName("3.5 Private addresses are refused where that is set")
	void whenOnlyExternalAddressesAreAllowedThenLocalOnesAreRefused() {
		at(this.server.uri().toString()).withPropertyValues("zarr.stores.remote.http.external-addresses-only=true")
			.run((context) -> {
				assertThatExceptionOfType(StoreAccessDeniedException.class)
					.isThrownBy(() -> backend(context).read(KEY));
				assertThat(this.server.requests()).isEmpty();
			});
	}

	@Test
	void whenAddressIsWrongThenFailureNamesPropertyAndNotItsValue() {
		for (String url : new String[] { "", "ftp://user:pa55@host/", "http://user:pa55@ho st/", "http:///x?pa55" }) {
			at(url).run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(StoreConfigurationException.class)
				.hasMessageContaining("zarr.stores.remote.http.base-url")
				.hasMessageNotContaining("pa55"));
		}
		at("http://localhost/").withPropertyValues("zarr.stores.remote.http.ssl-bundle=none")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void whenLibraryIsMissingThenFailureNamesIt() {
		at("http://localhost/")
			.withClassLoader(
					new FilteredClassLoader(org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(StoreConfigurationException.class)
				.extracting((failure) -> failure.toString() + ((StoreConfigurationException) failure).getAction())
				.asString()
				.contains("spring-boot-starter-restclient"));
	}

	@Test
	void whenBodyOfFailureIsLongThenItIsNotShown() {
		this.server.handler((request) -> Answer.of(400, "s3cret".getBytes(StandardCharsets.UTF_8)));
		at(this.server.uri().toString())
			.run((context) -> assertThatExceptionOfType(io.github.zarrspring.exception.StoreFailureException.class)
				.isThrownBy(() -> backend(context).read(KEY))
				.withMessageNotContaining("s3cret"));
	}

	@Test
	void whenRedirectLeadsToAnotherHostThenNothingOfTheApplicationGoesThere() {
		try (TestServer other = new TestServer((request) -> Answer.of(200, new byte[1]))) {
			this.server.handler((request) -> Answer.of(307, new byte[0], "Location: " + other.uri() + "/x"));
			at(this.server.uri().toString())
				.withPropertyValues("zarr.stores.remote.http.redirect-hosts=" + other.uri().getAuthority(),
						"zarr.stores.remote.http.token=t0ken")
				.withBean(RestClient.Builder.class, () -> RestClient.builder().defaultHeader("X-Application", "yes"))
				.withBean(HttpStoreCustomizer.class,
						() -> (store, builder) -> builder.requestInterceptor((request, body, execution) -> {
							request.getHeaders().set("X-Token", "s3cret");
							return execution.execute(request, body);
						}))
				.run((context) -> {
					assertThat(backend(context).read(KEY)).isPresent();
					assertThat(this.server.requests()).singleElement()
						.satisfies((request) -> assertThat(request.header("X-Token")).isEqualTo("s3cret"));
					assertThat(other.requests()).singleElement()
						.satisfies((request) -> assertThat(request.headers())
							.noneMatch((header) -> header.contains("t0ken") || header.contains("s3cret")
									|| header.contains("yes")));
				});
		}
	}

	@Test
	void whenStoresAreClosedThenTheirThreadsEnd() {
		for (int i = 0; i < 20; i++) {
			at(this.server.uri().toString()).run((context) -> backend(context).read(KEY));
		}
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (clientThreads() > 4 && System.nanoTime() < end) {
			if (Runtime.version().feature() < 21) {
				// The client of such a JDK ends when it is collected.
				System.gc();
			}
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
		}
		assertThat(clientThreads()).isLessThan(5);
	}

	private static long clientThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("zarr-http-remote-") || name.startsWith("HttpClient-"))
			.count();
	}

}
