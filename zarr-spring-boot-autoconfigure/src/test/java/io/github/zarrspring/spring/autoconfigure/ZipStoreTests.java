package io.github.zarrspring.spring.autoconfigure;

import java.nio.file.Path;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for stores of the type {@code zip}.
 */
class ZipStoreTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner contextRunner(Object path) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class))
			.withPropertyValues("zarr.stores.packed.type=zip", "zarr.stores.packed.zip.path=" + path);
	}

	@Test
	@DisplayName("3.13 What is written to a zip store is in its archive when the context is closed")
	void whenContextIsClosedThenArchiveIsWritten() {
		Path archive = this.directory.resolve("a/store.zip");
		contextRunner(archive).run((context) -> {
			context.getBean(ZarrOperations.class)
				.create("c/d", ArraySpec.of(DataType.INT16).shape(2))
				.write(NdArray.of(new short[] { 1, 2 }, 2));
			assertThat(archive).doesNotExist();
		});
		assertThat(archive).isRegularFile();
		contextRunner(archive)
			.run((context) -> assertThat(context.getBean(ZarrOperations.class).open("c/d").read().shorts())
				.containsExactly(1, 2));
	}

	@Test
	void whenPathIsWrongThenRefused() {
		assertThat(StartupFailure.of(contextRunner(" ")).getDescription()).contains("Store 'packed' has no archive");
		assertThat(StartupFailure.of(contextRunner(this.directory)).getDescription()).contains("it is a directory");
	}

}
