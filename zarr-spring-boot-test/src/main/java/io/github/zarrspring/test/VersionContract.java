package io.github.zarrspring.test;

import java.nio.ByteBuffer;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A version never stands for two contents, and conditional writes go by it.
 */
interface VersionContract extends ContractFixture {

	/**
	 * The key that the tests use.
	 */
	StoreKey VERSIONED = StoreKey.of("a/c/7");

	private Version write(String text) {
		backend().write(VERSIONED, Content.of(text));
		return version();
	}

	private Version version() {
		return backend().read(VERSIONED).map(StoredValue::version).orElse(Version.ABSENT);
	}

	private void assumeConditionalWrites() {
		Assumptions.assumeTrue(backend().capabilities().conditionalWrites(), "no conditional writes");
	}

	private void assertStored(String text) {
		Assertions.assertThat(Content.text(backend(), VERSIONED)).isEqualTo(text);
	}

	@Test
	@DisplayName("Different contents have different versions, in whatever order they come")
	default void versionsDiffer() {
		Version first = write("A");
		Version second = write("B");
		Version third = write("A");
		Assertions.assertThat(first).isNotEqualTo(Version.ABSENT).isNotEqualTo(second);
		Assertions.assertThat(third).isNotEqualTo(Version.ABSENT).isNotEqualTo(second);
		Assertions.assertThat(version()).isEqualTo(third);
	}

	@Test
	@DisplayName("A version does not come back for another content after a delete")
	default void versionsDoNotComeBack() {
		Version first = write("A");
		backend().delete(VERSIONED);
		Version second = write("B");
		backend().deleteAll("a/");
		Version third = write("C");
		Assertions.assertThat(second).isNotEqualTo(first);
		Assertions.assertThat(third).isNotEqualTo(first).isNotEqualTo(second);
	}

	@Test
	@DisplayName("A version does not come back for another content when the store is opened again")
	default void versionsOutliveBackend() {
		second().ifPresent((second) -> {
			Version first = write("A");
			backend().close();
			Assertions.assertThat(second.read(VERSIONED)).map(StoredValue::version).contains(first);
			second.write(VERSIONED, Content.of("B"));
			Assertions.assertThat(second.read(VERSIONED).orElseThrow().version()).isNotEqualTo(first);
		});
	}

	@Test
	@DisplayName("The version of what was read stays that of what was read")
	default void versionStays() {
		backend().write(VERSIONED, Content.of("A"));
		StoredValue read = backend().read(VERSIONED).orElseThrow();
		Version second = write("B");
		Assertions.assertThat(read.version()).isNotEqualTo(second);
	}

	@Test
	@DisplayName("A write that expects the stored version is done, one that expects another is not")
	default void comparesAndSets() {
		assumeConditionalWrites();
		Version first = write("A");
		Assertions.assertThat(backend().compareAndSet(VERSIONED, first, Content.of("B"))).isTrue();
		assertStored("B");
		Assertions.assertThat(backend().compareAndSet(VERSIONED, first, Content.of("C"))).isFalse();
		Assertions.assertThat(backend().compareAndSet(VERSIONED, Version.ABSENT, Content.of("C"))).isFalse();
		Assertions.assertThat(backend().compareAndSet(VERSIONED, new Version("1"), Content.of("C"))).isFalse();
		assertStored("B");
		Assertions.assertThat(backend().compareAndSet(VERSIONED, version(), Content.of("C"))).isTrue();
		assertStored("C");
	}

	@Test
	@DisplayName("A write that expects nothing creates, and only that")
	default void createsOnly() {
		assumeConditionalWrites();
		Assertions.assertThat(backend().compareAndSet(VERSIONED, Version.ABSENT, Content.of("A"))).isTrue();
		assertStored("A");
		Assertions.assertThat(backend().compareAndSet(VERSIONED, Version.ABSENT, Content.of("B"))).isFalse();
		assertStored("A");
		Version first = version();
		backend().delete(VERSIONED);
		Assertions.assertThat(backend().compareAndSet(VERSIONED, first, Content.of("B"))).isFalse();
		assertStored("<missing>");
		Assertions.assertThat(backend().compareAndSet(VERSIONED, Version.ABSENT, Content.of(""))).isTrue();
		assertStored("");
	}

	@Test
	@DisplayName("A write that expects a version does not create")
	default void doesNotCreate() {
		assumeConditionalWrites();
		Version first = write("A");
		StoreKey missing = StoreKey.of("a/c/8");
		Assertions.assertThat(backend().compareAndSet(missing, first, Content.of("A"))).isFalse();
		Assertions.assertThat(backend().compareAndSet(StoreKey.of("x/y/z"), first, Content.of("A"))).isFalse();
		Assertions.assertThat(backend().exists(missing)).isFalse();
		Assertions.assertThat(backend().info().entries()).isEqualTo(1);
	}

	@Test
	@DisplayName("A delete that expects the stored version is done, one that expects another is not")
	default void comparesAndDeletes() {
		assumeConditionalWrites();
		Version first = write("A");
		Version second = write("B");
		Assertions.assertThat(backend().compareAndDelete(VERSIONED, first)).isFalse();
		Assertions.assertThat(backend().compareAndDelete(VERSIONED, Version.ABSENT)).isFalse();
		assertStored("B");
		Assertions.assertThat(backend().compareAndDelete(VERSIONED, second)).isTrue();
		assertStored("<missing>");
		Assertions.assertThat(backend().compareAndDelete(VERSIONED, second)).isFalse();
		Assertions.assertThat(backend().compareAndDelete(VERSIONED, Version.ABSENT)).isFalse();
	}

	@Test
	@DisplayName("A conditional write leaves the caller's buffer as it is")
	default void leavesBuffer() {
		assumeConditionalWrites();
		ByteBuffer buffer = Content.of("0123456").position(2).limit(5);
		Assertions.assertThat(backend().compareAndSet(VERSIONED, Version.ABSENT, buffer)).isTrue();
		Assertions.assertThat(backend().compareAndSet(VERSIONED, Version.ABSENT, buffer)).isFalse();
		Assertions.assertThat(buffer.position()).isEqualTo(2);
		Assertions.assertThat(buffer.remaining()).isEqualTo(3);
		assertStored("234");
	}

	@Test
	@DisplayName("A second backend takes the versions of the first")
	default void sharesVersions() {
		assumeConditionalWrites();
		second().ifPresent((second) -> {
			Version first = write("A");
			Assertions.assertThat(second.compareAndSet(VERSIONED, first, Content.of("B"))).isTrue();
			Assertions.assertThat(backend().compareAndSet(VERSIONED, first, Content.of("C"))).isFalse();
			Assertions.assertThat(second.compareAndDelete(VERSIONED, version())).isTrue();
		});
	}

	@Test
	@DisplayName("3.2 Without conditional writes they fail instead of being done unconditionally")
	default void refusesConditionalWrites() {
		StorageBackend backend = backend();
		Assumptions.assumeFalse(backend.capabilities().conditionalWrites(), "the backend has conditional writes");
		Assertions.assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> backend.compareAndSet(VERSIONED, Version.ABSENT, Content.of("A")));
		Assertions.assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> backend.compareAndDelete(VERSIONED, Version.ABSENT));
		Assertions.assertThat(backend.exists(VERSIONED)).isFalse();
	}

}
