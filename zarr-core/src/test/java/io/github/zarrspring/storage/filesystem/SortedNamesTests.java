package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SortedNamesTests {

	private static final FileTime OLD = FileTime.from(Instant.now().minus(Duration.ofHours(1)));

	private final SortedNames names = new SortedNames();

	@TempDir
	Path directory;

	@BeforeEach
	void fill() throws IOException {
		Files.createDirectories(this.directory.resolve("1/c"));
		Files.createFile(this.directory.resolve("1/c/0"));
		for (int i = 2; i <= SortedNames.LARGE; i++) {
			Files.createFile(this.directory.resolve(Integer.toString(i)));
		}
	}

	private List<String> list() throws IOException {
		return this.names.of(this.directory, (name) -> true);
	}

	@Test
	void whenDirectoryIsLargeAndOldThenIsReadOnce() throws IOException {
		Files.setLastModifiedTime(this.directory, OLD);
		List<String> first = list();
		assertThat(first).hasSize(SortedNames.LARGE).isSorted();
		assertThat(list()).isSameAs(first);
	}

	@Test
	void whenDirectoryChangesThenIsReadAgain() throws IOException {
		Files.setLastModifiedTime(this.directory, OLD);
		assertThat(list()).hasSize(SortedNames.LARGE);
		Files.createFile(this.directory.resolve("new"));
		assertThat(list()).contains("new");
		Files.delete(this.directory.resolve("new"));
		assertThat(list()).doesNotContain("new");
	}

	@Test
	void whenDirectoryHasJustChangedThenIsReadEachTime() throws IOException {
		List<String> first = list();
		assertThat(list()).isEqualTo(first).isNotSameAs(first);
	}

	@Test
	void whenDirectoryIsMissingThenThereAreNoNames() throws IOException {
		assertThat(this.names.of(this.directory.resolve("missing"), (name) -> true)).isEmpty();
	}

	@Test
	void whenNamesAreRememberedThenPagesAreTheSame() throws IOException {
		try (FilesystemBackend backend = new FilesystemBackend(this.directory)) {
			List<String> fresh = pages(backend);
			assertThat(fresh).hasSize(SortedNames.LARGE).contains("1/c/0");
			Files.setLastModifiedTime(this.directory, OLD);
			assertThat(pages(backend)).isEqualTo(fresh);
			assertThat(pages(backend)).isEqualTo(fresh);
			assertThat(backend.list("39", StoreKey.of("399"), 3)).extracting(StoreKey::value)
				.containsExactly("3990", "3991", "3992");
			assertThat(backend.list("1", null, 2)).extracting(StoreKey::value).containsExactly("1/c/0", "10");
		}
	}

	private static List<String> pages(FilesystemBackend backend) {
		List<String> keys = new ArrayList<>();
		StoreKey after = null;
		List<StoreKey> page;
		do {
			page = backend.list("", after, 100);
			page.forEach((key) -> keys.add(key.value()));
			after = page.isEmpty() ? null : page.get(page.size() - 1);
		}
		while (page.size() == 100);
		return keys;
	}

}
