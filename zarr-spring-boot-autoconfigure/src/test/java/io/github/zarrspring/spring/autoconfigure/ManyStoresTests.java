package io.github.zarrspring.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.StoreDescription;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with many stores.
 */
class ManyStoresTests {

	private static final String COUNTED = "zarr.stores.s0.type";

	@Test
	void whenThereAreMoreStoresThenPropertiesOfEachAreReadNoMoreOften() {
		assertThat(reads(40)).isPositive().isEqualTo(reads(10));
	}

	/**
	 * How often a property of a store is read until all stores are there and are
	 * described, as the endpoint and the health do.
	 */
	private static int reads(int stores) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (int i = 0; i < stores; i++) {
			properties.put("zarr.stores.s%d.type".formatted(i), "concurrent-map");
		}
		CountingSource source = new CountingSource(properties);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
			.run((context) -> {
				BackendRegistry registry = context.getBean(BackendRegistry.class);
				assertThat(registry.names()).hasSize(stores);
				assertThat(registry.names().stream().map(registry::describe)).extracting(StoreDescription::type)
					.containsOnly("concurrent-map");
			});
		return source.reads.get();
	}

	private static final class CountingSource extends MapPropertySource {

		private final AtomicInteger reads = new AtomicInteger();

		CountingSource(Map<String, Object> properties) {
			super("counted", properties);
		}

		@Override
		public Object getProperty(String name) {
			if (name.equals(COUNTED)) {
				this.reads.incrementAndGet();
			}
			return super.getProperty(name);
		}

	}

}
