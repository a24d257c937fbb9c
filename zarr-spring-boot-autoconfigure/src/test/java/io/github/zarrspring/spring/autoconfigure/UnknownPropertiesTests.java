package io.github.zarrspring.spring.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for properties that nothing reads.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertiesTests {

	private static final String OWN = " Properties of your own have to be named in the configuration metadata: "
			+ "META-INF/additional-spring-configuration-metadata.json.";

	private final ApplicationContextRunner empty = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class))
		.withInitializer((context) -> environment(context.getEnvironment(), Map.of()));

	private final ApplicationContextRunner lake = this.empty.withPropertyValues("zarr.stores.lake.type=concurrent-map");

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource({ "zarr.stores.lake.acess, zarr.stores.lake.access",
			"zarr.stores.lake.reed-only, zarr.stores.lake.read-only",
			"zarr.stores.lake.filesystem.sycn, zarr.stores.lake.filesystem.sync",
			"zarr.stores.lake.retry.max-atempts, zarr.stores.lake.retry.max-attempts",
			"zarr.stores.lake.concurrent-map.odering, zarr.stores.lake.concurrent-map.ordering",
			"zarr.stores.lake.partitioned.near-cahe.enabled, zarr.stores.lake.partitioned.near-cache.enabled",
			"zarr.stores.lake.odering, zarr.stores.lake.concurrent-map.ordering",
			"zarr.stores.lake.ordering, zarr.stores.lake.concurrent-map.ordering",
			"zarr.stores.lake.access.level, zarr.stores.lake.access", "zarr.defaults.acess, zarr.defaults.access",
			"zarr.defaults.retry.dealy, zarr.defaults.retry.delay", "zarr.defualt-store, zarr.default-store",
			"zarr.limits.chunk-byte, zarr.limits.chunk-bytes", "zarr.limit.chunk-bytes, zarr.limits.chunk-bytes",
			"zarr.store.lake.type, zarr.stores.lake.type",
			"zarr.store.lake.filesystem.path, zarr.stores.lake.filesystem.path" })
	void whenPropertyIsUnknownThenNearestIsNamed(String property, String nearest) {
		assertUnknown(this.lake.withPropertyValues(property + "=s3cr3t"), """
				A property of Zarr stores is not known:

				    Property: %s
				    Origin: "%s" from property source "test"
				    Nearest: %s""".formatted(property, property, nearest),
				"Set '%s' instead of '%s', or remove it.".formatted(nearest, property));
	}

	@Test
	void whenNoPropertyIsNearThenMetadataAreNamed() {
		assertUnknown(this.lake.withPropertyValues("zarr.stores.lake.colour=red"), """
				A property of Zarr stores is not known:

				    Property: zarr.stores.lake.colour
				    Origin: "zarr.stores.lake.colour" from property source "test\"""",
				"Correct the name of the property, or remove it." + OWN);
	}

	@Test
	void whenStoresAreCalledStoreThenNoneIsMadeInMemory() {
		assertUnknown(this.empty.withPropertyValues("zarr.store.lake.type=filesystem"), """
				A property of Zarr stores is not known:

				    Property: zarr.store.lake.type
				    Origin: "zarr.store.lake.type" from property source "test"
				    Nearest: zarr.stores.lake.type""",
				"Set 'zarr.stores.lake.type' instead of 'zarr.store.lake.type', or remove it.");
	}

	@Test
	void whenSeveralPropertiesAreUnknownThenAllAreNamed() {
		assertUnknown(this.lake.withPropertyValues("zarr.stores.lake.acess=private", "zarr.stores.lake.colour=red"), """
				Properties of Zarr stores are not known:

				    Property: zarr.stores.lake.acess
				    Origin: "zarr.stores.lake.acess" from property source "test"
				    Nearest: zarr.stores.lake.access

				    Property: zarr.stores.lake.colour
				    Origin: "zarr.stores.lake.colour" from property source "test\"""",
				"Correct the names of the properties, or remove them." + OWN);
	}

	@Test
	void whenPropertyStandsInFileThenLineIsNamed() throws IOException {
		Path file = this.directory.resolve("application.yml");
		Files.writeString(file, """
				zarr:
				  stores:
				    lake:
				      type: concurrent-map
				      reed-only: true
				""");
		FailureAnalysis analysis = StartupFailure
			.of(this.empty.withPropertyValues("spring.config.location=" + file.toUri())
				.withInitializer(new ConfigDataApplicationContextInitializer()));
		assertThat(analysis.getDescription()).contains("Property: zarr.stores.lake.reed-only", "application.yml",
				" - 5:18");
	}

	@Test
	void whenPropertyStandsOnCommandLineThenItIsRefused() {
		assertThat(run("--zarr.stores.lake.type=concurrent-map", "--zarr.stores.lake.acess=private"))
			.contains("\"zarr.stores.lake.acess\" from property source \"commandLineArgs\"");
	}

	@Test
	void whenPropertyStandsInJsonThenItIsRefused() {
		assertThat(run("--spring.application.json={\"zarr\": {\"defualt-store\": \"lake\"}}"))
			.contains("Property: zarr.defualt-store", "Nearest: zarr.default-store");
	}

	private static String run(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		Throwable failure = catchThrowable(() -> application.run(arguments).close());
		assertThat(failure).isNotNull();
		return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
	}

	@ParameterizedTest
	@CsvSource({ "ZARR_STORES_LAKE_ACESS, ZARR_STORES_LAKE_ACCESS",
			"ZARR_STORES_LAKE_REED_ONLY, ZARR_STORES_LAKE_READONLY",
			"ZARR_STORES_LAKE_FILESYSTEM_PTH, ZARR_STORES_LAKE_FILESYSTEM_PATH",
			"ZARR_LIMITS_CHUNK_BYTE, ZARR_LIMITS_CHUNKBYTES", "ZARR_DEFAULTS_ACESS, ZARR_DEFAULTS_ACCESS",
			"ZARR_STORE_LAKE_TYPE, ZARR_STORES_LAKE_TYPE" })
	void whenEnvironmentVariableIsUnknownThenNearestIsNamed(String variable, String nearest) {
		assertUnknown(environment(this.lake, Map.of(variable, "s3cr3t")), """
				A property of Zarr stores is not known:

				    Property: %s
				    Origin: "%s" from property source "systemEnvironment"
				    Nearest: %s""".formatted(variable, variable, nearest),
				"Set '%s' instead of '%s', or remove it.".formatted(nearest, variable));
	}

	@Test
	void whenVariablesOfOthersBeginWithZarrThenThereIsOneWarning(CapturedOutput output) {
		environment(this.lake, Map.of("ZARR_V3_EXPERIMENTAL_API", "1", "ZARR_ARRAY__ORDER", "C", "ZARR", "x"))
			.withSystemProperties("zarr.defualt-store=lake")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getAll().lines().filter((line) -> line.contains(" WARN "))).singleElement()
			.asString()
			.contains("ZARR_ARRAY__ORDER, ZARR_V3_EXPERIMENTAL_API, zarr.defualt-store (zarr.default-store?)");
	}

	@Test
	void whenSystemPropertyOfStoreIsUnknownThenItIsRefused() {
		assertThat(StartupFailure.of(this.lake.withSystemProperties("zarr.stores.lake.acess=private")).getDescription())
			.contains("Property: zarr.stores.lake.acess", "Nearest: zarr.stores.lake.access");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zarr.stores.lake.readOnly=false", "zarr.stores.lake.read_only=false",
			"zarr.stores.lake.READ-ONLY=false", "zarr.stores.lake.partitioned.members=a,b",
			"zarr.stores.lake.partitioned.members[0]=a", "zarr.stores.lake.http.redirectHosts[0]=a",
			"zarr.stores.lake.partitioned.nearCache.maxEntries=1", "zarr.defaultStore=lake", "zarr.limits=",
			"zarr.stores.lake.filesystem.path=a", "zarr.stores.lake.s3.bucket=a", "zarr.health.timeout=3s",
			"zarr.defaults.jpa.table-name=t", "zarr.enabled=true" })
	void whenPropertyIsWrittenOtherwiseThenItIsKnown(String property) {
		this.lake.withPropertyValues(property).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "ZARR_STORES_LAKE_READONLY", "ZARR_STORES_LAKE_READ_ONLY", "zarr_stores_lake_readonly",
			"ZARR_DEFAULTS_READONLY", "ZARR_DEFAULTS_READ_ONLY", "ZARR_WRITE_EMPTY_CHUNKS", "ZARR_WRITEEMPTYCHUNKS",
			"ZARR_STORES_LAKE_PARTITIONED_NEARCACHE_ENABLED", "ZARR_STORES_LAKE_PARTITIONED_NEAR_CACHE_ENABLED",
			"zarr.stores.lake.read-only" })
	void whenVariableIsWrittenOtherwiseThenItIsKnown(String variable, CapturedOutput output) {
		environment(this.lake, Map.of(variable, "false", "ZARR_STORES_LAKE_PARTITIONED_MEMBERS_0", "host"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(" WARN ");
	}

	@Test
	void whenMetadataOnClassPathNamePropertyThenItIsKnown() throws IOException {
		metadata("""
				{
				  "properties": [
				    { "name": "zarr.acme.colour", "type": "java.lang.String" },
				    { "name": "zarr.acme.labels", "type": "java.util.Map<java.lang.String,java.lang.String>" },
				    { "name": "zarr.defaults.audit.to", "type": "java.lang.String" }
				  ]
				}""");
		ApplicationContextRunner runner = this.lake.withClassLoader(withDirectory())
			.withPropertyValues("zarr.acme.colour=red", "zarr.acme.labels.a.b=c", "zarr.acme.labels[x/y]=z",
					"zarr.stores.lake.audit.to=log");
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(StartupFailure.of(runner.withPropertyValues("zarr.acme.color=red")).getDescription())
			.contains("Property: zarr.acme.color", "Nearest: zarr.acme.colour");
		assertThat(StartupFailure.of(runner.withPropertyValues("zarr.stores.lake.audit.of=log")).getDescription())
			.contains("Property: zarr.stores.lake.audit.of", "Nearest: zarr.stores.lake.audit.to");
	}

	@Test
	void whenTypeIsOfTheApplicationThenItsPropertiesAreKnown() {
		environment(this.lake, Map.of("ZARR_STORES_X_TAPEDRIVE_LABELS_A", "b", "ZARR_STORES_X_TAPE_DRIVE_SPEED", "5"))
			.withBean(TapeFactory.class)
			.withPropertyValues("zarr.stores.x.type=tape-drive", "zarr.stores.x.tape-drive.labels.c=d",
					"zarr.stores.lake.tapeDrive.speed=3", "zarr.defaults.tape-drive.speed=4")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(BackendRegistry.class).names()).containsExactly("lake", "x");
				assertThat(((TapeBackend) context.getBean("xStorageBackend")).tape)
					.isEqualTo(new Tape(5, new TreeMap<>(Map.of("a", "b", "c", "d"))));
			});
	}

	@Test
	void whenPropertyOfTypeOfTheApplicationIsUnknownThenTextIsTheSame() {
		assertUnknown(
				this.lake.withBean(TapeFactory.class)
					.withPropertyValues("zarr.stores.x.type=tape-drive", "zarr.stores.x.tape-drive.sped=3"),
				"""
						A property of Zarr stores is not known:

						    Property: zarr.stores.x.tape-drive.sped
						    Origin: "zarr.stores.x.tape-drive.sped" from property source "test"
						    Nearest: zarr.stores.x.tape-drive.speed""",
				"Set 'zarr.stores.x.tape-drive.speed' instead of 'zarr.stores.x.tape-drive.sped', or remove it.");
	}

	@Test
	void whenTypeOfTheApplicationTakesThePlaceOfBuiltInOneThenItsPropertiesAreKnown() {
		this.empty.withBean(ZipFactory.class)
			.withPropertyValues("zarr.stores.x.type=zip", "zarr.stores.x.zip.speed=3")
			.run((context) -> assertThat(((TapeBackend) context.getBean("xStorageBackend")).tape.speed()).isEqualTo(3));
	}

	@Test
	void whenThereAreNoMetadataThenNothingIsRefused(CapturedOutput output) {
		this.lake.withClassLoader(new WithoutMetadata(getClass().getClassLoader()))
			.withPropertyValues("zarr.stores.lake.acess=private")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("Names of properties are not checked");
	}

	@Test
	void whenNothingIsConfiguredThenStoreInMemoryIsAWarning(CapturedOutput output) {
		this.empty.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getAll().lines().filter((line) -> line.contains(" WARN "))).singleElement()
			.asString()
			.contains("zarr.stores", "'default'", "in memory");
	}

	@Test
	void whenStoreInMemoryIsConfiguredThenThereIsNoWarning(CapturedOutput output) {
		this.empty.withPropertyValues("zarr.stores.default.type=concurrent-map")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(" WARN ");
	}

	private void metadata(String json) throws IOException {
		Path file = this.directory.resolve("META-INF/additional-spring-configuration-metadata.json");
		Files.createDirectories(file.getParent());
		Files.writeString(file, json);
	}

	private ClassLoader withDirectory() throws IOException {
		return new URLClassLoader(new URL[] { this.directory.toUri().toURL() }, getClass().getClassLoader());
	}

	private static ApplicationContextRunner environment(ApplicationContextRunner runner,
			Map<String, Object> variables) {
		return runner.withInitializer((context) -> environment(context.getEnvironment(), variables));
	}

	/**
	 * The environment of the build is none of the test's business.
	 */
	private static void environment(ConfigurableEnvironment environment, Map<String, Object> variables) {
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
	}

	private static void assertUnknown(ApplicationContextRunner runner, String description, String action) {
		FailureAnalysis analysis = StartupFailure.of(runner);
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(description).doesNotContain("s3cr3t");
		assertThat(analysis.getAction()).isEqualTo(action);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class })
	static class Application {

	}

	record Tape(int speed, @Nullable Map<String, String> labels) {
	}

	static class TapeBackend extends DelegatingBackend {

		final Tape tape;

		TapeBackend(Tape tape) {
			super(new ConcurrentMapBackend());
			this.tape = tape;
		}

	}

	static class TapeFactory implements StorageBackendFactory {

		@Override
		public String type() {
			return "tape-drive";
		}

		@Override
		public StorageBackend create(StoreContext context) {
			return new TapeBackend(context.bind(Tape.class));
		}

	}

	static class ZipFactory extends TapeFactory {

		@Override
		public String type() {
			return "zip";
		}

	}

	static class WithoutMetadata extends ClassLoader {

		WithoutMetadata(ClassLoader parent) {
			super(parent);
		}

		@Override
		public Enumeration<URL> getResources(String name) throws IOException {
			return name.endsWith("spring-configuration-metadata.json") ? Collections.emptyEnumeration()
					: super.getResources(name);
		}

	}

}
