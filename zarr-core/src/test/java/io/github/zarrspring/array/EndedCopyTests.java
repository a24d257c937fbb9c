package io.github.zarrspring.array;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Copies that are ended by whatever: they end soon, on all threads, and leave nothing.
 */
class EndedCopyTests {

	private final ZarrEngine engine = ZarrEngine.builder().parallelism(4).build();

	private final StorageBackend map = new ConcurrentMapBackend();

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.map);

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.map.close();
		this.engine.close();
	}

	private void create(Hierarchy hierarchy, int chunks) {
		hierarchy.createGroup("archive", Map.of("title", "x"), ZarrFormat.V3);
		hierarchy.create("archive/a", ArraySpec.of(DataType.INT32).shape(chunks).chunks(1).codecs(Codecs.zstd(1)))
			.write(NdArray.of(IntStream.rangeClosed(1, chunks).toArray(), chunks));
	}

	@Test
	void whenACopyInMemoryIsInterruptedAsTheManualShowsThenNothingIsLeft() throws InterruptedException {
		create(this.hierarchy, 50);
		interruptOften(this.hierarchy, this.map, 300);
	}

	@Test
	@Tag("slow")
	void whenACopyOfFilesIsInterruptedAsTheManualShowsThenNothingIsLeft() throws InterruptedException {
		try (StorageBackend files = new FilesystemBackend(this.directory)) {
			Hierarchy hierarchy = this.engine.hierarchy("files", files);
			create(hierarchy, 50);
			interruptOften(hierarchy, files, 150);
		}
	}

	private static void interruptOften(Hierarchy zarr, StorageBackend backend, int times) throws InterruptedException {
		int ended = 0;
		for (int i = 0; i < times; i++) {
			AtomicInteger calls = new AtomicInteger();
			int moment = i % 60;
			Thread caller = Thread.currentThread();
			Throwable failure = result(() -> zarr.copy("archive", zarr, "old",
					CopyOptions.defaults().format(ZarrFormat.V2).progress((progress) -> {
						if (calls.getAndIncrement() == moment) {
							caller.interrupt();
						}
					}).cancelledBy(() -> Thread.currentThread().isInterrupted())));
			boolean interrupted = Thread.interrupted();
			if (failure == null) {
				zarr.delete("old");
				continue;
			}
			ended++;
			assertThat(interrupted).as("the interrupt is still there").isTrue();
			assertThat(failure).isInstanceOfAny(CancellationException.class, StoreUnavailableException.class);
			assertThat(backend.list("old", null, 10)).as("moment %d", moment).isEmpty();
		}
		assertThat(ended).isGreaterThan(times / 2);
	}

	@Test
	@Tag("slow")
	void whenAnInterruptComesAtAnyMomentThenNothingIsLeft() throws InterruptedException {
		try (StorageBackend files = new FilesystemBackend(this.directory)) {
			Hierarchy zarr = this.engine.hierarchy("files", files);
			create(zarr, 30);
			long nanos = 0;
			for (int i = 0; i < 100; i++) {
				AtomicReference<Throwable> failure = new AtomicReference<>();
				CountDownLatch started = new CountDownLatch(1);
				Thread thread = new Thread(() -> {
					started.countDown();
					failure.set(result(() -> zarr.copy("archive", zarr, "old",
							CopyOptions.defaults()
								.format(ZarrFormat.V2)
								.cancelledBy(() -> Thread.currentThread().isInterrupted()))));
				});
				thread.start();
				started.await();
				long start = System.nanoTime();
				while (System.nanoTime() - start < nanos && thread.isAlive()) {
					Thread.onSpinWait();
				}
				nanos = thread.isAlive() ? nanos + 150_000 : 0;
				thread.interrupt();
				thread.join();
				if (failure.get() == null) {
					zarr.delete("old");
				}
				assertThat(files.list("old", null, 10)).as("after %d ns: %s", nanos, failure.get()).isEmpty();
			}
		}
	}

	private static @Nullable Throwable result(Supplier<?> call) {
		try {
			return (call.get() != null) ? null : new AssertionError("There is no result");
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	@Test
	void whenTheCallerIsInterruptedThenTheThreadsThatHelpItStop() throws InterruptedException {
		create(this.hierarchy, 20_000);
		List<Long> told = new ArrayList<>();
		Thread caller = Thread.currentThread();
		Throwable failure = result(() -> this.hierarchy.copy("archive", this.hierarchy, "old",
				CopyOptions.defaults().progress((progress) -> {
					told.add(progress.chunks());
					if (progress.chunks() == 10) {
						caller.interrupt();
					}
				})));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(failure).isInstanceOf(CancellationException.class);
		assertThat(told).as("each thread may be in a chunk").hasSizeLessThan(10 + 2 + 5);
		assertThat(this.map.list("old", null, 10)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenEngineOrStoreIsClosedThenACopyEnds(boolean store) {
		create(this.hierarchy, 20_000);
		List<Long> told = new ArrayList<>();
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> this.hierarchy.copy("archive",
				this.hierarchy, "old", CopyOptions.defaults().progress((progress) -> {
					told.add(progress.chunks());
					if (progress.chunks() == 10) {
						if (store) {
							this.map.close();
						}
						else {
							this.engine.close();
						}
					}
				})))
			.withMessageContaining("closed");
		assertThat(told).hasSizeLessThan(10 + 2 + 5);
		if (!store) {
			assertThat(this.map.list("old", null, 10)).isEmpty();
		}
	}

	@Test
	void whenAThreadIsInterruptedOrTheEngineClosedThenItsWalkEnds() {
		create(this.hierarchy, 1);
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> this.hierarchy.walk("", (node) -> {
				}))
				.withMessageContaining("interrupted");
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> this.hierarchy.consolidate("archive"));
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		List<ZarrNode> nodes = new ArrayList<>();
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> this.hierarchy.walk("", (node) -> {
			nodes.add(node);
			this.engine.close();
		})).withMessageContaining("closed");
		assertThat(nodes).hasSize(1);
	}

	@Test
	void whenAListenerFailsWithAnErrorThenTheCopyIsRemoved() {
		create(this.hierarchy, 50);
		for (int moment = 0; moment < 40; moment++) {
			int last = moment;
			AtomicInteger calls = new AtomicInteger();
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> this.hierarchy.copy("archive",
					this.hierarchy, "old", CopyOptions.defaults().progress((progress) -> {
						if (calls.getAndIncrement() == last) {
							throw new StackOverflowError();
						}
					})));
			assertThat(this.map.list("old", null, 10)).isEmpty();
		}
	}

}
