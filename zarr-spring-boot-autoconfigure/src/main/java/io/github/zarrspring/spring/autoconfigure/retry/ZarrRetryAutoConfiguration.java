package io.github.zarrspring.spring.autoconfigure.retry;

import io.github.zarrspring.spring.autoconfigure.StoreContexts;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.retry.RetryEvents;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of repeated calls to stores, as {@code zarr.stores.<name>.retry}
 * says.
 */
@AutoConfiguration(after = ZarrAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "zarr.enabled", matchIfMissing = true)
public final class ZarrRetryAutoConfiguration {

	@Bean
	RetryDecorator zarrRetryDecorator(StoreContexts stores, ObjectProvider<RetryEvents> events) {
		return new RetryDecorator(stores, () -> events.getIfAvailable(() -> RetryEvents.NONE));
	}

}
