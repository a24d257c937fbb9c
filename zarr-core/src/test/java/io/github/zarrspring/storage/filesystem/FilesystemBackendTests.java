package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.filesystem.disk.TestDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FilesystemBackendTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0/1");

	@TempDir
	Path directory;

	private Path root;

	private FilesystemBackend backend;

	@BeforeEach
	void open() throws IOException {
		this.root = this.directory.toRealPath().resolve("store");
		this.backend = new FilesystemBackend(this.root);
	}

	@AfterEach
	void close() {
		this.backend.close();
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes());
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.walk(this.root)) {
			return files.map((path) -> this.root.relativize(path).toString()).sorted().toList();
		}
	}

	@Test
	@DisplayName("3.13 A key is the path of its file, which any tool can read and write")
	void whenWrittenThenFileIsAtKey() throws IOException {
		this.backend.write(KEY, bytes("value"));
		assertThat(this.root.resolve("a/c/0/1")).hasContent("value");
		Files.writeString(this.root.resolve("a/zarr.json"), "{}");
		assertThat(this.backend.read(StoreKey.of("a/zarr.json"))).map(StoredValue::size).contains(2);
		assertThat(this.backend.list("", null, 10)).containsExactly(KEY, StoreKey.of("a/zarr.json"));
	}

	@Test
	@DisplayName("3.13 A write puts a new file in the place of the old one, which stays whole for who reads it")
	void whenOverwrittenThenOldFileIsUntouched() throws IOException {
		this.backend.write(KEY, bytes("old value"));
		try (FileChannel old = FileChannel.open(this.root.resolve("a/c/0/1"), StandardOpenOption.READ)) {
			this.backend.write(KEY, bytes("new"));
			ByteBuffer seen = ByteBuffer.allocate(20);
			old.read(seen, 0);
			assertThat(seen.flip()).isEqualTo(bytes("old value"));
		}
		assertThat(this.root.resolve("a/c/0/1")).hasContent("new");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 })
	@DisplayName("3.13 A write that fails at any point leaves the old value and nothing else")
	void whenDiskFailsThenOldValueIsLeft(long changes) {
		TestDisk disk = new TestDisk();
		try (FilesystemBackend onDisk = new FilesystemBackend(disk.path("/store"))) {
			onDisk.write(KEY, bytes("old value"));
			disk.denyChangesAfter(changes - 1);
			try {
				onDisk.write(KEY, bytes("new value"));
			}
			catch (StoreAccessDeniedException ex) {
				assertThat(ex).hasMessageContaining("'a/c/0/1'");
				assertThat(onDisk.read(KEY)).map(StoredValue::bytes).contains(bytes("old value"));
			}
			assertThat(onDisk.list("", null, 10)).containsExactly(KEY);
			assertThat(onDisk.info()).isEqualTo(new StoreInfo(1, 9));
			disk.denyChangesAfter(Long.MAX_VALUE);
		}
	}

	@Test
	@DisplayName("3.13 Temporary files are gone when the store is closed, and never listed")
	void whenClosedThenNoTemporaryFilesAreLeft() throws IOException {
		this.backend.write(KEY, bytes("value"));
		assertThat(files()).anyMatch((name) -> name.startsWith(".zarr-spring/tmp/"));
		assertThat(this.backend.list("", null, 100)).containsExactly(KEY);
		assertThat(this.backend.list(".zarr-spring/", null, 100)).isEmpty();
		this.backend.deleteAll(".zarr-spring");
		this.backend.deleteAll("");
		this.backend.close();
		assertThat(files()).noneMatch((name) -> name.startsWith(".zarr-spring/tmp/"))
			.anyMatch((name) -> name.startsWith(".zarr-spring/locks/"));
	}

	@Test
	void whenOpenedThenNothingIsWritten() throws IOException {
		assertThat(this.backend.read(KEY)).isEmpty();
		assertThat(this.backend.list("", null, 10)).isEmpty();
		assertThat(this.backend.info()).isEqualTo(new StoreInfo(0, 0));
		this.backend.delete(KEY);
		this.backend.deleteAll("");
		assertThat(this.backend.compareAndSet(KEY, new Version("x"), bytes("x"))).isFalse();
		assertThat(this.root).doesNotExist();
		Files.createDirectories(this.root.resolve("a/c/0"));
		Files.writeString(this.root.resolve("a/c/0/1"), "value");
		assertThat(this.backend.read(KEY)).isPresent();
		assertThat(this.root.resolve(".zarr-spring")).doesNotExist();
	}

	@Test
	void whenRootIsFileThenRefusesToOpen() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "");
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> new FilesystemBackend(file))
			.withMessageContaining("not a directory");
	}

	@Test
	void whenDirectoryIsReadOnlyThenReadsGoOnAndWritesAreDenied() {
		TestDisk disk = new TestDisk();
		try (FilesystemBackend writer = new FilesystemBackend(disk.path("/store"))) {
			writer.write(KEY, bytes("value"));
		}
		disk.denyChangesAfter(0);
		try (FilesystemBackend reader = new FilesystemBackend(disk.path("/store"))) {
			assertThat(reader.read(KEY)).map(StoredValue::bytes).contains(bytes("value"));
			assertThat(reader.list("", null, 10)).containsExactly(KEY);
			assertThatExceptionOfType(StoreAccessDeniedException.class)
				.isThrownBy(() -> reader.write(KEY, bytes("new")));
			assertThatExceptionOfType(StoreAccessDeniedException.class)
				.isThrownBy(() -> reader.write(StoreKey.of("new/c/0"), bytes("new")));
			assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> reader.delete(KEY));
			assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> reader.deleteAll("a/"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { ".zarr-spring", ".zarr-spring/locks/00", ".zarr-spring/new", ".ZARR-Spring/tmp" })
	void whenKeyIsTheStoresOwnThenIsRefused(String name) {
		this.backend.write(KEY, bytes("value"));
		StoreKey key = StoreKey.of(name);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.backend.write(key, bytes("x")))
			.withMessageContaining("reserved");
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.backend.read(key));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.backend.exists(key));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.backend.delete(key));
	}

	@Test
	void whenNameOnlyBeginsLikeTheStoresOwnThenIsKey() {
		this.backend.write(StoreKey.of(".zarr-spring-app/c/0"), bytes("value"));
		this.backend.write(StoreKey.of("a/.zarr-spring/c"), bytes("value"));
		assertThat(this.backend.list("", null, 10)).hasSize(2);
		assertThat(this.backend.info().entries()).isEqualTo(2);
	}

	@Test
	void whenLinkLeadsOutThenIsNotFollowed() throws IOException {
		Path outside = Files.createDirectories(this.directory.resolve("outside"));
		Files.writeString(outside.resolve("secret"), "secret");
		Files.createDirectories(this.root.resolve("a"));
		Files.createSymbolicLink(this.root.resolve("link"), outside);
		Files.createSymbolicLink(this.root.resolve("a/file"), outside.resolve("secret"));
		for (String name : List.of("link/secret", "a/file")) {
			assertThatExceptionOfType(StoreAccessDeniedException.class)
				.isThrownBy(() -> this.backend.read(StoreKey.of(name)))
				.withMessageContaining("symbolic link");
		}
		assertThatExceptionOfType(StoreAccessDeniedException.class)
			.isThrownBy(() -> this.backend.write(StoreKey.of("link/new/c/0"), bytes("x")));
		assertThatExceptionOfType(StoreAccessDeniedException.class)
			.isThrownBy(() -> this.backend.list("link/", null, 10));
		assertThat(this.backend.list("", null, 10)).isEmpty();
		assertThat(this.backend.exists(StoreKey.of("a/file"))).isFalse();
		this.backend.deleteAll("");
		this.backend.write(StoreKey.of("a/file"), bytes("inside"));
		assertThat(outside.resolve("secret")).hasContent("secret");
		assertThat(outside.resolve("new")).doesNotExist();
		assertThat(this.root.resolve("a/file")).isRegularFile().hasContent("inside");
	}

	@Test
	void whenRootIsLinkThenIsFollowed() throws IOException {
		Path real = Files.createDirectories(this.directory.resolve("real"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), real);
		try (FilesystemBackend linked = new FilesystemBackend(link)) {
			linked.write(KEY, bytes("value"));
		}
		assertThat(real.resolve("a/c/0/1")).hasContent("value");
	}

	@Test
	void whenKeyIsBelowValueThenIsRefused() {
		this.backend.write(KEY, bytes("value"));
		for (String below : List.of("a/c/0/1/2", "a/c/0/1/2/3")) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> this.backend.write(StoreKey.of(below), bytes("x")))
				.withMessageContaining("'a/c/0/1' is a value");
		}
		for (String above : List.of("a/c/0", "a")) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> this.backend.write(StoreKey.of(above), bytes("x")))
				.withMessageContaining("keys below '" + above + "'");
		}
		assertThat(this.backend.list("", null, 10)).containsExactly(KEY);
	}

	@Test
	void whenDirectoriesAreLeftEmptyThenTheirNamesAreFree() throws IOException {
		Files.createDirectories(this.root.resolve("a/c/0/1/2/3"));
		Files.createDirectories(this.root.resolve("a/c/0/1/4"));
		this.backend.write(KEY, bytes("value"));
		assertThat(this.root.resolve("a/c/0/1")).hasContent("value");
		this.backend.delete(KEY);
		assertThat(this.root.resolve("a")).doesNotExist();
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void whenNameIsTooLongThenIsRefused() {
		String name = "x".repeat(256);
		for (String value : List.of(name, "a/" + name + "/c", ("d".repeat(200) + "/").repeat(25) + "c")) {
			StoreKey key = StoreKey.of(value);
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> this.backend.write(key, bytes("x")))
				.withMessageContaining("cannot be the name of a file");
			assertThat(this.backend.read(key)).isEmpty();
			assertThat(this.backend.exists(key)).isFalse();
			this.backend.delete(key);
		}
	}

	@Test
	void whenThreadIsInterruptedThenFailsAndOthersGoOn() throws Exception {
		this.backend.write(KEY, bytes("value"));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.backend.write(KEY, bytes("x")))
			.withMessageContaining("interrupted");
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.backend.read(KEY));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.backend.read(KEY)).map(StoredValue::bytes).contains(bytes("value"));
		this.backend.write(KEY, bytes("new"));
		assertThat(this.backend.read(KEY)).map(StoredValue::bytes).contains(bytes("new"));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whenUsedThenNoFilesStayOpen() throws IOException {
		for (int round = 0; round < 2; round++) {
			long before = openFiles();
			for (int i = 0; i < 300; i++) {
				StoreKey key = StoreKey.of("a/%d/%d".formatted(i % 10, i));
				this.backend.write(key, bytes("value"));
				this.backend.read(key);
				this.backend.borrow(key, ByteRange.of(1, 2), StoredValue::version);
				this.backend.compareAndSet(key, Version.ABSENT, bytes("x"));
				this.backend.list("a/", key, 5);
			}
			this.backend.info();
			this.backend.deleteAll("a/");
			// The first round opens the 64 lock files and the guard of the temporary
			// files.
			assertThat(openFiles() - before).isLessThanOrEqualTo((round == 0) ? 70 : 3);
		}
		long before = openFiles();
		this.backend.close();
		assertThat(before - openFiles()).isGreaterThan(50);
	}

	private static long openFiles() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.count();
		}
	}

	@Test
	void whenProcessLeftTemporaryFilesThenNextWriterRemovesThem() throws IOException {
		Path temps = Files.createDirectories(this.root.resolve(".zarr-spring/tmp"));
		Path guarded = Files.createDirectory(temps.resolve("99999-1-left"));
		Files.writeString(guarded.resolve("0"), "half a val");
		Files.writeString(temps.resolve("99999-1-left.lock"), "");
		Path unguarded = Files.createDirectory(temps.resolve("99999-2-left"));
		Files.writeString(unguarded.resolve("1"), "half a val");
		assertThat(this.backend.list("", null, 10)).isEmpty();
		assertThat(guarded).exists();
		this.backend.write(KEY, bytes("value"));
		assertThat(guarded).doesNotExist();
		assertThat(unguarded).doesNotExist();
		assertThat(temps.resolve("99999-1-left.lock")).doesNotExist();
	}

	@ParameterizedTest
	@EnumSource
	void whenTemporaryFolderIsRemovedThenIsMadeAgain(Sync sync) throws IOException {
		try (FilesystemBackend other = new FilesystemBackend(this.directory.resolve("other"), sync)) {
			other.write(KEY, bytes("value"));
			try (Stream<Path> files = Files.walk(other.root().resolve(".zarr-spring/tmp"))) {
				for (Path path : files.sorted((a, b) -> b.compareTo(a)).toList()) {
					Files.delete(path);
				}
			}
			other.write(KEY, bytes("new"));
			other.writeAll(Map.of(KEY, bytes("newer")));
			assertThat(other.read(KEY)).map(StoredValue::bytes).contains(bytes("newer"));
		}
	}

	@Test
	void whenBorrowedValueIsKeptThenItsVersionIsRefused() {
		this.backend.write(KEY, bytes("value"));
		StoredValue kept = this.backend.borrow(KEY, ByteRange.ALL, (value) -> value).orElseThrow();
		assertThatIllegalStateException().isThrownBy(kept::version);
	}

	@Test
	void whenPageIsEmptyThenIsRefused() {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.backend.list("", null, 0));
	}

}
