package io.github.zarrspring.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.zarrspring.storage.filesystem.CountingProcess;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.filesystem.TestProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stores of processes whose locale writes numbers in digits of its own.
 */
@Tag("slow")
class ForeignLocaleTests {

	private static final Map<String, String> ARABIC = Map.of("JAVA_TOOL_OPTIONS",
			"-Duser.language=ar -Duser.country=EG");

	private static final Map<String, String> ENGLISH = Map.of("JAVA_TOOL_OPTIONS",
			"-Duser.language=en -Duser.country=US");

	@TempDir
	Path directory;

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			return files.map((file) -> this.directory.relativize(file).toString()).sorted().toList();
		}
	}

	private TestProcess snapshot(Map<String, String> locale, String key, String end) throws IOException {
		return new TestProcess(locale, ForeignLocaleProcess.class, this.directory.resolve("snapshot.zip").toString(),
				key, end);
	}

	@Test
	void whenASnapshotStoreWasOpenInAnotherLocaleThenNothingOfItIsLost() throws Exception {
		List<String> keys = List.of();
		for (int i = 0; i < 6; i++) {
			boolean foreign = i % 2 == 0;
			boolean kill = i % 3 == 0;
			try (TestProcess process = snapshot(foreign ? ARABIC : ENGLISH, "key" + i, kill ? "wait" : "end")) {
				assertThat(process.readLine()).isEqualTo(foreign ? "foreign" : "plain");
				assertThat(process.readLine()).isEqualTo(keys.toString());
				assertThat(process.readLine()).isEqualTo("written");
				if (kill) {
					process.kill();
				}
				else {
					assertThat(process.waitForEnd()).isZero();
				}
			}
			keys = Stream.concat(keys.stream(), Stream.of("key" + i)).toList();
			assertThat(names()).allMatch((name) -> name.matches("\\p{ASCII}*"));
		}
	}

	@Test
	void whenProcessesOfTwoLocalesWriteOneFilesystemStoreThenNoUpdateIsLost() throws Exception {
		int count = 500;
		try (TestProcess arabic = counting(ARABIC, count); TestProcess english = counting(ENGLISH, count)) {
			assertThat(arabic.readLine()).isNotNull();
			assertThat(english.readLine()).isNotNull();
			assertThat(arabic.waitForEnd()).isZero();
			assertThat(english.waitForEnd()).isZero();
		}
		try (FilesystemBackend backend = new FilesystemBackend(this.directory)) {
			assertThat(backend.read(StoreKey.of("a/c/0")).orElseThrow().bytes().getLong()).isEqualTo(2L * count);
		}
		assertThat(names()).allMatch((name) -> name.matches("\\p{ASCII}*"));
	}

	private TestProcess counting(Map<String, String> locale, int count) throws IOException {
		return new TestProcess(locale, CountingProcess.class, this.directory.toString(), String.valueOf(count), "2");
	}

}
