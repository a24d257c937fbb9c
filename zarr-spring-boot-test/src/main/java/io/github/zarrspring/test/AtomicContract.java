package io.github.zarrspring.test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What is done atomically is seen inside, and outside at once or not at all where the
 * backend says so.
 */
interface AtomicContract extends ContractFixture {

	/**
	 * The key of one value.
	 */
	StoreKey ONE = StoreKey.of("a/c/1");

	/**
	 * The key of another value.
	 */
	StoreKey OTHER = StoreKey.of("a/c/2");

	private void assumeAtomicStore() {
		Assumptions.assumeTrue(backend().capabilities().atomicScope() == Capabilities.AtomicScope.STORE,
				"values are atomic one by one");
	}

	private static <T> T elsewhere(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, (task) -> new Thread(task).start())
			.orTimeout(60, TimeUnit.SECONDS)
			.join();
	}

	@Test
	@DisplayName("Work gives back its result and sees its own writes and deletes")
	default void seesItsOwnWrites() {
		backend().write(OTHER, Content.of("before"));
		String result = backend().atomically(() -> {
			backend().write(ONE, Content.of("inside"));
			Assertions.assertThat(Content.text(backend(), ONE)).isEqualTo("inside");
			Assertions.assertThat(backend().list("", null, 10)).containsExactly(ONE, OTHER);
			backend().delete(OTHER);
			Assertions.assertThat(backend().exists(OTHER)).isFalse();
			Assertions.assertThat(backend().list("", null, 10)).containsExactly(ONE);
			return "done";
		});
		Assertions.assertThat(result).isEqualTo("done");
		Assertions.assertThat(Content.text(backend(), ONE)).isEqualTo("inside");
		Assertions.assertThat(elsewhere(() -> Content.text(backend(), OTHER))).isEqualTo("<missing>");
	}

	@Test
	@DisplayName("Conditional writes inside compare with the writes inside")
	default void comparesInside() {
		Assumptions.assumeTrue(backend().capabilities().conditionalWrites(), "no conditional writes");
		boolean written = backend().atomically(() -> {
			Assertions.assertThat(backend().compareAndSet(ONE, Version.ABSENT, Content.of("A"))).isTrue();
			Assertions.assertThat(backend().compareAndSet(ONE, Version.ABSENT, Content.of("B"))).isFalse();
			Version version = backend().read(ONE).orElseThrow().version();
			return backend().compareAndSet(ONE, version, Content.of("C"));
		});
		Assertions.assertThat(written).isTrue();
		Assertions.assertThat(Content.text(backend(), ONE)).isEqualTo("C");
	}

	@Test
	@DisplayName("What the work throws reaches the caller as it is")
	default void workMayFail() {
		IllegalStateException failure = new IllegalStateException("work");
		Assertions.assertThatThrownBy(() -> backend().atomically(() -> {
			throw failure;
		})).isSameAs(failure);
		backend().write(ONE, Content.of("after"));
		Assertions.assertThat(elsewhere(() -> Content.text(backend(), ONE))).isEqualTo("after");
	}

	@Test
	@DisplayName("Work within work is part of it")
	default void workNests() {
		backend().atomically(() -> {
			backend().write(ONE, Content.of("outer"));
			return backend().atomically(() -> {
				Assertions.assertThat(Content.text(backend(), ONE)).isEqualTo("outer");
				backend().write(OTHER, Content.of("inner"));
				return true;
			});
		});
		Assertions.assertThat(elsewhere(() -> Content.text(backend(), OTHER))).isEqualTo("inner");
	}

	@Test
	@DisplayName("Others see nothing of it before the end, and all of it after")
	default void isInvisibleUntilTheEnd() {
		assumeAtomicStore();
		backend().write(OTHER, Content.of("before"));
		backend().atomically(() -> {
			backend().write(ONE, Content.of("inside"));
			backend().write(OTHER, Content.of("inside"));
			Assertions.assertThat(elsewhere(() -> Content.text(backend(), ONE))).isEqualTo("<missing>");
			Assertions.assertThat(elsewhere(() -> Content.text(backend(), OTHER))).isEqualTo("before");
			return true;
		});
		Assertions.assertThat(elsewhere(() -> Content.text(backend(), ONE))).isEqualTo("inside");
		Assertions.assertThat(elsewhere(() -> Content.text(backend(), OTHER))).isEqualTo("inside");
	}

	@Test
	@DisplayName("Nothing is left of work that failed, and no version of it comes back")
	default void rollsBack() {
		assumeAtomicStore();
		backend().write(OTHER, Content.of("before"));
		Version[] inside = new Version[2];
		Assertions.assertThatIllegalStateException().isThrownBy(() -> backend().atomically(() -> {
			backend().write(ONE, Content.of("inside"));
			backend().write(OTHER, Content.of("inside"));
			inside[0] = backend().read(ONE).map(StoredValue::version).orElseThrow();
			inside[1] = backend().read(OTHER).map(StoredValue::version).orElseThrow();
			backend().atomically(() -> {
				throw new IllegalStateException("rolled back");
			});
			return true;
		}));
		Assertions.assertThat(backend().exists(ONE)).isFalse();
		Assertions.assertThat(Content.text(backend(), OTHER)).isEqualTo("before");
		backend().write(ONE, Content.of("after"));
		backend().write(OTHER, Content.of("after"));
		Assertions.assertThat(backend().read(ONE).orElseThrow().version()).isNotEqualTo(inside[0]);
		Assertions.assertThat(backend().read(OTHER).orElseThrow().version()).isNotEqualTo(inside[1]);
	}

}
