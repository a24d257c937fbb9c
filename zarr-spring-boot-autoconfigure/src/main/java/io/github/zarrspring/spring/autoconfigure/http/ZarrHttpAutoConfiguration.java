package io.github.zarrspring.spring.autoconfigure.http;

import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.spring.autoconfigure.StoreTypeRequirement;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

/**
 * Auto-configuration of stores of the type {@code http}.
 */
@AutoConfiguration(after = ZarrAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "zarr.enabled", matchIfMissing = true)
public final class ZarrHttpAutoConfiguration {

	@Bean
	StoreTypeRequirement zarrHttpRequirement() {
		return new StoreTypeRequirement(HttpBackendFactory.TYPE,
				"org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder",
				"org.springframework.boot:spring-boot-starter-restclient");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RestClient.class, ClientHttpRequestFactoryBuilder.class })
	static class HttpConfiguration {

		@Bean
		HttpBackendFactory zarrHttpBackendFactory(ObjectProvider<RestClient.Builder> builders,
				ObjectProvider<HttpConnectionDetails> connections, ObjectProvider<HttpStoreCustomizer> customizers,
				ObjectProvider<SslBundles> sslBundles, ObjectProvider<ZarrEngine> engines) {
			return new HttpBackendFactory(builders, connections, customizers, sslBundles, engines);
		}

	}

}
