package io.github.zarrspring.spring.autoconfigure.s3;

import java.net.URI;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

import org.springframework.boot.ssl.SslBundle;

/**
 * Makes the client of a store. It retries nothing: what may be repeated, the store knows.
 */
final class S3ClientFactory {

	private S3ClientFactory() {
	}

	static S3Client create(StoreContext context, StoreProperties.S3 properties, S3Connection connection,
			@Nullable SslBundle sslBundle) {
		boolean checksums = properties.checksums();
		S3ClientBuilder builder = S3Client.builder()
			.forcePathStyle(properties.pathStyle())
			.serviceConfiguration((configuration) -> configuration.chunkedEncodingEnabled(false))
			.credentialsProvider(connection.credentials())
			.requestChecksumCalculation(
					checksums ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED)
			.responseChecksumValidation(
					checksums ? ResponseChecksumValidation.WHEN_SUPPORTED : ResponseChecksumValidation.WHEN_REQUIRED)
			.httpClientBuilder(httpClient(properties, sslBundle))
			.overrideConfiguration((configuration) -> configuration.apiCallTimeout(properties.callTimeout())
				.retryStrategy(DefaultRetryStrategy.doNotRetry()));
		URI endpoint = connection.endpoint();
		if (endpoint != null) {
			builder.endpointOverride(endpoint);
		}
		String region = connection.region();
		if (region != null) {
			builder.region(Region.of(region));
		}
		try {
			return builder.build();
		}
		catch (SdkException ex) {
			throw S3StoreFailures.noClient(context, String.valueOf(ex.getMessage()), ex);
		}
	}

	private static Apache5HttpClient.Builder httpClient(StoreProperties.S3 properties, @Nullable SslBundle sslBundle) {
		// To ask before each body costs a round trip, and chunks are small.
		Apache5HttpClient.Builder builder = Apache5HttpClient.builder()
			.maxConnections(properties.maxConnections())
			.connectionTimeout(properties.connectTimeout())
			.connectionAcquisitionTimeout(properties.callTimeout())
			.socketTimeout(properties.readTimeout())
			.expectContinueEnabled(false);
		if (sslBundle != null) {
			TrustManager[] trustManagers = sslBundle.getManagers().getTrustManagers();
			KeyManager[] keyManagers = sslBundle.getManagers().getKeyManagers();
			builder.tlsTrustManagersProvider(() -> trustManagers).tlsKeyManagersProvider(() -> keyManagers);
		}
		return builder;
	}

}
