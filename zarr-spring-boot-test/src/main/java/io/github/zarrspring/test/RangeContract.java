package io.github.zarrspring.test;

import java.util.List;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Parts of values are what they are parts of, cut at the end.
 */
interface RangeContract extends ContractFixture {

	/**
	 * The key that the tests use.
	 */
	StoreKey PARTED = StoreKey.of("a/c/3");

	private void assertPart(ByteRange range, String part) {
		Assertions.assertThat(backend().read(PARTED, range)).map(StoredValue::bytes).contains(Content.of(part));
		Assertions.assertThat(backend().borrow(PARTED, range, Content::bytes)).contains(part.getBytes());
	}

	@Test
	@DisplayName("A part from an offset")
	default void readsPart() {
		backend().write(PARTED, Content.of("0123456789"));
		assertPart(ByteRange.of(0, 1), "0");
		assertPart(ByteRange.of(3, 4), "3456");
		assertPart(ByteRange.of(9, 1), "9");
		assertPart(ByteRange.of(0, 10), "0123456789");
		assertPart(ByteRange.ALL, "0123456789");
	}

	@Test
	@DisplayName("The end")
	default void readsSuffix() {
		backend().write(PARTED, Content.of("0123456789"));
		assertPart(ByteRange.suffix(1), "9");
		assertPart(ByteRange.suffix(4), "6789");
		assertPart(ByteRange.suffix(10), "0123456789");
		assertPart(ByteRange.suffix(11), "0123456789");
		assertPart(ByteRange.suffix(Long.MAX_VALUE), "0123456789");
	}

	@Test
	@DisplayName("What reaches beyond the end is cut off")
	default void cutsPart() {
		backend().write(PARTED, Content.of("0123456789"));
		assertPart(ByteRange.of(7, 4), "789");
		assertPart(ByteRange.of(7, Long.MAX_VALUE), "789");
		assertPart(ByteRange.of(10, 4), "");
		assertPart(ByteRange.of(11, 4), "");
		assertPart(ByteRange.of(Long.MAX_VALUE, Long.MAX_VALUE), "");
	}

	@Test
	@DisplayName("No bytes of a value that is there")
	default void readsNothing() {
		backend().write(PARTED, Content.of("0123456789"));
		assertPart(ByteRange.of(0, 0), "");
		assertPart(ByteRange.of(5, 0), "");
		assertPart(ByteRange.of(20, 0), "");
		assertPart(ByteRange.suffix(0), "");
	}

	@Test
	@DisplayName("The version of a part is that of the whole")
	default void partHasVersionOfWhole() {
		backend().write(PARTED, Content.of("0123456789"));
		Version version = backend().read(PARTED).orElseThrow().version();
		for (ByteRange range : List.of(ByteRange.of(2, 3), ByteRange.suffix(3), ByteRange.of(0, 0), ByteRange.ALL)) {
			Assertions.assertThat(backend().read(PARTED, range)).map(StoredValue::version).contains(version);
			Assertions.assertThat(backend().borrow(PARTED, range, StoredValue::version)).contains(version);
		}
	}

	@Test
	@DisplayName("The version of a part is that of the whole as it was when the part was read")
	default void partHasVersionOfItsTime() {
		Assumptions.assumeTrue(backend().capabilities().conditionalWrites(), "no conditional writes");
		backend().write(PARTED, Content.of("0123456789"));
		StoredValue part = backend().read(PARTED, ByteRange.of(2, 3)).orElseThrow();
		backend().write(PARTED, Content.of("01XXXX6789"));
		Assertions.assertThat(backend().compareAndSet(PARTED, part.version(), Content.of("lost"))).isFalse();
		Assertions.assertThat(part.version()).isEqualTo(part.version());
		Assertions.assertThat(Content.text(backend(), PARTED)).isEqualTo("01XXXX6789");
	}

	@Test
	@DisplayName("What the borrower throws reaches the caller as it is")
	default void borrowerMayFail() {
		backend().write(PARTED, Content.of("0123456789"));
		IllegalStateException failure = new IllegalStateException("borrower");
		Assertions.assertThatThrownBy(() -> backend().borrow(PARTED, ByteRange.ALL, (value) -> {
			throw failure;
		})).isSameAs(failure);
	}

}
