package io.github.zarrspring.spring.autoconfigure.s3;

import io.github.zarrspring.spring.autoconfigure.StoreTypeRequirement;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of stores of the type {@code s3}.
 */
@AutoConfiguration(after = ZarrAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "zarr.enabled", matchIfMissing = true)
public final class ZarrS3AutoConfiguration {

	@Bean
	StoreTypeRequirement zarrS3Requirement() {
		return new StoreTypeRequirement(S3BackendFactory.TYPE, "software.amazon.awssdk.services.s3.S3Client",
				"software.amazon.awssdk:s3");
	}

	@Bean
	StoreTypeRequirement zarrS3HttpClientRequirement() {
		return new StoreTypeRequirement(S3BackendFactory.TYPE, "software.amazon.awssdk.http.apache5.Apache5HttpClient",
				"software.amazon.awssdk:apache5-client");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ S3Client.class, Apache5HttpClient.class })
	static class S3Configuration {

		@Bean
		S3BackendFactory zarrS3BackendFactory(ConfigurableListableBeanFactory beanFactory, Environment environment) {
			return new S3BackendFactory(new S3Beans(beanFactory), environment);
		}

	}

}
