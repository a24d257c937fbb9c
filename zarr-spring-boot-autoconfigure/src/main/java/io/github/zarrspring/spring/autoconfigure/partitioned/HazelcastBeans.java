package io.github.zarrspring.spring.autoconfigure.partitioned;

import java.util.Arrays;
import java.util.List;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.PartitioningStrategy;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The beans of the application that stores of the type {@code partitioned} work with.
 */
class HazelcastBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	HazelcastBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * The Hazelcast instance of the application for a store.
	 * @param configured the name of the bean, {@code null} for the one that there may be
	 * @return the instance, {@code null} if there is none
	 */
	@Nullable HazelcastInstance instance(StoreContext store, @Nullable String configured) {
		return bean(store, "instance", configured, HazelcastInstance.class);
	}

	/**
	 * The partitioning strategy of the application for a store.
	 * @param configured the name of the bean, {@code null} for the one that there may be
	 * @return the strategy, {@code null} if there is none
	 */
	@SuppressWarnings("unchecked")
	@Nullable PartitioningStrategy<String> strategy(StoreContext store, @Nullable String configured) {
		return bean(store, "partitioning-strategy", configured, PartitioningStrategy.class);
	}

	private <T> @Nullable T bean(StoreContext store, String property, @Nullable String configured, Class<T> type) {
		List<String> names = Arrays.stream(this.beanFactory.getBeanNamesForType(type, true, false)).sorted().toList();
		if (configured != null) {
			if (!names.contains(configured)) {
				throw PartitionedFailures.unknownBean(store, property, configured, type, names);
			}
			return this.beanFactory.getBean(configured, type);
		}
		List<String> primary = (names.size() <= 1) ? names
				: names.stream()
					.filter(this.beanFactory::containsBeanDefinition)
					.filter((name) -> this.beanFactory.getBeanDefinition(name).isPrimary())
					.toList();
		if (primary.size() != 1 && !names.isEmpty()) {
			throw PartitionedFailures.severalBeans(store, property, type, names);
		}
		return primary.isEmpty() ? null : this.beanFactory.getBean(primary.get(0), type);
	}

}
