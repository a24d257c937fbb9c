package io.github.zarrspring.spring.autoconfigure.s3;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the S3 service of stores of the type {@code s3} is and who uses it. A bean of
 * this, such as one for a service in a container, takes the place of the properties of
 * the same meaning, and of an S3Client bean.
 */
public interface ZarrS3ConnectionDetails extends ConnectionDetails {

	/**
	 * Whether a store is in this service.
	 * @param store the name of the store
	 * @return whether it is; all are unless this says otherwise
	 */
	default boolean isFor(String store) {
		return true;
	}

	/**
	 * The address of the service.
	 * @return the address, {@code null} for that of AWS
	 */
	default @Nullable URI getEndpoint() {
		return null;
	}

	/**
	 * The region of the bucket.
	 * @return the region, {@code null} for that of the properties
	 */
	default @Nullable String getRegion() {
		return null;
	}

	/**
	 * The access key.
	 * @return the key, {@code null} for the credentials of the properties
	 */
	default @Nullable String getAccessKey() {
		return null;
	}

	/**
	 * The secret key.
	 * @return the key, {@code null} if there is no access key
	 */
	default @Nullable String getSecretKey() {
		return null;
	}

	/**
	 * The session token of temporary credentials.
	 * @return the token, {@code null} if the credentials are not temporary
	 */
	default @Nullable String getSessionToken() {
		return null;
	}

	/**
	 * What connections are secured with.
	 * @return the bundle, {@code null} for that of the properties
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
