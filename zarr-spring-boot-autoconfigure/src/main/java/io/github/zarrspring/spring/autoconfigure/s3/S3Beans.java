package io.github.zarrspring.spring.autoconfigure.s3;

import java.util.Arrays;
import java.util.List;

import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;

/**
 * The beans of the application that stores of the type {@code s3} work with.
 */
class S3Beans {

	private final ConfigurableListableBeanFactory beanFactory;

	S3Beans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	List<String> clients() {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(S3Client.class, true, false)).sorted().toList();
	}

	/**
	 * The client that is meant where none is named.
	 * @return its name, {@code null} if there are none or several
	 */
	@Nullable String defaultClient() {
		List<String> names = clients();
		if (names.size() == 1) {
			return names.get(0);
		}
		List<String> primary = names.stream()
			.filter(this.beanFactory::containsBeanDefinition)
			.filter((name) -> this.beanFactory.getBeanDefinition(name).isPrimary())
			.toList();
		return (primary.size() == 1) ? primary.get(0) : null;
	}

	S3Client client(String name) {
		return this.beanFactory.getBean(name, S3Client.class);
	}

	@Nullable ZarrS3ConnectionDetails connectionDetails(String store) {
		return this.beanFactory.getBeanProvider(ZarrS3ConnectionDetails.class)
			.orderedStream()
			.filter((details) -> details.isFor(store))
			.findFirst()
			.orElse(null);
	}

	@Nullable SslBundles sslBundles() {
		return this.beanFactory.getBeanProvider(SslBundles.class).getIfAvailable();
	}

	/**
	 * The bytes that all stores share.
	 */
	BytesInFlight bytesInFlight() {
		ZarrEngine engine = this.beanFactory.getBeanProvider(ZarrEngine.class).getIfAvailable();
		return (engine != null) ? engine.bytesInFlight() : new BytesInFlight(Limits.ofHeap().inFlightBytes());
	}

}
