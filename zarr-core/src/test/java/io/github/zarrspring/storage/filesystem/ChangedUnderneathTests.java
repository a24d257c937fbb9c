package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Moves, removes and replaces the files of a store while it is open.
 */
class ChangedUnderneathTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private static final StoreKey MISSING = StoreKey.of("a/c/1");

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

	static Stream<Consumer<FilesystemBackend>> calls() {
		return Stream.of((backend) -> backend.read(KEY), (backend) -> backend.read(MISSING),
				(backend) -> backend.read(KEY, ByteRange.of(0, 1)),
				(backend) -> backend.borrow(KEY, ByteRange.ALL, Object::toString),
				(backend) -> backend.open(KEY, ByteRange.ALL, Object::toString), (backend) -> backend.exists(KEY),
				(backend) -> backend.write(KEY, bytes("new")),
				(backend) -> backend.write(StoreKey.of("b/0"), bytes("new")),
				(backend) -> backend.compareAndSet(MISSING, Version.ABSENT, bytes("new")),
				(backend) -> backend.delete(KEY), (backend) -> backend.deleteAll("a/"),
				(backend) -> backend.deleteAll(""), (backend) -> backend.list("", null, 10),
				(backend) -> backend.list("a/", null, 10), FilesystemBackend::info);
	}

	@ParameterizedTest
	@MethodSource("calls")
	void whenRootIsMovedAwayThenStoreIsUnavailableUntilItIsBack(Consumer<FilesystemBackend> call) throws IOException {
		this.backend.write(KEY, bytes("value"));
		Path moved = this.root.resolveSibling("moved");
		Files.move(this.root, moved);
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> call.accept(this.backend))
			.withMessageContaining("moved away, removed or unmounted");
		assertThat(this.root).doesNotExist();
		Files.move(moved, this.root);
		assertThat(this.backend.read(KEY)).map(StoredValue::bytes).contains(bytes("value"));
		assertThatNoException().isThrownBy(() -> call.accept(this.backend));
	}

	@ParameterizedTest
	@MethodSource("calls")
	void whenAnotherDirectoryIsInPlaceOfRootThenItIsNotTakenForIt(Consumer<FilesystemBackend> call) throws IOException {
		this.backend.write(KEY, bytes("value"));
		Files.move(this.root, this.root.resolveSibling("moved"));
		Files.createDirectory(this.root);
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> call.accept(this.backend))
			.withMessageContaining("Another directory");
		assertThat(this.root).isEmptyDirectory();
	}

	@Test
	void whenRootWasThereAtFirstThenItIsNotMadeAgain() throws IOException {
		Files.createDirectory(this.root);
		try (FilesystemBackend other = new FilesystemBackend(this.root)) {
			assertThat(other.read(KEY)).isEmpty();
			Files.delete(this.root);
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> other.write(KEY, bytes("value")));
		}
		assertThat(this.root).doesNotExist();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void whenDirectoryIsReplacedByLinkThenItIsNotFollowed(Consumer<FilesystemBackend> call) throws IOException {
		this.backend.write(KEY, bytes("value"));
		assertThat(this.backend.read(KEY)).isPresent();
		Path outside = Files.createDirectories(this.directory.resolve("outside/c"));
		Files.writeString(outside.resolve("0"), "outside");
		Files.move(this.root.resolve("a"), this.directory.resolve("moved"));
		Files.createSymbolicLink(this.root.resolve("a"), outside.getParent());
		try {
			call.accept(this.backend);
		}
		catch (StoreAccessDeniedException ex) {
			assertThat(ex).hasMessageContaining("symbolic link");
		}
		assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> this.backend.read(KEY));
		assertThat(outside.resolve("0")).hasContent("outside");
		assertThat(outside.resolve("1")).doesNotExist();
		assertThat(this.backend.list("", null, 10)).doesNotContain(KEY);
	}

	@Test
	void whenDirectoryIsReplacedByAnotherThenItsValuesAreRead() throws IOException {
		this.backend.write(KEY, bytes("value"));
		assertThat(this.backend.read(KEY)).isPresent();
		Files.move(this.root.resolve("a"), this.root.resolve("b"));
		Files.createDirectories(this.root.resolve("a/c"));
		Files.writeString(this.root.resolve("a/c/0"), "another");
		assertThat(this.backend.read(KEY)).map(StoredValue::bytes).contains(bytes("another"));
		this.backend.write(KEY, bytes("new"));
		assertThat(this.root.resolve("a/c/0")).hasContent("new");
	}

	@ParameterizedTest
	@MethodSource("calls")
	@EnabledOnOs(OS.LINUX)
	void whenPipeIsInPlaceOfValueThenNobodyWaits(Consumer<FilesystemBackend> call) throws Exception {
		this.backend.write(KEY, bytes("value"));
		// As if nothing had changed for long, so that the value is known to be a file.
		Files.setLastModifiedTime(this.root.resolve("a/c"), FileTime.from(Instant.now().minusSeconds(3600)));
		this.backend.list("a/c/", null, 10);
		assertThat(this.backend.read(KEY)).isPresent();
		assertThat(this.backend.read(KEY)).isPresent();
		Files.delete(this.root.resolve("a/c/0"));
		makePipe(this.root.resolve("a/c/0"));
		Thread thread = new Thread(() -> call.accept(this.backend));
		thread.setDaemon(true);
		thread.start();
		thread.join(20_000);
		boolean waits = thread.isAlive();
		if (waits) {
			// Let it go, so that the store can be closed.
			Files.writeString(this.root.resolve("a/c/0"), "");
		}
		assertThat(waits).isFalse();
	}

	private static void makePipe(Path path) throws Exception {
		assertThat(new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor()).isZero();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whenFoldersAreRemovedUnderneathThenNoDescriptorIsLost() throws IOException {
		this.backend.write(KEY, bytes("value"));
		long before = descriptors();
		for (int i = 0; i < 50; i++) {
			removeTree(this.root.resolve(".zarr-spring"));
			this.backend.write(KEY, bytes("value"));
		}
		assertThat(descriptors()).isLessThanOrEqualTo(before + 5);
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter((descriptor) -> isDeleted(descriptor)).count();
		}
	}

	private static boolean isDeleted(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString().endsWith(" (deleted)");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void removeTree(Path top) throws IOException {
		List<Path> paths = new ArrayList<>();
		try (Stream<Path> files = Files.walk(top)) {
			files.forEach(paths::add);
		}
		paths.sort(Comparator.reverseOrder());
		for (Path path : paths) {
			Files.delete(path);
		}
	}

	@Test
	@Tag("slow")
	void whenLockFilesAreRemovedThenProcessesStillKeepEachOtherOut() throws Exception {
		this.backend.write(KEY, bytes("value"));
		removeTree(this.root.resolve(".zarr-spring/locks"));
		ExecutorService others = Executors.newSingleThreadExecutor();
		try (TestProcess process = new TestProcess(NodeLockingProcess.class, this.root.toString(), "key",
				KEY.value())) {
			assertThat(process.readLine()).isEqualTo("held");
			Future<?> writing = others.submit(() -> this.backend.write(KEY, bytes("new")));
			assertThat(writing).failsWithin(Duration.ofSeconds(1)).withThrowableOfType(TimeoutException.class);
			process.kill();
			writing.get();
		}
		finally {
			others.shutdownNow();
		}
		assertThat(this.root.resolve(KEY.value())).hasContent("new");
	}

}
