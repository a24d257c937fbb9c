package io.github.zarrspring.spring.s3;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.zarrspring.limits.BytesInFlight;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 service to test with, started when it is needed and ended with the process.
 */
public enum S3Service {

	/**
	 * S3Proxy in this process.
	 */
	S3PROXY {

		@Override
		public URI endpoint() {
			return S3ProxyServer.INSTANCE.front().uri();
		}

		@Override
		public URI directEndpoint() {
			return S3ProxyServer.INSTANCE.endpoint();
		}

	},

	/**
	 * S3Mock in a process of its own.
	 */
	S3MOCK {

		@Override
		public URI endpoint() {
			return S3MockProcess.INSTANCE.front().uri();
		}

		@Override
		public URI directEndpoint() {
			return S3MockProcess.INSTANCE.endpoint();
		}

	};

	/**
	 * The access key of the services that ask for one.
	 */
	public static final String ACCESS_KEY = "local";

	/**
	 * The secret key of the services that ask for one.
	 */
	public static final String SECRET_KEY = "local-secret";

	private static final AtomicInteger BUCKETS = new AtomicInteger();

	/**
	 * Where the service is.
	 * @return its address
	 */
	public abstract URI endpoint();

	/**
	 * Where the service is, without what makes it atomic. For reads.
	 * @return its address
	 */
	public abstract URI directEndpoint();

	/**
	 * Make a bucket.
	 * @return its name
	 */
	public String newBucket() {
		String bucket = "bucket-" + BUCKETS.incrementAndGet();
		try (S3Client client = client(endpoint())) {
			client.createBucket((request) -> request.bucket(bucket));
		}
		return bucket;
	}

	/**
	 * A client without retries of its own.
	 * @param endpoint where the service is, or what stands in front of it
	 * @return the client
	 */
	public static S3Client client(URI endpoint) {
		return client(endpoint, Duration.ofSeconds(20), Duration.ofSeconds(30));
	}

	/**
	 * A client without retries of its own.
	 * @param endpoint where the service is, or what stands in front of it
	 * @param readTimeout how long it waits for bytes
	 * @param callTimeout how long a call takes at most
	 * @return the client
	 */
	public static S3Client client(URI endpoint, Duration readTimeout, Duration callTimeout) {
		return S3Client.builder()
			.endpointOverride(endpoint)
			.region(Region.US_EAST_1)
			.forcePathStyle(true)
			.serviceConfiguration((configuration) -> configuration.chunkedEncodingEnabled(false))
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
			.httpClientBuilder(Apache5HttpClient.builder()
				.maxConnections(128)
				.socketTimeout(readTimeout)
				.expectContinueEnabled(false))
			.overrideConfiguration((configuration) -> configuration.apiCallTimeout(callTimeout)
				.retryStrategy(DefaultRetryStrategy.doNotRetry()))
			.build();
	}

	/**
	 * A backend.
	 * @param endpoint where the service is, or what stands in front of it
	 * @param settings how it is used
	 * @return the backend, which closes its client
	 */
	public static S3Backend backend(URI endpoint, S3Settings settings) {
		return backend(client(endpoint), settings);
	}

	/**
	 * A backend.
	 * @param client its client
	 * @param settings how it is used
	 * @return the backend, which closes its client
	 */
	public static S3Backend backend(S3Client client, S3Settings settings) {
		return backend(client, settings, new BytesInFlight(settings.maxValueBytes()));
	}

	/**
	 * A backend.
	 * @param client its client
	 * @param settings how it is used
	 * @param inFlight the bytes that may be on their way
	 * @return the backend, which closes its client
	 */
	public static S3Backend backend(S3Client client, S3Settings settings, BytesInFlight inFlight) {
		ExecutorService executor = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		});
		return new S3Backend(client, settings, executor, inFlight, () -> {
			client.close();
			executor.shutdown();
		});
	}

}
