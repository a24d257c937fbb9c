package io.github.zarrspring.spring.autoconfigure.endpoint;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrTemplates;
import io.github.zarrspring.spring.endpoint.ZarrEndpoint;
import io.github.zarrspring.spring.endpoint.ZarrEndpointWebExtension;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the Actuator endpoint {@code zarr}.
 */
@AutoConfiguration(after = ZarrAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(BackendRegistry.class)
@ConditionalOnAvailableEndpoint(ZarrEndpoint.class)
public final class ZarrEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ZarrEndpoint zarrEndpoint(BackendRegistry registry, ZarrTemplates templates) {
		return new ZarrEndpoint(registry, templates::get);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(endpoint = ZarrEndpoint.class, exposure = EndpointExposure.WEB)
	ZarrEndpointWebExtension zarrEndpointWebExtension(ZarrEndpoint endpoint) {
		return new ZarrEndpointWebExtension(endpoint);
	}

}
