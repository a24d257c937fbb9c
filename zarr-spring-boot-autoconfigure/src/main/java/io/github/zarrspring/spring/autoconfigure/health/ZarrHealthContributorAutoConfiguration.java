package io.github.zarrspring.spring.autoconfigure.health;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrProperties;
import io.github.zarrspring.spring.health.ZarrHealthContributor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of Zarr stores: the component {@code zarr} with one
 * component for each store.
 */
@AutoConfiguration(after = ZarrAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(BackendRegistry.class)
@ConditionalOnEnabledHealthIndicator("zarr")
public final class ZarrHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "zarrHealthIndicator", "zarrHealthContributor" })
	ZarrHealthContributor zarrHealthContributor(BackendRegistry registry, ZarrProperties properties) {
		return new ZarrHealthContributor(registry, properties.health().timeout());
	}

}
