package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(120)
class NodeLocksTests {

	private static final NodePath NODE = NodeLockingProcess.NODE;

	private static final Duration SHORT = Duration.ofMillis(100);

	private static final Duration LONG = Duration.ofSeconds(30);

	private final ExecutorService others = Executors.newCachedThreadPool();

	@TempDir
	Path directory;

	private Path root;

	private HiddenFolder folder;

	@BeforeEach
	void open() throws IOException {
		this.root = this.directory.toRealPath();
		this.folder = HiddenFolder.of(this.root);
	}

	@AfterEach
	void close() throws Exception {
		this.folder.release();
		this.others.shutdownNow();
		assertThat(this.others.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	private NodeLocks locks(Duration patience) {
		return new NodeLocks(this.folder, this.root.resolve(".zarr-spring/locks/nodes"), patience);
	}

	private static TreeMap<NodePath, NodeLock> node(NodeLock mode) {
		return new TreeMap<>(Map.of(NODE, mode));
	}

	private boolean isGiven(NodeLocks locks, NodeLock mode) throws Exception {
		try {
			return this.others.submit(() -> locks.locked(node(mode), () -> true)).get();
		}
		catch (ExecutionException ex) {
			assertThat(ex.getCause()).isInstanceOf(StoreUnavailableException.class)
				.hasMessageMatching("(Other threads|Another process) kept 'a/b' locked for PT0.1S");
			return false;
		}
	}

	static Stream<List<NodeLock>> pairs() {
		return Stream.of(NodeLock.values())
			.flatMap((first) -> Stream.of(NodeLock.values()).map((second) -> List.of(first, second)));
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void whenThreadHoldsNodeThenOthersGetWhatGoesWithIt(List<NodeLock> pair) throws Exception {
		NodeLocks locks = locks(SHORT);
		boolean[] given = new boolean[1];
		locks.locked(node(pair.get(0)), () -> {
			try {
				given[0] = isGiven(locks, pair.get(1));
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			return true;
		});
		assertThat(given[0]).isEqualTo(pair.get(0).goesWith(pair.get(1)));
		assertThat(isGiven(locks, pair.get(1))).isTrue();
		locks.close();
	}

	@Tag("slow")
	@ParameterizedTest
	@EnumSource
	void whenProcessHoldsNodeThenOthersGetWhatGoesWithItUntilItIsKilled(NodeLock held) throws Exception {
		NodeLocks locks = locks(SHORT);
		try (TestProcess process = new TestProcess(NodeLockingProcess.class, this.root.toString(), "hold",
				held.name())) {
			assertThat(process.readLine()).isEqualTo("held");
			for (NodeLock mode : NodeLock.values()) {
				assertThat(isGiven(locks, mode)).as("%s beside %s", mode, held).isEqualTo(held.goesWith(mode));
			}
			Future<Boolean> waiting = this.others
				.submit(() -> locks(LONG).locked(node(NodeLock.EXCLUSIVE), () -> true));
			process.kill();
			assertThat(waiting.get()).isTrue();
		}
		locks.close();
	}

	@Test
	@Tag("slow")
	void whenProcessesCountWithNodeLockedThenNothingIsLost() throws Exception {
		List<TestProcess> processes = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			processes.add(new TestProcess(NodeLockingProcess.class, this.root.toString(), "count", "200"));
		}
		for (TestProcess process : processes) {
			try (process) {
				assertThat(process.readLine()).isEqualTo("counted");
				assertThat(process.waitForEnd()).isZero();
			}
		}
		try (FilesystemBackend backend = new FilesystemBackend(this.root)) {
			assertThat(NodeLockingProcess.number(backend)).isEqualTo(600);
		}
	}

	@Test
	void whenThreadsCountWithNodeLockedThenNothingIsLost() throws Exception {
		try (FilesystemBackend backend = new FilesystemBackend(this.root)) {
			List<Future<?>> counting = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				counting.add(this.others.submit(() -> {
					NodeLockingProcess.count(backend, 50);
					return true;
				}));
			}
			for (Future<?> thread : counting) {
				thread.get();
			}
			assertThat(NodeLockingProcess.number(backend)).isEqualTo(200);
		}
	}

	@Test
	@Tag("slow")
	void whenOthersAlwaysShareNodeThenItIsGivenToOneNevertheless() throws Exception {
		Path end = this.root.resolve("end");
		NodeLocks locks = locks(LONG);
		try (TestProcess one = new TestProcess(NodeLockingProcess.class, this.root.toString(), "share", end.toString());
				TestProcess other = new TestProcess(NodeLockingProcess.class, this.root.toString(), "share",
						end.toString())) {
			assertThat(one.readLine()).isEqualTo("sharing");
			assertThat(other.readLine()).isEqualTo("sharing");
			for (int i = 0; i < 20; i++) {
				assertThat(locks.locked(node(NodeLock.EXCLUSIVE), () -> true)).isTrue();
			}
			Files.createFile(end);
			assertThat(one.waitForEnd()).isZero();
			assertThat(other.waitForEnd()).isZero();
		}
		locks.close();
	}

	@ParameterizedTest
	@EnumSource
	void whenThreadHasNodeThenItGetsTheSameOrWeaker(NodeLock held) throws Exception {
		NodeLocks locks = locks(SHORT);
		for (NodeLock mode : NodeLock.values()) {
			locks.locked(node(held), () -> {
				if (mode.compareTo(held) <= 0) {
					assertThat(nested(locks, mode)).isTrue();
				}
				else {
					assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> nested(locks, mode));
				}
				return true;
			});
			assertThat(isGiven(locks, NodeLock.EXCLUSIVE)).isTrue();
		}
		locks.close();
	}

	private static boolean nested(NodeLocks locks, NodeLock mode) {
		try {
			return locks.locked(node(mode), () -> true);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void whenOneOfSeveralIsNotGivenThenTheOthersAreGivenBack() throws Exception {
		NodeLocks locks = locks(SHORT);
		TreeMap<NodePath, NodeLock> all = node(NodeLock.EXCLUSIVE);
		all.put(NodePath.of("a"), NodeLock.SHARED);
		all.put(NodePath.of("c"), NodeLock.GROWING);
		locks.locked(node(NodeLock.GROWING), () -> {
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> this.others.submit(() -> locks.locked(all, () -> true)).get())
				.withCauseInstanceOf(StoreUnavailableException.class);
			return true;
		});
		all.replaceAll((path, mode) -> NodeLock.EXCLUSIVE);
		assertThat(this.others.submit(() -> locks.locked(all, () -> true)).get()).isTrue();
		locks.close();
	}

	@Test
	void whenThreadIsInterruptedThenItStopsWaiting() throws Exception {
		NodeLocks locks = locks(LONG);
		CountDownLatch waiting = new CountDownLatch(1);
		locks.locked(node(NodeLock.SHARED), () -> {
			Future<Boolean> other = this.others.submit(() -> {
				Thread.currentThread().interrupt();
				waiting.countDown();
				return locks.locked(node(NodeLock.EXCLUSIVE), () -> true);
			});
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(other::get)
				.withCauseInstanceOf(StoreUnavailableException.class)
				.withMessageContaining("interrupted");
			return true;
		});
		assertThat(isGiven(locks, NodeLock.EXCLUSIVE)).isTrue();
		locks.close();
	}

	@Test
	void whenWorkFailsThenNodeIsGivenBack() throws Exception {
		NodeLocks locks = locks(SHORT);
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> locks.locked(node(NodeLock.EXCLUSIVE), () -> {
				throw new IllegalArgumentException("failed");
			}));
		assertThat(isGiven(locks, NodeLock.EXCLUSIVE)).isTrue();
		locks.close();
	}

	@Test
	@Tag("slow")
	void whenLockFilesAreRemovedThenWhoComesNextIsStillKeptOut() throws Exception {
		NodeLocks locks = locks(SHORT);
		assertThat(isGiven(locks, NodeLock.EXCLUSIVE)).isTrue();
		for (Path file : files(this.root.resolve(".zarr-spring/locks"))) {
			Files.delete(file);
		}
		try (TestProcess process = new TestProcess(NodeLockingProcess.class, this.root.toString(), "hold",
				"EXCLUSIVE")) {
			assertThat(process.readLine()).isEqualTo("held");
			assertThat(isGiven(locks, NodeLock.SHARED)).isFalse();
		}
		locks.close();
	}

	@Test
	@Tag("slow")
	void whenLockFilesAreRemovedThenNobodyJoinsThoseWhoShareTheOldOne() throws Exception {
		NodeLocks locks = locks(SHORT);
		locks.locked(node(NodeLock.SHARED), () -> {
			try {
				for (Path file : files(this.root.resolve(".zarr-spring/locks"))) {
					Files.delete(file);
				}
				try (TestProcess process = new TestProcess(NodeLockingProcess.class, this.root.toString(), "hold",
						"EXCLUSIVE")) {
					assertThat(process.readLine()).isEqualTo("held");
					assertThat(isGiven(locks, NodeLock.SHARED)).isFalse();
				}
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			return true;
		});
		locks.close();
	}

	private static List<Path> files(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList();
		}
	}

	@Test
	@Tag("slow")
	void whenStoreIsClosedAndOpenedWhileNodeIsHeldThenItIsStillHeld() throws Exception {
		FilesystemBackend backend = new FilesystemBackend(this.root);
		this.folder.release();
		try {
			backend.locked(node(NodeLock.EXCLUSIVE), () -> {
				backend.close();
				FilesystemBackend next = new FilesystemBackend(this.root);
				next.locked(new TreeMap<>(Map.of(NodePath.of("c"), NodeLock.SHARED)), () -> true);
				next.close();
				try (TestProcess process = new TestProcess(NodeLockingProcess.class, this.root.toString(), "count",
						"1")) {
					assertThat(this.others.submit(process::readLine)).as("what the other process says")
						.failsWithin(Duration.ofSeconds(2))
						.withThrowableOfType(TimeoutException.class);
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
				return true;
			});
		}
		finally {
			this.folder = HiddenFolder.of(this.root);
		}
		try (TestProcess process = new TestProcess(NodeLockingProcess.class, this.root.toString(), "count", "1")) {
			assertThat(process.readLine()).isEqualTo("counted");
		}
	}

}
