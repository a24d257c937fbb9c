package io.github.zarrspring.test;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The parts of an open value are all of one content.
 */
interface OpenContract extends ContractFixture {

	/**
	 * The key that the tests use.
	 */
	StoreKey OPENED = StoreKey.of("a/c/5");

	private static String text(StoredValue value) {
		return new String(Content.bytes(value));
	}

	@Test
	@DisplayName("The first part and others, read and borrowed, cut at the end")
	default void opens() {
		backend().write(OPENED, Content.of("0123456789"));
		Optional<String> read = backend().open(OPENED, ByteRange.suffix(2),
				(value) -> text(value.first()) + text(value.read(ByteRange.of(3, 4)))
						+ value.borrow(ByteRange.of(7, 100), OpenContract::text) + text(value.read(ByteRange.of(20, 5)))
						+ text(value.read(ByteRange.ALL)) + text(value.first()));
		Assertions.assertThat(read).contains("89" + "3456" + "789" + "" + "0123456789" + "89");
	}

	@Test
	@DisplayName("Several parts at a time, in their order")
	default void opensSeveral() {
		backend().write(OPENED, Content.of("0123456789"));
		List<ByteRange> ranges = List.of(ByteRange.of(7, 2), ByteRange.of(0, 3), ByteRange.of(1, 0),
				ByteRange.suffix(1));
		Optional<String> read = backend().open(OPENED, ByteRange.of(0, 0),
				(value) -> value.readAll(ranges).stream().map(OpenContract::text).collect(Collectors.joining("|")));
		Assertions.assertThat(read).contains("78|012||9");
	}

	@Test
	@DisplayName("There is nothing to open where there is no value, and something where it is empty")
	default void opensNothing() {
		Assertions.assertThat(backend().open(OPENED, ByteRange.suffix(4), OpenValue::first)).isEmpty();
		backend().write(OPENED, Content.of(""));
		Assertions
			.assertThat(backend().open(OPENED, ByteRange.suffix(4),
					(value) -> value.first().size() + value.read(ByteRange.of(0, 1)).size()))
			.contains(0);
	}

	@Test
	@DisplayName("The version of each part is that of the whole")
	default void openPartsHaveVersionOfWhole() {
		backend().write(OPENED, Content.of("0123456789"));
		Version version = backend().read(OPENED).orElseThrow().version();
		Optional<List<Version>> versions = backend().open(OPENED, ByteRange.of(1, 2),
				(value) -> List.of(value.first().version(), value.read(ByteRange.of(4, 1)).version(),
						value.borrow(ByteRange.ALL, StoredValue::version)));
		Assertions.assertThat(versions).contains(List.of(version, version, version));
	}

	@Test
	@DisplayName("What is written meanwhile does not mix with what was opened")
	default void opensOneContent() {
		Assumptions.assumeFalse(backend().capabilities().callerThread(), "writes would be of the same transaction");
		backend().write(OPENED, Content.of("aaaaaaaaaa"));
		String read;
		try {
			read = backend().open(OPENED, ByteRange.suffix(2), (value) -> {
				backend().write(OPENED, Content.of("bbbbbbbbbb"));
				return text(value.first()) + text(value.read(ByteRange.of(0, 4)))
						+ value.borrow(ByteRange.of(4, 2), OpenContract::text);
			}).orElseThrow();
		}
		catch (WriteConflictException ex) {
			read = "aaaaaaaa";
		}
		Assertions.assertThat(read).isEqualTo("aaaaaaaa");
		Assertions.assertThat(Content.text(backend(), OPENED)).isEqualTo("bbbbbbbbbb");
	}

	@Test
	@DisplayName("What is deleted meanwhile is read to its end or not at all")
	default void opensBeforeDelete() {
		Assumptions.assumeFalse(backend().capabilities().callerThread(), "deletes would be of the same transaction");
		backend().write(OPENED, Content.of("aaaaaaaaaa"));
		String read;
		try {
			read = backend().open(OPENED, ByteRange.suffix(2), (value) -> {
				backend().delete(OPENED);
				return text(value.read(ByteRange.of(0, 4)));
			}).orElse("gone");
		}
		catch (WriteConflictException ex) {
			read = "aaaa";
		}
		Assertions.assertThat(read).isEqualTo("aaaa");
	}

	@Test
	@DisplayName("What the reader of an open value throws reaches the caller as it is")
	default void readerMayFail() {
		backend().write(OPENED, Content.of("0123456789"));
		IllegalStateException failure = new IllegalStateException("reader");
		Assertions.assertThatThrownBy(() -> backend().open(OPENED, ByteRange.ALL, (value) -> {
			throw failure;
		})).isSameAs(failure);
	}

}
