package io.github.zarrspring.sample.s3;

import java.net.URI;

import io.github.zarrspring.spring.autoconfigure.s3.ZarrS3ConnectionDetails;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * With the profile {@code s3}, an S3 server and where it is.
 */
@Configuration(proxyBeanMethods = false)
@Profile("s3")
@ConditionalOnBooleanProperty(name = "sample.s3.start-server", matchIfMissing = true)
class S3ServerConfiguration {

	@Bean
	S3Server s3Server(@Value("${zarr.stores.lake.s3.bucket}") String bucket) {
		return S3Server.start(bucket);
	}

	@Bean
	ZarrS3ConnectionDetails s3ConnectionDetails(S3Server server) {
		return new ServerConnectionDetails(server);
	}

	/**
	 * The server takes whoever comes.
	 *
	 * @param server the server
	 */
	private record ServerConnectionDetails(S3Server server) implements ZarrS3ConnectionDetails {

		@Override
		public URI getEndpoint() {
			return this.server.endpoint();
		}

		@Override
		public String getAccessKey() {
			return "sample";
		}

		@Override
		public String getSecretKey() {
			return "sample";
		}

	}

}
