package io.github.zarrspring.spring.autoconfigure.s3;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrDefaultStoreAutoConfiguration;
import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.FaultProxy;
import io.github.zarrspring.spring.net.Message;
import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.spring.s3.S3Service;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.BDDMockito;
import org.mockito.Mockito;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZarrS3AutoConfiguration}.
 */
class ZarrS3AutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class,
				ZarrS3AutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("zarr.stores.lake.type=s3", "zarr.stores.lake.s3.bucket=lake");

	private ApplicationContextRunner with(String... properties) {
		return this.contextRunner.withPropertyValues(properties);
	}

	private static ApplicationContextRunner at(ApplicationContextRunner runner, URI endpoint) {
		return runner.withPropertyValues("zarr.stores.lake.s3.endpoint=" + endpoint,
				"zarr.stores.lake.s3.path-style=true", "zarr.stores.lake.s3.access-key=" + S3Service.ACCESS_KEY,
				"zarr.stores.lake.s3.secret-key=" + S3Service.SECRET_KEY);
	}

	@Test
	@DisplayName("3.13 A store of the type s3 by endpoint, bucket, prefix and path-style")
	void whenStoreIsConfiguredThenArraysAreInBucket() {
		String bucket = S3Service.S3PROXY.newBucket();
		at(with("zarr.stores.lake.s3.bucket=" + bucket, "zarr.stores.lake.s3.prefix=/climate/"),
				S3Service.S3PROXY.endpoint())
			.run((context) -> {
				context.getBean(ZarrOperations.class)
					.create("t2m", ArraySpec.of(DataType.INT8).shape(3).codecs())
					.write(NdArray.of(new byte[] { 1, 2, 3 }, 3));
				try (S3Client client = S3Service.client(S3Service.S3PROXY.endpoint())) {
					assertThat(client.listObjectsV2((request) -> request.bucket(bucket)).contents())
						.extracting((object) -> object.key())
						.containsExactly("climate/t2m/c/0", "climate/t2m/zarr.json", "climate/zarr.json");
					assertThat(client.getObjectAsBytes((request) -> request.bucket(bucket).key("climate/t2m/c/0"))
						.asByteArray()).containsExactly(1, 2, 3);
				}
			});
	}

	@Test
	void whenServiceIsNotThereThenApplicationStartsAllTheSame() {
		at(this.contextRunner, URI.create("http://127.0.0.1:1")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> context.getBean(StorageBackend.class).exists(StoreKey.of("a")));
		});
	}

	@Test
	void whenApplicationHasClientThenItIsUsedAndLeftOpen() {
		S3Client client = Mockito.mock(S3Client.class);
		BDDMockito.given(client.putObject(BDDMockito.<PutObjectRequest>any(), BDDMockito.<RequestBody>any()))
			.willReturn(PutObjectResponse.builder().build());
		this.contextRunner.withBean("mine", S3Client.class, () -> client, (bean) -> bean.setDestroyMethodName(""))
			.run((context) -> {
				context.getBean(StorageBackend.class).write(StoreKey.of("a"), ByteBuffer.allocate(1));
				context.getBean(StorageBackend.class).close();
			});
		BDDMockito.then(client).should().putObject(BDDMockito.<PutObjectRequest>any(), BDDMockito.<RequestBody>any());
		BDDMockito.then(client).should(Mockito.never()).close();
	}

	@Test
	void whenStoreHasEndpointOfItsOwnThenClientOfApplicationIsNotUsed() {
		try (TestServer server = new TestServer((request) -> Answer.of(200, new byte[0]))) {
			S3Client client = Mockito.mock(S3Client.class);
			at(this.contextRunner.withBean("mine", S3Client.class, () -> client), server.uri()).run((context) -> {
				context.getBean(StorageBackend.class).write(StoreKey.of("a"), ByteBuffer.allocate(1));
				assertThat(server.requests()).extracting(Message::target).containsExactly("/lake/a");
			});
			BDDMockito.then(client).should(Mockito.never()).serviceName();
		}
	}

	@Test
	void whenClientIsNamedThenItIsTaken() {
		S3Client one = Mockito.mock(S3Client.class);
		S3Client two = Mockito.mock(S3Client.class);
		ApplicationContextRunner runner = this.contextRunner.withBean("one", S3Client.class, () -> one)
			.withBean("two", S3Client.class, () -> two);
		assertFailure(runner, "S3Client beans: one, two", "zarr.stores.lake.s3.client");
		assertFailure(runner.withPropertyValues("zarr.stores.lake.s3.client=three"), "Value: \"three\"",
				"one of the beans");
		runner.withPropertyValues("zarr.stores.lake.s3.client=two").run((context) -> {
			context.getBean(StorageBackend.class).deleteAll(List.of());
			assertThat(context).hasNotFailed();
		});
	}

	@Test
	void whenThereAreConnectionDetailsThenTheyTakeThePlaceOfProperties() {
		try (TestServer server = new TestServer((request) -> Answer.of(200, new byte[0]))) {
			ZarrS3ConnectionDetails details = new ZarrS3ConnectionDetails() {

				@Override
				public boolean isFor(String store) {
					return store.equals("lake");
				}

				@Override
				public URI getEndpoint() {
					return server.uri();
				}

				@Override
				public String getRegion() {
					return "eu-north-9";
				}

				@Override
				public String getAccessKey() {
					return "details-key";
				}

				@Override
				public String getSecretKey() {
					return "details-secret";
				}

				@Override
				public @Nullable String getSessionToken() {
					return "details-token";
				}

			};
			at(this.contextRunner.withBean(ZarrS3ConnectionDetails.class, () -> details),
					URI.create("http://127.0.0.1:1"))
				.run((context) -> context.getBean(StorageBackend.class).delete(StoreKey.of("a")));
			assertThat(server.requests().get(0).header("Authorization")).contains("details-key/", "/eu-north-9/s3");
			assertThat(server.requests().get(0).header("x-amz-security-token")).isEqualTo("details-token");
		}
	}

	@Test
	void whenAccessIsAnonymousThenRequestsAreNotSigned() {
		try (TestServer server = new TestServer((request) -> Answer.of(200, new byte[0], "ETag: \"1\""))) {
			with("zarr.stores.lake.s3.endpoint=" + server.uri(), "zarr.stores.lake.s3.path-style=true",
					"zarr.stores.lake.s3.anonymous=true", "zarr.stores.lake.s3.requester-pays=true",
					"zarr.stores.lake.read-only=true")
				.run((context) -> assertThat(context.getBean(StorageBackend.class).read(StoreKey.of("a"))).isPresent());
			assertThat(server.requests().get(0).header("Authorization")).isNull();
			assertThat(server.requests().get(0).header("x-amz-request-payer")).isEqualTo("requester");
		}
	}

	@Test
	void whenRequestFailsThenClientOfStoreDoesNotRepeatIt() {
		try (TestServer server = new TestServer((request) -> Answer.of(503, new byte[0]))) {
			at(this.contextRunner, server.uri())
				.run((context) -> assertThatExceptionOfType(StoreUnavailableException.class)
					.isThrownBy(() -> context.getBean(StorageBackend.class).read(StoreKey.of("a"))));
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void whenConnectionIsLostThenClientOfStoreDoesNotRepeatIt() {
		try (TestServer server = new TestServer((request) -> Answer.of(200, new byte[0]).lost(true))) {
			at(this.contextRunner, server.uri())
				.run((context) -> assertThatExceptionOfType(StoreUnavailableException.class)
					.isThrownBy(() -> context.getBean(StorageBackend.class).read(StoreKey.of("a"))));
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void whenAnswerToClientOfApplicationIsLostThenConditionalWriteIsDoneOnce() {
		String bucket = S3Service.S3PROXY.newBucket();
		try (FaultProxy proxy = new FaultProxy(S3Service.S3PROXY.endpoint())) {
			S3Client retrying = S3Client.builder()
				.endpointOverride(proxy.uri())
				.region(Region.US_EAST_1)
				.forcePathStyle(true)
				.credentialsProvider(StaticCredentialsProvider
					.create(AwsBasicCredentials.create(S3Service.ACCESS_KEY, S3Service.SECRET_KEY)))
				.httpClientBuilder(Apache5HttpClient.builder())
				.build();
			with("zarr.stores.lake.s3.bucket=" + bucket, "zarr.stores.lake.s3.conditional-writes=trusted")
				.withBean(S3Client.class, () -> retrying)
				.run((context) -> {
					StorageBackend backend = context.getBean(StorageBackend.class);
					proxy.fault((request, server) -> (proxy.requests().size() == 1) ? server.answer(request).lost(true)
							: server.answer(request));
					assertThat(backend.compareAndSet(StoreKey.of("a"), Version.ABSENT, ByteBuffer.allocate(1)))
						.isTrue();
					assertThat(proxy.requests()).extracting(Message::method).containsExactly("PUT", "GET");
				});
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenSpringUsesVirtualThreadsThenCallsWaitOnThem() {
		Set<Boolean> virtual = ConcurrentHashMap.newKeySet();
		// The caller makes one of the calls, and were it to fail first no other would
		// begin
		CountDownLatch two = new CountDownLatch(2);
		S3Client client = Mockito.mock(S3Client.class, (call) -> {
			virtual.add((Boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread()));
			if (call.getMethod().getName().equals("putObject")) {
				two.countDown();
				assertThat(two.await(30, TimeUnit.SECONDS)).isTrue();
			}
			throw new IllegalStateException("no service");
		});
		with("spring.threads.virtual.enabled=true").withBean(S3Client.class, () -> client).run((context) -> {
			Map<StoreKey, ByteBuffer> values = new HashMap<>();
			for (int i = 0; i < 100; i++) {
				values.put(StoreKey.of("a" + i), ByteBuffer.allocate(1));
			}
			assertThatExceptionOfType(StoreFailureException.class)
				.isThrownBy(() -> context.getBean(StorageBackend.class).writeAll(values));
		});
		assertThat(virtual).contains(true);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			bucket= | has no bucket | Set 'zarr.stores.lake.s3.bucket'
			endpoint=ftp://host | is not an address | zarr.stores.lake.s3.endpoint
			endpoint=host:9000 | is not an address | zarr.stores.lake.s3.endpoint
			endpoint=https:// | is not an address | zarr.stores.lake.s3.endpoint
			access-key=AKIA | has half of its credentials | zarr.stores.lake.s3.secret-key
			secret-key=AKIA | has half of its credentials | zarr.stores.lake.s3.access-key
			ssl-bundle=gone | Value: "gone" | spring.ssl.bundle
			max-connections=0 | Value: "0" | 'zarr.stores.lake.s3.max-connections' to at least 1
			multipart-threshold=4MB | Value: "4194304B" | at least 5MB
			read-timeout=0s | Value: "0ms" | at least 1ms
			""")
	void whenPropertyIsWrongThenFailureNamesIt(String property, String description, String action) {
		assertFailure(with("zarr.stores.lake.s3.region=us-east-1", "zarr.stores.lake.s3." + property), description,
				action);
	}

	@Test
	void whenLibraryIsMissingThenFailureNamesTheDependency() {
		assertFailure(this.contextRunner.withClassLoader(new FilteredClassLoader(S3Client.class)),
				"has a type whose library is missing", "'software.amazon.awssdk:s3'");
		assertFailure(
				this.contextRunner.withClassLoader(new FilteredClassLoader("software.amazon.awssdk.http.apache5")),
				"has a type whose library is missing", "'software.amazon.awssdk:apache5-client'");
	}

	private static void assertFailure(ApplicationContextRunner runner, String description, String text) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof StoreConfigurationException)) {
				failure = failure.getCause();
			}
			assertThat(failure).isNotNull();
			StoreConfigurationException found = (StoreConfigurationException) failure;
			assertThat(found.getDescription()).contains(description);
			assertThat(found.getAction()).contains(text);
		});
	}

}
