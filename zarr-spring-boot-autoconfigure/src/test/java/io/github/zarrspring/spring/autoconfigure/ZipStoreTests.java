package io.github.zarrspring.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.zip.ZipBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

	@Test
	void whenFileIsNotWholeArchiveThenReportSaysWhatToDo() throws IOException {
		Path archive = Files.writeString(this.directory.resolve("broken.zip"), "not an archive");
		FailureAnalysis analysis = StartupFailure.of(contextRunner(archive));
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
				The archive of store 'packed' cannot be used:

				    Property: zarr.stores.packed.zip.path
				    Value: "%s"
				    Origin: "zarr.stores.packed.zip.path" from property source "test"
				    Reason: %s""".formatted(archive, reason(archive)));
		assertThat(analysis.getAction())
			.isEqualTo("Restore the archive from a copy, set 'zarr.stores.packed.zip.path' to another one, "
					+ "or move the file away to start empty.");
		assertThat(analysis.getCause()).hasCauseInstanceOf(CorruptDataException.class);
	}

	private static String reason(Path archive) {
		return catchThrowableOfType(CorruptDataException.class, () -> new ZipBackend(archive)).getReason();
	}

	@Test
	void whenArchiveIsCutOffThenReportSaysWhatToDo() throws IOException {
		Path archive = this.directory.resolve("store.zip");
		contextRunner(archive).run((context) -> context.getBean(ZarrOperations.class).createGroup("a"));
		byte[] bytes = Files.readAllBytes(archive);
		Files.write(archive, Arrays.copyOf(bytes, bytes.length - 30));
		assertThat(StartupFailure.of(contextRunner(archive)).getDescription()).contains("zarr.stores.packed.zip.path",
				archive.toString(), reason(archive));
	}

	@Test
	void whenArchiveCannotBeReachedThenReportSaysWhatToDo() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		FailureAnalysis analysis = StartupFailure.of(contextRunner(file.resolve("store.zip")));
		assertThat(analysis.getDescription()).contains("The archive of store 'packed' cannot be used",
				"Property: zarr.stores.packed.zip.path", file.resolve("store.zip").toString(), "Reason: ");
		assertThat(analysis.getAction()).contains("Make the archive readable for user", "zarr.stores.packed.zip.path");
	}

}
