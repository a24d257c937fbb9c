package io.github.zarrspring.spring.autoconfigure.snapshot;

import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of stores of the type {@code snapshot}.
 */
@AutoConfiguration(after = ZarrAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "zarr.enabled", matchIfMissing = true)
public final class ZarrSnapshotAutoConfiguration {

	@Bean
	SnapshotStores zarrSnapshotStores(ApplicationContext context) {
		return new SnapshotStores(context);
	}

	@Bean
	SnapshotBackendFactory zarrSnapshotBackendFactory(SnapshotStores stores) {
		return new SnapshotBackendFactory(stores);
	}

}
