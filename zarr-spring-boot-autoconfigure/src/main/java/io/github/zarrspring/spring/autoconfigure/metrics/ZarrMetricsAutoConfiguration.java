package io.github.zarrspring.spring.autoconfigure.metrics;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.metrics.MeteringDecorator;
import io.github.zarrspring.spring.metrics.RetryMeters;
import io.github.zarrspring.spring.retry.RetryEvents;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the metrics of Zarr stores. Without a {@link MeterRegistry}
 * nothing is measured.
 */
@AutoConfiguration(after = ZarrAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, BackendRegistry.class })
public final class ZarrMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MeteringDecorator zarrMeteringDecorator(MeterRegistry registry, ObjectProvider<BackendRegistry> stores) {
		return new MeteringDecorator(registry, (store) -> stores.getObject().access(store));
	}

	@Bean
	@ConditionalOnMissingBean(RetryEvents.class)
	RetryMeters zarrRetryMeters(MeterRegistry registry) {
		return new RetryMeters(registry);
	}

}
