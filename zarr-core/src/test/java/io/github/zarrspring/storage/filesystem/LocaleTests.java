package io.github.zarrspring.storage.filesystem;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.zarrspring.exception.StoreFailureException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A filesystem store in a Java process whose locale has ASCII only.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class LocaleTests {

	@TempDir
	Path directory;

	@Test
	void whenJavaCannotReadANameThenNothingIsLeftOutSilently() throws Exception {
		Path ascii = Files.write(this.directory.resolve("a"), new byte[1]);
		Path unicode = Files.write(this.directory.resolve("\u5b50"), new byte[1]);
		try (TestProcess process = new TestProcess(Map.of("LC_ALL", "POSIX"), ListingProcess.class,
				this.directory.toString())) {
			assertThat(process.readLine()).contains(StoreFailureException.class.getName(), "locale");
			assertThat(process.readLine()).contains(StoreFailureException.class.getName(), "locale");
			assertThat(process.waitForEnd()).isZero();
		}
		assertThat(ascii).exists();
		assertThat(unicode).exists();
	}

}
