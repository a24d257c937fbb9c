package io.github.zarrspring.spring.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.ZarrTemplate;
import io.github.zarrspring.spring.autoconfigure.jpa.ZarrJpaAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.snapshot.ZarrSnapshotAutoConfiguration;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the texts that an application which cannot start ends with.
 */
class FailureAnalysisTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class));

	@TempDir
	Path directory;

	@Test
	void whenTypeIsNearlyKnownThenNearestIsProposed() {
		assertAnalysis(this.contextRunner.withPropertyValues("zarr.stores.lake.type=filesytem"), """
				Store 'lake' has a type that is not known:

				    Property: zarr.stores.lake.type
				    Value: "filesytem"
				    Origin: "zarr.stores.lake.type" from property source "test"
				    Known types: concurrent-map, filesystem, zip""", """
				Set 'zarr.stores.lake.type' to 'filesystem', or declare a StorageBackendFactory bean of the type \
				'filesytem'.""");
	}

	@Test
	@DisplayName("1.3 A history that would miss values of other writers is refused, with what to change")
	void whenStoreHasOtherWritersThenHistoryIsRefused() {
		assertAnalysis(
				this.contextRunner.withPropertyValues("zarr.stores.lake.type=filesystem",
						"zarr.stores.lake.filesystem.path=" + this.directory, "zarr.stores.lake.history.depth=3"),
				"""
						Store 'lake' cannot keep a history:

						    Property: zarr.stores.lake.history.depth
						    Value: "3"
						    Origin: "zarr.stores.lake.history.depth" from property source "test"
						    Reason: stores of the type 'filesystem' have other writers too, whose values would be missing""",
				"Set 'zarr.stores.lake.history.depth' to 0, or use a store of a type that has a history: concurrent-map.");
	}

	@Test
	void whenDepthOfHistoryIsNegativeThenItIsRefused() {
		assertAnalysis(
				this.contextRunner.withPropertyValues("zarr.stores.lake.type=concurrent-map",
						"zarr.stores.lake.history.depth=-1"),
				"""
						Store 'lake' cannot keep a history:

						    Property: zarr.stores.lake.history.depth
						    Value: "-1"
						    Origin: "zarr.stores.lake.history.depth" from property source "test"
						    Reason: it is less than 0""",
				"Set 'zarr.stores.lake.history.depth' to 0, or use a store of a type that has a history: concurrent-map.");
	}

	@Test
	void whenTypeOfDefaultsIsUnknownThenTheirPropertyIsNamed() {
		assertAnalysis(
				this.contextRunner.withPropertyValues("zarr.defaults.type=tape",
						"zarr.stores.lake.concurrent-map.ordering=hash"),
				"""
						Store 'lake' has a type that is not known:

						    Property: zarr.defaults.type
						    Value: "tape"
						    Origin: "zarr.defaults.type" from property source "test"
						    Known types: concurrent-map, filesystem, zip""", """
						Set 'zarr.defaults.type' to one of the known types, or declare a StorageBackendFactory bean of \
						the type 'tape'.""");
	}

	@Test
	void whenTypeIsMissingThenKnownOnesAreListed() {
		assertAnalysis(this.contextRunner.withPropertyValues("zarr.stores.lake.filesystem.path=lake"), """
				Store 'lake' has no type:

				    Property: zarr.stores.lake.type
				    Origin: "zarr.stores.lake.filesystem.path" from property source "test"
				    Known types: concurrent-map, filesystem, zip""",
				"Set 'zarr.stores.lake.type' to one of the known types, or 'zarr.defaults.type' for all stores.");
	}

	@Test
	void whenLibraryOfTypeIsMissingThenDependencyIsNamed() {
		assertAnalysis(
				this.contextRunner.withConfiguration(AutoConfigurations.of(TapeAutoConfiguration.class))
					.withClassLoader(new FilteredClassLoader(TapeDrive.class))
					.withPropertyValues("zarr.stores.lake.type=tape"),
				"""
						Store 'lake' has a type whose library is missing:

						    Property: zarr.stores.lake.type
						    Value: "tape"
						    Origin: "zarr.stores.lake.type" from property source "test"
						    Missing class: %s""".formatted(TapeDrive.class.getName()),
				"""
						Add the dependency 'com.acme:tape-drive' to the application, or set 'zarr.stores.lake.type' to a type \
						that needs none: concurrent-map, filesystem, zip.""");
	}

	@Test
	void whenLibraryOfTypeIsThereThenStoresCanHaveIt() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(TapeAutoConfiguration.class))
			.withPropertyValues("zarr.stores.lake.type=tape")
			.run((context) -> assertThat(context.getBean(BackendRegistry.class).types()).contains("tape"));
	}

	@Test
	void whenDefaultStoreIsUnknownThenNearestIsProposed() {
		assertAnalysis(
				this.contextRunner.withPropertyValues("zarr.stores.lake.type=concurrent-map",
						"zarr.stores.scratch.type=concurrent-map", "zarr.default-store=scrach"),
				"""
						The default store does not exist:

						    Property: zarr.default-store
						    Value: "scrach"
						    Origin: "zarr.default-store" from property source "test"
						    Stores: lake, scratch""",
				"Set 'zarr.default-store' to 'scratch', or configure a store under 'zarr.stores.scrach'.");
	}

	@Test
	void whenDefaultStoreContradictsPrimaryBeanThenBothAreNamed() {
		assertAnalysis(
				this.contextRunner
					.withBean("mineStorageBackend", StorageBackend.class, ConcurrentMapBackend::new,
							(definition) -> definition.setPrimary(true))
					.withPropertyValues("zarr.stores.lake.type=concurrent-map", "zarr.default-store=lake"),
				"""
						There are two default stores:

						    Property: zarr.default-store
						    Value: "lake"
						    Origin: "zarr.default-store" from property source "test"
						    Primary: bean 'mineStorageBackend'""",
				"Remove 'zarr.default-store', or @Primary from the bean.");
	}

	@Test
	void whenStoreOfSeveralIsInjectedUnqualifiedThenWaysOutAreNamed() {
		assertAnalysis(
				this.contextRunner
					.withPropertyValues("zarr.stores.lake.type=concurrent-map",
							"zarr.stores.scratch.type=concurrent-map")
					.withBean(OperationsUser.class),
				"""
						Parameter 0 of constructor in %s required the default store, but there are 2 stores and none of them \
						is the default: lake, scratch"""
					.formatted(OperationsUser.class.getName()),
				"""
						Set 'zarr.default-store' to one of them, or say which one is meant: @Qualifier("lake") on the \
						injection point, or store("lake") of ZarrOperations.""");
	}

	@Test
	void whenTemplateOrBackendIsInjectedUnqualifiedThenTextIsTheSame() {
		ApplicationContextRunner several = this.contextRunner.withPropertyValues("zarr.stores.lake.type=concurrent-map")
			.withBean("mineStorageBackend", StorageBackend.class, ConcurrentMapBackend::new);
		for (Class<?> user : new Class<?>[] { TemplateUser.class, BackendUser.class }) {
			FailureAnalysis analysis = StartupFailure.of(several.withBean(user));
			assertThat(analysis.getDescription()).isEqualTo(
					"""
							Parameter 0 of constructor in %s required the default store, but there are 2 stores and none of them \
							is the default: lake, mine"""
						.formatted(user.getName()));
		}
	}

	@Test
	void whenOtherBeanIsNotUniqueThenTextIsSpringBoots() {
		FailureAnalysis analysis = StartupFailure.of(this.contextRunner.withBean("a", String.class, () -> "a")
			.withBean("b", String.class, () -> "b")
			.withBean(StringUser.class));
		assertThat(analysis.getDescription()).contains("required a single bean, but 2 were found");
	}

	@Test
	void whenNameOfStoreIsInvalidThenValidOneIsProposed() {
		assertAnalysis(this.contextRunner.withPropertyValues("zarr.stores.My_Lake.type=concurrent-map"), """
				The name of a store is not valid:

				    Name: "My_Lake"
				    Origin: "zarr.stores.My_Lake.type" from property source "test"
				    Reason: store names have lower-case letters, digits and dashes, a letter first""",
				"Rename the store, for example to 'my-lake'.");
	}

	@Test
	void whenNameOfBackendBeanGivesNoStoreThenRenamingIsProposed() {
		assertAnalysis(this.contextRunner.withBean("1", StorageBackend.class, ConcurrentMapBackend::new), """
				The name of a StorageBackend bean gives no name for its store:

				    Bean: "1"
				    Reason: store names have lower-case letters, digits and dashes, a letter first""",
				"Rename the bean, for example to 'lakeStorageBackend' for the store 'lake'.");
	}

	@Test
	void whenBeanAndConfiguredStoreHaveSameNameThenBothAreNamed() {
		assertAnalysis(this.contextRunner.withPropertyValues("zarr.stores.lake.type=concurrent-map")
			.withBean("lake", StorageBackend.class, ConcurrentMapBackend::new), """
					There are two stores of the name 'lake':

					    First: bean 'lake'
					    Second: property zarr.stores.lake""", """
					Rename one of them: a StorageBackend bean is a store under the name of the bean without \
					'StorageBackend' at its end, with dashes between words.""");
	}

	@Test
	void whenBeanHasNameOfBeanOfConfiguredStoreThenBothAreNamed() {
		assertAnalysis(this.contextRunner.withPropertyValues("zarr.stores.lake.type=concurrent-map")
			.withAllowBeanDefinitionOverriding(false)
			.withUserConfiguration(LakeConfiguration.class), """
					There are two stores of the name 'lake':

					    First: property zarr.stores.lake
					    Second: bean 'lakeStorageBackend' defined in %s""".formatted(LakeConfiguration.class.getName()),
				"""
						Rename one of them: a StorageBackend bean is a store under the name of the bean without \
						'StorageBackend' at its end, with dashes between words.""");
	}

	@Test
	void whenDirectoryIsMissingThenPropertyIsNamed() {
		assertAnalysis(this.contextRunner.withPropertyValues("zarr.stores.files.type=filesystem"), """
				Store 'files' has no directory:

				    Property: zarr.stores.files.filesystem.path
				    Origin: "zarr.stores.files.type" from property source "test\"""", """
				Set 'zarr.stores.files.filesystem.path' to the directory that the store is in or shall be made in.""");
	}

	@Test
	void whenDirectoryIsAFileThenItIsNamed() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		Path store = file.resolve("store");
		assertAnalysis(files(store), """
				The directory of store 'files' cannot be used:

				    Property: zarr.stores.files.filesystem.path
				    Value: "%s"
				    Origin: "zarr.stores.files.filesystem.path" from property source "test"
				    Reason: '%s' is a file""".formatted(store, file),
				"Set 'zarr.stores.files.filesystem.path' to a directory, or remove the file.");
	}

	@Test
	void whenDirectoryIsNotWritableThenWaysOutAreNamed() {
		Path store = this.directory.resolve("a/b");
		assertAnalysis(files(store).withBean(UnwritableFactory.class),
				"""
						The directory of store 'files' cannot be used:

						    Property: zarr.stores.files.filesystem.path
						    Value: "%s"
						    Origin: "zarr.stores.files.filesystem.path" from property source "test"
						    Reason: '%s' is not writable for user '%s'""".formatted(store, this.directory,
						System.getProperty("user.name")),
				"""
						Make the directory writable, set 'zarr.stores.files.filesystem.path' to another one, or set \
						'zarr.stores.files.read-only' to true if the store is to be read only.""");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void whenPathIsNoPathThenReasonIsGiven() {
		assertAnalysis(
				this.contextRunner.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.addFirst(new MapPropertySource("mine",
							Map.of("zarr.stores.files.type", "filesystem", "zarr.stores.files.filesystem.path",
									"a\0b")))),
				"""
						The directory of store 'files' cannot be used:

						    Property: zarr.stores.files.filesystem.path
						    Value: "a\0b"
						    Origin: "zarr.stores.files.filesystem.path" from property source "mine"
						    Reason: Nul character not allowed""",
				"Set 'zarr.stores.files.filesystem.path' to the path of a directory.");
	}

	@Test
	void whenTypeOfMissingLibraryIsMisspeltThenItIsProposedWithItsDependency() {
		assertAnalysis(this.contextRunner.withConfiguration(AutoConfigurations.of(ZarrJpaAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.orm.jpa"))
			.withPropertyValues("zarr.stores.lake.type=jap"), """
					Store 'lake' has a type that is not known:

					    Property: zarr.stores.lake.type
					    Value: "jap"
					    Origin: "zarr.stores.lake.type" from property source "test"
					    Known types: concurrent-map, filesystem, jpa, zip""", """
					Set 'zarr.stores.lake.type' to 'jpa' and add the dependency \
					'org.springframework.boot:spring-boot-starter-data-jpa' to the application, or declare a \
					StorageBackendFactory bean of the type 'jap'.""");
	}

	@Test
	void whenThereIsNoJpaThenItsDependencyIsNamed() {
		assertAnalysis(
				this.contextRunner.withConfiguration(AutoConfigurations.of(ZarrJpaAutoConfiguration.class))
					.withClassLoader(new FilteredClassLoader("org.springframework.orm.jpa"))
					.withPropertyValues("zarr.stores.lake.type=jpa"),
				"""
						Store 'lake' has a type whose library is missing:

						    Property: zarr.stores.lake.type
						    Value: "jpa"
						    Origin: "zarr.stores.lake.type" from property source "test"
						    Missing class: org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean""",
				"""
						Add the dependency 'org.springframework.boot:spring-boot-starter-data-jpa' to the application, or set \
						'zarr.stores.lake.type' to a type that needs none: concurrent-map, filesystem, zip.""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "filesystem", "snapshot", "zip" })
	void whenPathBeginsWithTildeThenItIsRefused(String type) {
		String property = "zarr.stores.files.%s.path".formatted(type);
		assertAnalysis(paths(type, "~/arrays"), """
				A path of store 'files' cannot be used:

				    Property: %s
				    Value: "~/arrays"
				    Origin: "%s" from property source "test"
				    Reason: only a shell takes '~' for the home directory""".formatted(property, property),
				"Set '%s' to '${user.home}/arrays', or to another path.".formatted(property));
	}

	@Test
	void whenPathOfDefaultsBeginsWithTildeThenTheirPropertyIsNamed() {
		assertAnalysis(
				this.contextRunner.withPropertyValues("zarr.stores.files.type=filesystem",
						"zarr.defaults.filesystem.path=~"),
				"""
						A path of store 'files' cannot be used:

						    Property: zarr.defaults.filesystem.path
						    Value: "~"
						    Origin: "zarr.defaults.filesystem.path" from property source "test"
						    Reason: only a shell takes '~' for the home directory""",
				"Set 'zarr.defaults.filesystem.path' to '${user.home}', or to another path.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "filesystem", "snapshot", "zip" })
	void whenPlaceholderInPathIsNotResolvedThenItIsRefused(String type) {
		String property = "zarr.stores.files.%s.path".formatted(type);
		assertAnalysis(paths(type, "${ARRAYS_OF_NOBODY}/a"), """
				A property of store 'files' has a placeholder without a value:

				    Property: %s
				    Value: "${ARRAYS_OF_NOBODY}/a"
				    Origin: "%s" from property source "test\"""".formatted(property, property), """
				Set 'ARRAYS_OF_NOBODY' as a property or environment variable, or give the placeholder a default: \
				'${ARRAYS_OF_NOBODY:...}'.""");
	}

	@Test
	void whenPlaceholderInPathIsResolvedThenItIsUsed() {
		paths("filesystem", "${nowhere:" + this.directory + "}/a")
			.run((context) -> assertThat(context.getBean(BackendRegistry.class).describe("files").location())
				.isEqualTo(this.directory + "/a"));
	}

	@Test
	void whenStoresAreTurnedOffThenMissingBeanPointsAtTheProperty() {
		for (Class<?> user : new Class<?>[] { OperationsUser.class, TemplateUser.class, BackendUser.class }) {
			Class<?> type = user.getDeclaredConstructors()[0].getParameterTypes()[0];
			assertAnalysis(this.contextRunner.withPropertyValues("zarr.enabled=false").withBean(user),
					"""
							Parameter 0 of constructor in %s required a bean of type '%s', but Zarr stores are turned off:

							    Property: zarr.enabled
							    Value: "false"
							    Origin: "zarr.enabled" from property source "test\""""
						.formatted(user.getName(), type.getName()),
					"Remove 'zarr.enabled' or set it to true, or let the bean be optional, such as ObjectProvider<%s>."
						.formatted(type.getSimpleName()));
		}
	}

	@Test
	void whenOtherBeanIsMissingThenTextIsSpringBoots() {
		FailureAnalysis analysis = StartupFailure
			.of(this.contextRunner.withPropertyValues("zarr.enabled=false").withBean(StringUser.class));
		assertThat(analysis.getDescription()).contains("required a bean of type 'java.lang.String'")
			.doesNotContain("zarr.enabled");
	}

	private ApplicationContextRunner paths(String type, String path) {
		return this.contextRunner.withConfiguration(AutoConfigurations.of(ZarrSnapshotAutoConfiguration.class))
			.withPropertyValues("zarr.stores.files.type=" + type, "zarr.stores.files.%s.path=%s".formatted(type, path));
	}

	private ApplicationContextRunner files(Path directory) {
		return this.contextRunner.withPropertyValues("zarr.stores.files.type=filesystem",
				"zarr.stores.files.filesystem.path=" + directory);
	}

	private static void assertAnalysis(ApplicationContextRunner contextRunner, String description, String action) {
		FailureAnalysis analysis = StartupFailure.of(contextRunner);
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(description);
		assertThat(analysis.getAction()).isEqualTo(action);
	}

	/**
	 * What a type needs.
	 */
	static class TapeDrive {

	}

	@Configuration(proxyBeanMethods = false)
	static class TapeAutoConfiguration {

		@Bean
		StoreTypeRequirement tapeRequirement() {
			return new StoreTypeRequirement("tape", TapeDrive.class.getName(), "com.acme:tape-drive");
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(TapeDrive.class)
		static class TapeConfiguration {

			@Bean
			StorageBackendFactory tapeFactory() {
				return new TapeFactory();
			}

		}

	}

	static class TapeFactory implements StorageBackendFactory {

		@Override
		public String type() {
			return "tape";
		}

		@Override
		public StorageBackend create(StoreContext context) {
			return new ConcurrentMapBackend();
		}

	}

	static class UnwritableFactory extends FilesystemBackendFactory {

		UnwritableFactory(Environment environment) {
			super(environment, (path) -> false);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LakeConfiguration {

		@Bean
		StorageBackend lakeStorageBackend() {
			return new ConcurrentMapBackend();
		}

	}

	static class OperationsUser {

		OperationsUser(ZarrOperations operations) {
		}

	}

	static class TemplateUser {

		TemplateUser(ZarrTemplate template) {
		}

	}

	static class BackendUser {

		BackendUser(StorageBackend backend) {
		}

	}

	static class StringUser {

		StringUser(String string) {
		}

	}

}
