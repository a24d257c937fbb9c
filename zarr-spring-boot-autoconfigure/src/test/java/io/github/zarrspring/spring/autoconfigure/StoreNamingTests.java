package io.github.zarrspring.spring.autoconfigure;

import java.nio.file.Path;
import java.util.Map;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how stores are named from files and from the environment.
 */
class StoreNamingTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class));

	@TempDir
	Path directory;

	@Test
	void whenVariableHasNameWithoutDashesThenItIsTheSameStore() {
		environment(Map.of("ZARR_STORES_MYLAKE_FILESYSTEM_PATH", this.directory.toString(),
				"ZARR_STORES_MYLAKE_READONLY", "true"))
			.withPropertyValues("zarr.stores.my-lake.type=filesystem", "zarr.stores.my-lake.filesystem.path=nowhere")
			.run((context) -> {
				assertThat(context.getBean(BackendRegistry.class).names()).containsExactly("my-lake");
				assertThat(context.getBean(BackendRegistry.class).describe("my-lake").location())
					.isEqualTo(this.directory.toString());
				assertThat(context.getBean("myLakeStorageBackend")).isInstanceOf(ReadOnlyBackend.class);
			});
	}

	@Test
	void whenVariableHasUnderscoresForDashesThenItIsTheSameStore() {
		environment(Map.of("ZARR_STORES_MY_LAKE_TYPE", "filesystem", "ZARR_STORES_MY_LAKE_FILESYSTEM_PATH",
				this.directory.toString(), "ZARR_STORES_MY_LAKE_READ_ONLY", "true"))
			.withPropertyValues("zarr.stores.my-lake.type=concurrent-map")
			.run((context) -> {
				assertThat(context.getBean(BackendRegistry.class).names()).containsExactly("my-lake");
				assertThat(context.getBean(BackendRegistry.class).describe("my-lake").location())
					.isEqualTo(this.directory.toString());
				assertThat(context.getBean("myLakeStorageBackend")).isInstanceOf(ReadOnlyBackend.class);
			});
	}

	@Test
	void whenOneNameBeginsLikeAnotherThenVariablesGoWhereTheyBelong() {
		environment(Map.of("ZARR_STORES_MY_LAKE_READ_ONLY", "true", "ZARR_STORES_MY_READONLY", "true"))
			.withPropertyValues("zarr.stores.my-lake.type=concurrent-map", "zarr.stores.my.type=concurrent-map",
					"zarr.stores.my-lake-2.type=concurrent-map")
			.run((context) -> {
				assertThat(context.getBean(BackendRegistry.class).names()).containsExactly("my", "my-lake",
						"my-lake-2");
				assertThat(context.getBean("myStorageBackend")).isInstanceOf(ReadOnlyBackend.class);
				assertThat(context.getBean("myLakeStorageBackend")).isInstanceOf(ReadOnlyBackend.class);
				assertThat(context.getBean("myLake2StorageBackend")).isNotInstanceOf(ReadOnlyBackend.class);
			});
	}

	@Test
	void whenNamesDifferInDashesOnlyThenTheyAreOneStore() {
		this.contextRunner
			.withPropertyValues("zarr.stores.lake1.type=filesystem", "zarr.stores.lake-1.filesystem.path=nowhere",
					"zarr.stores.lake-1.read-only=true")
			.run((context) -> {
				assertThat(context.getBean(BackendRegistry.class).names()).containsExactly("lake-1");
				assertThat(context.getBean(ZarrOperations.class).getStoreName()).isEqualTo("lake-1");
				assertThat(context.getBean("lake1StorageBackend")).isInstanceOf(ReadOnlyBackend.class);
			});
	}

	@Test
	void whenStoreIsInTheEnvironmentAloneThenItsNameHasNoDashes() {
		environment(Map.of("ZARR_STORES_MYLAKE_TYPE", "concurrent-map", "ZARR_STORES_MYLAKE_READ_ONLY", "true"))
			.run((context) -> {
				assertThat(context.getBean(BackendRegistry.class).names()).containsExactly("mylake");
				assertThat(context.getBean("mylakeStorageBackend")).isInstanceOf(ReadOnlyBackend.class);
			});
	}

	@Test
	void whenVariableCouldBelongToStoreWithDashesThatIsNowhereThenItIsRefusedByName() {
		assertAnalysis(environment(Map.of("ZARR_STORES_MY_LAKE_TYPE", "concurrent-map")), """
				An environment variable belongs to no store:

				    Variable: ZARR_STORES_MY_LAKE_TYPE
				    Origin: "ZARR_STORES_MY_LAKE_TYPE" from property source "systemEnvironment"
				    Reason: the environment alone can only name stores without dashes""", """
				Write 'ZARR_STORES_MYLAKE_TYPE' for a store 'mylake', or configure the store 'my-lake' in a file \
				too, such as 'zarr.stores.my-lake.type'.""");
	}

	@Test
	void whenVariableHasOtherUnderscoresThanItsStoreThenItIsRefusedByName() {
		assertAnalysis(
				environment(Map
					.of("ZARR_STORES_MYLAKE_TYPE", "filesystem", "ZARR_STORES_MY_LAKE_FILESYSTEM_PATH", "nowhere")),
				"""
						An environment variable belongs to no store:

						    Variable: ZARR_STORES_MY_LAKE_FILESYSTEM_PATH
						    Origin: "ZARR_STORES_MY_LAKE_FILESYSTEM_PATH" from property source "systemEnvironment"
						    Reason: the environment alone can only name stores without dashes""",
				"""
						Write 'ZARR_STORES_MYLAKE_FILESYSTEM_PATH' for a store 'mylake', or configure the store 'my-lake' in a file \
						too, such as 'zarr.stores.my-lake.type'.""");
	}

	@Test
	void whenUnderscoresAreMixedThenRightNameIsProposed() {
		assertAnalysis(
				environment(Map.of("ZARR_STORES_MYLAKE_READ_ONLY", "true"))
					.withPropertyValues("zarr.stores.my-lake.type=concurrent-map"),
				"""
						A property of Zarr stores is not known:

						    Property: ZARR_STORES_MYLAKE_READ_ONLY
						    Origin: "ZARR_STORES_MYLAKE_READ_ONLY" from property source "systemEnvironment"
						    Nearest: ZARR_STORES_MYLAKE_READONLY""",
				"Set 'ZARR_STORES_MYLAKE_READONLY' instead of 'ZARR_STORES_MYLAKE_READ_ONLY', or remove it.");
	}

	@Test
	void whenNameOfStoreHasADotThenItIsRefusedByName() {
		assertAnalysis(
				this.contextRunner.withPropertyValues("zarr.stores.lake.one.type=filesystem",
						"zarr.stores.lake.one.filesystem.path=nowhere"),
				"""
						The name of a store is not valid:

						    Name: "lake.one"
						    Origin: "zarr.stores.lake.one.filesystem.path" from property source "test"
						    Reason: store names have lower-case letters, digits and dashes, a letter first""",
				"Rename the store, for example to 'lake-one'.");
	}

	@Test
	void whenStoreHasNothingOfItsOwnThenDefaultsMakeIt() {
		this.contextRunner.withPropertyValues("zarr.defaults.type=concurrent-map", "zarr.stores.lake=")
			.run((context) -> assertThat(context.getBean(ZarrOperations.class).getStoreName()).isEqualTo("lake"));
	}

	@Test
	void whenStoreHasValueInsteadOfPropertiesThenItIsRefused() {
		assertAnalysis(this.contextRunner.withPropertyValues("zarr.stores.lake=filesystem"), """
				Store 'lake' has no properties:

				    Property: zarr.stores.lake
				    Origin: "zarr.stores.lake" from property source "test\"""",
				"Set 'zarr.stores.lake.type', and remove the value of 'zarr.stores.lake'.");
	}

	/**
	 * Before the properties of the test, as variables come before files.
	 */
	private ApplicationContextRunner environment(Map<String, Object> variables) {
		return this.contextRunner.withInitializer((context) -> {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
			sources.addFirst(new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		});
	}

	private static void assertAnalysis(ApplicationContextRunner contextRunner, String description, String action) {
		FailureAnalysis analysis = StartupFailure.of(contextRunner);
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(description);
		assertThat(analysis.getAction()).isEqualTo(action);
	}

}
