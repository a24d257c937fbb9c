package io.github.zarrspring.spring.autoconfigure.partitioned;

import com.hazelcast.core.HazelcastInstance;
import io.github.zarrspring.spring.autoconfigure.StoreTypeRequirement;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of stores of the type {@code partitioned}.
 */
@AutoConfiguration(after = ZarrAutoConfiguration.class,
		afterName = "org.springframework.boot.hazelcast.autoconfigure.HazelcastAutoConfiguration")
@ConditionalOnBooleanProperty(name = "zarr.enabled", matchIfMissing = true)
public final class ZarrPartitionedAutoConfiguration {

	@Bean
	StoreTypeRequirement zarrPartitionedRequirement() {
		return new StoreTypeRequirement(PartitionedBackendFactory.TYPE, "com.hazelcast.core.HazelcastInstance",
				"com.hazelcast:hazelcast");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HazelcastInstance.class)
	static class HazelcastConfiguration {

		@Bean
		Clusters zarrClusters(ApplicationContext context) {
			return new Clusters(context.getClassLoader(), context);
		}

		@Bean
		PartitionedBackendFactory zarrPartitionedBackendFactory(ConfigurableListableBeanFactory beanFactory,
				Clusters clusters) {
			return new PartitionedBackendFactory(new HazelcastBeans(beanFactory), clusters);
		}

	}

}
