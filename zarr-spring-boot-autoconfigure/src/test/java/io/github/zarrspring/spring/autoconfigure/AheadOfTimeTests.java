package io.github.zarrspring.spring.autoconfigure;

import java.util.function.Consumer;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.Compiled;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications that are processed ahead of time: which stores there are is
 * still a matter of configuration when they start.
 */
@Tag("slow")
class AheadOfTimeTests {

	@Test
	@CompileWithForkedClassLoader
	void whenStoresAreAddedAfterProcessingThenTheyAreThere() {
		String[] build = { "zarr.stores.lake.type=concurrent-map", "zarr.stores.scratch.type=concurrent-map" };
		String[] start = { "zarr.stores.lake.type=concurrent-map", "zarr.stores.third.type=concurrent-map",
				"zarr.default-store=third" };
		start(build, start, (context) -> {
			assertThat(context.getBean(BackendRegistry.class).names()).containsExactly("lake", "mine", "third");
			assertThat(context.getBean(ZarrOperations.class).getStoreName()).isEqualTo("third");
			assertThat(context.getBean(User.class).lake.getStoreName()).isEqualTo("lake");
			assertThat(context.getBean(User.class).mine.getStoreName()).isEqualTo("mine");
			assertThat(context.getBean(User.class).lakeBackend).isSameAs(context.getBean("lakeStorageBackend"));
		}, UserConfiguration.class);
	}

	@Test
	@CompileWithForkedClassLoader
	void whenNothingIsConfiguredThenDefaultStoreIsThere() {
		start(new String[0], new String[0],
				(context) -> assertThat(context.getBean(ZarrOperations.class).getStoreName()).isEqualTo("default"));
	}

	@Test
	@CompileWithForkedClassLoader
	void whenStoreIsConfiguredAfterProcessingThenThereIsNoDefaultStore() {
		start(new String[0], new String[] { "zarr.stores.lake.type=concurrent-map" },
				(context) -> assertThat(context.getBean(ZarrOperations.class).getStoreName()).isEqualTo("lake"));
	}

	@Test
	void whenProcessedThenPropertiesOfBuiltInTypesHaveHints() {
		TestGenerationContext generation = new TestGenerationContext();
		process(generation, new String[0]);
		assertThat(RuntimeHintsPredicates.reflection().onType(StoreProperties.Filesystem.class))
			.accepts(generation.getRuntimeHints());
		assertThat(RuntimeHintsPredicates.reflection().onType(StoreProperties.ConcurrentMap.class))
			.accepts(generation.getRuntimeHints());
	}

	@Test
	void whenProcessedThenConfigurationMetadataHaveHints() {
		TestGenerationContext generation = new TestGenerationContext();
		process(generation, new String[0]);
		assertThat(RuntimeHintsPredicates.resource().forResource("META-INF/spring-configuration-metadata.json"))
			.accepts(generation.getRuntimeHints());
	}

	@SuppressWarnings("unchecked")
	private static void start(String[] buildProperties, String[] startProperties,
			Consumer<GenericApplicationContext> test, Class<?>... configuration) {
		TestGenerationContext generation = new TestGenerationContext();
		ClassName name = process(generation, buildProperties, configuration);
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((Compiled compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				TestPropertyValues.of(startProperties).applyTo(context);
				compiled.getInstance(ApplicationContextInitializer.class, name.toString()).initialize(context);
				context.refresh();
				test.accept(context);
			}
		});
	}

	private static ClassName process(TestGenerationContext generation, String[] properties, Class<?>... configuration) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(properties).applyTo(context);
			if (configuration.length > 0) {
				context.register(configuration);
			}
			context.register(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class);
			return new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class UserConfiguration {

		@Bean
		StorageBackend mineStorageBackend() {
			return new ConcurrentMapBackend();
		}

		@Bean
		User user(@Qualifier("lake") ZarrOperations lake, @Qualifier("mine") ZarrOperations mine,
				@Qualifier("lake") StorageBackend lakeBackend) {
			return new User(lake, mine, lakeBackend);
		}

	}

	record User(ZarrOperations lake, ZarrOperations mine, StorageBackend lakeBackend) {
	}

}
