package io.github.zarrspring.spring.autoconfigure.metrics;

import com.hazelcast.core.HazelcastInstance;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.metrics.PartitionedMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the metrics of stores of the type {@code partitioned}.
 */
@AutoConfiguration(after = ZarrMetricsAutoConfiguration.class)
@ConditionalOnClass({ HazelcastInstance.class, MeterRegistry.class })
@ConditionalOnBean({ MeterRegistry.class, BackendRegistry.class })
public final class ZarrPartitionedMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PartitionedMeters zarrPartitionedMeters(MeterRegistry registry) {
		return new PartitionedMeters(registry);
	}

}
