package io.github.zarrspring.test;

import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A closed store fails, it does not look empty.
 */
interface CloseContract extends ContractFixture {

	@Test
	@DisplayName("3.2 A closed store fails and does not look empty")
	default void failsWhenClosed() {
		StorageBackend backend = backend();
		StoreKey key = StoreKey.of("a/c/0");
		backend.write(key, Content.of("value"));
		Version version = backend.read(key).orElseThrow().version();
		backend.close();
		List<ThrowingCallable> calls = List.of(() -> backend.read(key), () -> backend.read(StoreKey.of("missing")),
				() -> backend.read(key, ByteRange.of(0, 1)), () -> backend.borrow(key, ByteRange.ALL, (value) -> value),
				() -> backend.readAll(List.of(key)), () -> backend.exists(key),
				() -> backend.write(key, Content.of("x")), () -> backend.writeAll(Map.of(key, Content.of("x"))),
				() -> backend.compareAndSet(key, Version.ABSENT, Content.of("x")),
				() -> backend.compareAndSet(key, version, Content.of("x")), () -> backend.delete(key),
				() -> backend.compareAndDelete(key, version), () -> backend.deleteAll("a/"),
				() -> backend.deleteAll(List.of(key)), () -> backend.info(""), () -> backend.list("", null, 10),
				backend::info);
		for (int i = 0; i < calls.size(); i++) {
			Assertions.assertThatExceptionOfType(StoreFailureException.class).as("call %d", i).isThrownBy(calls.get(i));
		}
	}

	@Test
	@DisplayName("To close again is no error")
	default void closesTwice() {
		backend().close();
		backend().close();
	}

	@Test
	@DisplayName("A second backend on the same data stays open")
	default void closesAlone() {
		second().ifPresent((second) -> {
			StoreKey key = StoreKey.of("a/c/0");
			backend().write(key, Content.of("value"));
			second.write(key, Content.of("another"));
			backend().close();
			Assertions.assertThat(Content.text(second, key)).isEqualTo("another");
			second.write(key, Content.of("still open"));
			Assertions.assertThat(Content.text(second, key)).isEqualTo("still open");
		});
	}

}
