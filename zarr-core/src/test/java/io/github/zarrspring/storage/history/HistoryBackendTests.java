package io.github.zarrspring.storage.history;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HistoryBackendTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private static final StoreKey OTHER = StoreKey.of("b/c/0");

	private final StorageBackend backend = new HistoryBackend(new ConcurrentMapBackend(), 3, false);

	private static ByteBuffer bytes(int value) {
		return ByteBuffer.allocate(4).putInt(value).flip();
	}

	private static List<Integer> history(StorageBackend backend) {
		return backend.history(KEY).stream().map((value) -> value.bytes().getInt()).toList();
	}

	private static void write(StorageBackend backend, int... values) {
		for (int value : values) {
			backend.write(KEY, bytes(value));
		}
	}

	@Test
	@DisplayName("1.3 The last values of a key are kept, newest first, and no more than asked for")
	void whenKeyIsWrittenOftenThenLastValuesAreKept() {
		assertThat(history(this.backend)).isEmpty();
		write(this.backend, 1);
		assertThat(history(this.backend)).containsExactly(1);
		write(this.backend, 2, 2, 3);
		assertThat(history(this.backend)).containsExactly(3, 2, 2);
		write(this.backend, 4);
		assertThat(history(this.backend)).containsExactly(4, 3, 2);
		assertThat(this.backend.info().entries()).isEqualTo(1);
	}

	@Test
	@DisplayName("1.3 Reads see the newest value, which is the first of the history")
	void whenReadThenNewestIsSeen() {
		write(this.backend, 1, 2);
		StoredValue newest = this.backend.read(KEY).orElseThrow();
		assertThat(newest.bytes().getInt()).isEqualTo(2);
		assertThat(this.backend.history(KEY).get(0).version()).isEqualTo(newest.version());
	}

	@Test
	@DisplayName("1.3 With distinct, of equal values the newest alone is kept")
	void whenDistinctThenEqualValuesAreKeptOnce() {
		StorageBackend distinct = new HistoryBackend(new ConcurrentMapBackend(), 3, true);
		write(distinct, 1, 2, 3, 1);
		assertThat(history(distinct)).containsExactly(1, 3, 2);
		write(distinct, 1, 1);
		assertThat(history(distinct)).containsExactly(1, 3, 2);
		assertThat(distinct.history(KEY).get(0).version()).isEqualTo(distinct.read(KEY).orElseThrow().version());
	}

	@Test
	@DisplayName("1.3 A conditional write adds to the history if it is done, and not otherwise")
	void whenWriteIsConditionalThenHistoryFollowsIt() {
		assertThat(this.backend.compareAndSet(KEY, Version.ABSENT, bytes(1))).isTrue();
		assertThat(this.backend.compareAndSet(KEY, Version.ABSENT, bytes(9))).isFalse();
		assertThat(history(this.backend)).containsExactly(1);
		Version version = this.backend.read(KEY).orElseThrow().version();
		assertThat(this.backend.compareAndSet(KEY, version, bytes(2))).isTrue();
		assertThat(history(this.backend)).containsExactly(2, 1);
		assertThat(this.backend.compareAndDelete(KEY, version)).isFalse();
		assertThat(history(this.backend)).containsExactly(2, 1);
		assertThat(this.backend.compareAndDelete(KEY, this.backend.read(KEY).orElseThrow().version())).isTrue();
		assertThat(history(this.backend)).isEmpty();
	}

	@Test
	@DisplayName("1.3 Deleting a key deletes its history")
	void whenDeletedThenHistoryIsGone() {
		write(this.backend, 1, 2);
		this.backend.delete(KEY);
		assertThat(history(this.backend)).isEmpty();
		write(this.backend, 3);
		assertThat(history(this.backend)).containsExactly(3);
		this.backend.writeAll(Map.of(KEY, bytes(4), OTHER, bytes(5)));
		this.backend.deleteAll("a/");
		assertThat(history(this.backend)).isEmpty();
		assertThat(this.backend.history(OTHER)).hasSize(1);
		this.backend.deleteAll(List.of(OTHER));
		assertThat(this.backend.history(OTHER)).isEmpty();
	}

	@Test
	void whenValueIsOlderThanHistoryThenItIsItsFirst() {
		ConcurrentMapBackend map = new ConcurrentMapBackend();
		write(map, 1);
		HistoryBackend late = new HistoryBackend(map, 2, false);
		assertThat(history(late)).containsExactly(1);
		write(late, 2);
		assertThat(history(late)).containsExactly(2, 1);
	}

	@Test
	void whenStoreKeepsNoHistoryThenItIsTheValueAlone() {
		ConcurrentMapBackend map = new ConcurrentMapBackend();
		assertThat(map.history(KEY)).isEmpty();
		write(map, 1, 2);
		assertThat(history(map)).containsExactly(2);
	}

	@Test
	@DisplayName("1.3 Whatever many writers do, the history is in the order of the writes")
	void whenManyWriteThenHistoryIsInOrder() {
		HistoryBackend deep = new HistoryBackend(new ConcurrentMapBackend(), 5, false);
		CompletableFuture<?>[] writers = IntStream.range(0, 4).mapToObj((writer) -> CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 500; i++) {
				increment(deep);
			}
		}, (task) -> new Thread(task).start())).toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(writers).orTimeout(60, TimeUnit.SECONDS).join();
		assertThat(history(deep)).containsExactly(2000, 1999, 1998, 1997, 1996);
	}

	private static void increment(StorageBackend backend) {
		for (;;) {
			StoredValue value = backend.read(KEY).orElse(null);
			Version version = (value != null) ? value.version() : Version.ABSENT;
			int next = ((value != null) ? value.bytes().getInt() : 0) + 1;
			if (backend.compareAndSet(KEY, version, bytes(next))) {
				return;
			}
		}
	}

	@Test
	void whenClosedThenHistoryIsGone() {
		write(this.backend, 1);
		this.backend.close();
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> this.backend.history(KEY));
	}

	@Test
	void whenDepthIsNoneThenItIsRefused() {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> new HistoryBackend(new ConcurrentMapBackend(), 0, false));
	}

}
