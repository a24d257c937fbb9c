package io.github.zarrspring.spring.autoconfigure.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.zarrspring.spring.autoconfigure.StartupFailure;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrDefaultStoreAutoConfiguration;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring Boot reports where a store of the type {@code snapshot} cannot be opened:
 * each time the store, the property, its value, the reason and what to do.
 */
class SnapshotStartFailureTests {

	private static final String PATH = "zarr.stores.warm.snapshot.path";

	@TempDir
	Path directory;

	private static ApplicationContextRunner runner(Object path, String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class,
					ZarrDefaultStoreAutoConfiguration.class, ZarrSnapshotAutoConfiguration.class))
			.withPropertyValues("zarr.stores.warm.type=snapshot", PATH + "=" + path)
			.withPropertyValues(properties);
	}

	private static void assertReport(FailureAnalysis report, Path path, String reason, String action) {
		assertThat(report.getDescription()).contains("tore 'warm'", "Property: " + PATH, "Value: \"" + path + '"',
				"Reason: ", reason);
		assertThat(report.getAction()).contains(action, PATH);
	}

	@Test
	void whenPathIsDirectoryThenReported() {
		assertReport(StartupFailure.of(runner(this.directory)), this.directory, "it is a directory",
				"to the name of a file");
	}

	@Test
	void whenDirectoryCannotBeUsedThenReported() throws IOException {
		Path path = Files.createFile(this.directory.resolve("file")).resolve("warm.zip");
		assertReport(StartupFailure.of(runner(path)), path, "cannot be", "to another file");
	}

	@Test
	void whenDirectoryCannotBeReadThenReported() {
		Path path = Path.of("/proc/self/warm/warm.zip");
		assertReport(StartupFailure.of(runner(path)), path, "'/proc/self", "to another file");
	}

	@Test
	@DisplayName("4.5 Where all generations are damaged the application does not start, and says how it would")
	void whenAllGenerationsAreDamagedThenReported() throws IOException {
		Path path = this.directory.resolve("warm.zip");
		for (int i = 0; i < 3; i++) {
			runner(path).run(
					(context) -> context.getBean(StorageBackend.class).write(StoreKey.of("a"), ByteBuffer.allocate(1)));
		}
		try (var files = Files.newDirectoryStream(this.directory, "warm*")) {
			for (Path file : files) {
				if (Files.size(file) > 30) {
					Files.write(file, new byte[40]);
				}
			}
		}
		assertReport(StartupFailure.of(runner(path)), path,
				"cannot be read and there is no earlier generation that can", "Do what the reason says");
		// Nothing is moved away or made anew by a start that failed.
		assertReport(StartupFailure.of(runner(path)), path, "Restore it from a copy, or move it away",
				"to another file");
	}

	@ParameterizedTest
	@CsvSource({ "snapshot.interval,often,", "snapshot.journal,sometimes,EVERY_WRITE", "snapshot.keep,many,",
			"access,secret,PROTECTED", "snapshot.loading,never,BACKGROUND", "snapshot.fsync,perhaps," })
	@DisplayName("4.8 An option that is none is refused with the property and its value")
	void whenValueIsOfNoOptionThenReported(String key, String value, @Nullable String valid) {
		Path path = this.directory.resolve("warm.zip");
		FailureAnalysis report = StartupFailure.of(runner(path, "zarr.stores.warm." + key + '=' + value));
		assertThat(report.getDescription()).contains("Property: zarr.stores.warm." + key, "Value: \"" + value + '"',
				"Reason: ");
		assertThat(report.getAction()).contains((valid != null) ? valid : "Update your application's configuration");
		assertThat(path).doesNotExist();
	}

	@Test
	@DisplayName("4.8 An interval that is negative and a misspelt option are refused with the property")
	void whenOptionIsNotValidThenReported() {
		Path path = this.directory.resolve("warm.zip");
		FailureAnalysis negative = StartupFailure.of(runner(path, "zarr.stores.warm.snapshot.interval=-5s"));
		assertThat(negative.getDescription()).contains("Property: zarr.stores.warm.snapshot.interval", "negative");
		assertThat(negative.getAction()).contains("zarr.stores.warm.snapshot.interval");
		FailureAnalysis misspelt = StartupFailure.of(runner(path, "zarr.stores.warm.snapshot.intervall=5s"));
		assertThat(misspelt.getDescription()).contains("zarr.stores.warm.snapshot.intervall");
	}

}
