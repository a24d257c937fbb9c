package io.github.zarrspring.spring.autoconfigure.s3;

import java.net.URI;
import java.net.URISyntaxException;

import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Where the service of one store is and who uses it: what the connection details say, and
 * the properties for the rest. It shows no credentials.
 */
final class S3Connection {

	private final StoreContext context;

	private final StoreProperties.S3 properties;

	private final @Nullable ZarrS3ConnectionDetails details;

	S3Connection(StoreContext context, StoreProperties.S3 properties, @Nullable ZarrS3ConnectionDetails details) {
		this.context = context;
		this.properties = properties;
		this.details = details;
	}

	@Nullable URI endpoint() {
		URI endpoint = (this.details != null) ? this.details.getEndpoint() : null;
		return (endpoint != null) ? endpoint : parse(this.properties.endpoint());
	}

	private @Nullable URI parse(@Nullable String endpoint) {
		if (endpoint == null || endpoint.isBlank()) {
			return null;
		}
		try {
			URI uri = new URI(endpoint.strip());
			boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
			if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
				return uri;
			}
		}
		catch (URISyntaxException ex) {
			// The text of the exception has the address, and that may have a secret.
		}
		throw S3StoreFailures.invalidEndpoint(this.context);
	}

	@Nullable String region() {
		String region = (this.details != null) ? this.details.getRegion() : null;
		region = (region != null) ? region : this.properties.region();
		// Other services ignore the region, but requests are signed for one.
		return (region == null && endpoint() != null) ? "us-east-1" : region;
	}

	AwsCredentialsProvider credentials() {
		if (this.details != null && this.details.getAccessKey() != null) {
			return credentials(this.details.getAccessKey(), this.details.getSecretKey(),
					this.details.getSessionToken());
		}
		if (this.properties.anonymous()) {
			return AnonymousCredentialsProvider.create();
		}
		if (this.properties.accessKey() != null || this.properties.secretKey() != null) {
			return credentials(this.properties.accessKey(), this.properties.secretKey(),
					this.properties.sessionToken());
		}
		return DefaultCredentialsProvider.builder().profileName(this.properties.profile()).build();
	}

	private AwsCredentialsProvider credentials(@Nullable String accessKey, @Nullable String secretKey,
			@Nullable String sessionToken) {
		if (!StringUtils.hasText(accessKey) || !StringUtils.hasText(secretKey)) {
			throw S3StoreFailures.halfCredentials(this.context);
		}
		return StaticCredentialsProvider
			.create((sessionToken != null) ? AwsSessionCredentials.create(accessKey, secretKey, sessionToken)
					: AwsBasicCredentials.create(accessKey, secretKey));
	}

	@Nullable SslBundle sslBundle(@Nullable SslBundles bundles) {
		SslBundle bundle = (this.details != null) ? this.details.getSslBundle() : null;
		String name = this.properties.sslBundle();
		if (bundle != null || name == null) {
			return bundle;
		}
		if (bundles == null || !bundles.getBundleNames().contains(name)) {
			throw S3StoreFailures.unknownBundle(this.context, name);
		}
		return bundles.getBundle(name);
	}

	/**
	 * Whether nothing is said about the service, so that a client of the application is
	 * as good.
	 */
	boolean isUndefined() {
		return this.details == null && this.properties.endpoint() == null && this.properties.region() == null
				&& this.properties.accessKey() == null && this.properties.secretKey() == null
				&& this.properties.profile() == null && !this.properties.anonymous()
				&& this.properties.sslBundle() == null;
	}

}
