package io.github.zarrspring.spring.autoconfigure;

import io.github.zarrspring.storage.StorageBackend;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of the one store in memory that there is if there is no other.
 */
@AutoConfiguration(after = ZarrAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "zarr.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(StorageBackend.class)
@Import(ZarrDefaultStoreRegistrar.class)
public final class ZarrDefaultStoreAutoConfiguration {

}
