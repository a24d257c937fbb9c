package io.github.zarrspring.spring.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for stores of the type {@code filesystem}.
 */
class FilesystemStoreTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner contextRunner(Path path) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class))
			.withPropertyValues("zarr.stores.files.type=filesystem", "zarr.stores.files.filesystem.path=" + path,
					"zarr.stores.files.filesystem.sync=always");
	}

	@Test
	@DisplayName("3.13 What a filesystem store holds is there after a restart, in the plain Zarr layout")
	void whenContextIsStartedAgainThenArraysAreThere() {
		Path store = this.directory.resolve("a/b");
		contextRunner(store).run((context) -> {
			assertThat(store).as("opening writes nothing").doesNotExist();
			context.getBean(ZarrOperations.class)
				.create("c/d", ArraySpec.of(DataType.INT16).shape(2))
				.write(NdArray.of(new short[] { 1, 2 }, 2));
		});
		assertThat(store.resolve("c/d/zarr.json")).isRegularFile();
		contextRunner(store)
			.run((context) -> assertThat(context.getBean(ZarrOperations.class).open("c/d").read().shorts())
				.containsExactly(1, 2));
	}

	@Test
	void whenDirectoryIsNotWritableThenReadOnlyStoreStarts() {
		contextRunner(this.directory).withBean(UnwritableFactory.class)
			.withPropertyValues("zarr.stores.files.read-only=true")
			.run((context) -> assertThat(context.getBean(ZarrOperations.class).exists("")).isFalse());
	}

	@Test
	void whenPathIsRelativeThenLocationIsAbsolute() {
		contextRunner(Path.of("target/../target/store")).run((context) -> {
			assertThat(context.getBean(BackendRegistry.class).describe("files").location())
				.isEqualTo(Path.of("target/store").toAbsolutePath().toString());
			assertThat(Files.exists(Path.of("target/store"))).isFalse();
		});
	}

	static class UnwritableFactory extends FilesystemBackendFactory {

		UnwritableFactory(Environment environment) {
			super(environment, (path) -> false);
		}

	}

}
