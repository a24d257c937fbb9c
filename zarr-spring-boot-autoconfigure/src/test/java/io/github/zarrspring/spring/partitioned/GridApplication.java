package io.github.zarrspring.spring.partitioned;

import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.health.ZarrHealthContributorAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.partitioned.ZarrPartitionedAutoConfiguration;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * An application with a store in a cluster.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({ ZarrAutoConfiguration.class, ZarrPartitionedAutoConfiguration.class,
		ZarrHealthContributorAutoConfiguration.class })
@Import(RecordedEvents.class)
class GridApplication {

}
