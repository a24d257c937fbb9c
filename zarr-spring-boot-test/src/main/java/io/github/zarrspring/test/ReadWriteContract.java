package io.github.zarrspring.test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Values come back as they were written.
 */
interface ReadWriteContract extends ContractFixture {

	/**
	 * The key that most tests use.
	 */
	StoreKey KEY = StoreKey.of("a/c/0/1");

	@Test
	@DisplayName("What was written is read")
	default void readsWhatWasWritten() {
		byte[] bytes = Content.random(new Random(1), 1000);
		backend().write(KEY, ByteBuffer.wrap(bytes));
		Assertions.assertThat(backend().read(KEY)).map(Content::bytes).contains(bytes);
		Assertions.assertThat(backend().exists(KEY)).isTrue();
	}

	@Test
	@DisplayName("3.2 A missing value is empty and no failure")
	default void missingIsEmpty() {
		StoreKey missing = StoreKey.of("a/c/0/2");
		backend().write(KEY, Content.of("x"));
		Assertions.assertThat(backend().read(missing)).isEmpty();
		Assertions.assertThat(backend().read(missing, ByteRange.of(0, 0))).isEmpty();
		Assertions.assertThat(backend().read(missing, ByteRange.suffix(4))).isEmpty();
		Assertions.assertThat(backend().borrow(missing, ByteRange.ALL, StoredValue::size)).isEmpty();
		Assertions.assertThat(backend().readAll(List.of(missing))).isEmpty();
		Assertions.assertThat(backend().exists(missing)).isFalse();
		Assertions.assertThat(backend().read(StoreKey.of("a/c"))).isEmpty();
		Assertions.assertThat(backend().exists(StoreKey.of("a/c"))).isFalse();
		Assertions.assertThat(backend().read(StoreKey.of("a/c/0/1/2"))).isEmpty();
		Assertions.assertThat(backend().exists(StoreKey.of("a/c/0/1/2/3"))).isFalse();
		Assertions.assertThat(backend().read(StoreKey.of("elsewhere/c/0"))).isEmpty();
	}

	@Test
	@DisplayName("A write replaces the value, by a longer and a shorter one")
	default void overwrites() {
		for (String text : List.of("first", "the second, which is longer", "3", "")) {
			backend().write(KEY, Content.of(text));
			Assertions.assertThat(Content.text(backend(), KEY)).isEqualTo(text);
		}
	}

	@Test
	@DisplayName("A value without bytes is there")
	default void keepsEmptyValues() {
		backend().write(KEY, ByteBuffer.allocate(0));
		Assertions.assertThat(backend().exists(KEY)).isTrue();
		Assertions.assertThat(backend().read(KEY)).map(StoredValue::size).contains(0);
		Assertions.assertThat(backend().read(KEY, ByteRange.of(0, 10))).map(StoredValue::size).contains(0);
		Assertions.assertThat(backend().borrow(KEY, ByteRange.ALL, StoredValue::size)).contains(0);
		Assertions.assertThat(backend().list("", null, 10)).containsExactly(KEY);
	}

	@Test
	@DisplayName("A value of some MiB comes back whole")
	default void keepsLargeValues() {
		byte[] bytes = Content.random(new Random(2), (3 << 20) + 17);
		backend().write(KEY, ByteBuffer.wrap(bytes));
		Assertions.assertThat(Arrays.equals(Content.bytes(backend().read(KEY).orElseThrow()), bytes)).isTrue();
		Assertions.assertThat(backend().borrow(KEY, ByteRange.ALL, Content::bytes))
			.hasValueSatisfying((read) -> Assertions.assertThat(Arrays.equals(read, bytes)).isTrue());
	}

	@Test
	@DisplayName("Keys of any characters are kept apart")
	default void keepsUnicodeKeys() {
		List<String> keys = List.of("größe/c/0", "grösse/c/0", "温度/c/0", "😀/c/0", "a b/c/0", "a%20b/c/0", "a+b/c/0",
				"a'\"&<>;$(x)/c/0", "..a/c/0", "a./c/0", "~", "#?=", "-");
		keys.forEach((key) -> backend().write(StoreKey.of(key), Content.of(key)));
		for (String key : keys) {
			Assertions.assertThat(Content.text(backend(), StoreKey.of(key))).isEqualTo(key);
		}
		Assertions.assertThat(backend().list("", null, 100))
			.containsExactlyElementsOf(keys.stream().map(StoreKey::of).sorted().toList());
	}

	@Test
	@DisplayName("Any kind of buffer is written from its position to its limit and stays as it is")
	default void writesAnyBuffer() {
		byte[] bytes = { 9, 9, 1, 2, 3, 9 };
		ByteBuffer heap = ByteBuffer.wrap(bytes).position(2).limit(5);
		ByteBuffer direct = ByteBuffer.allocateDirect(6).put(bytes).position(2).limit(5);
		List<ByteBuffer> buffers = List.of(heap, heap.slice(), heap.asReadOnlyBuffer(), direct, direct.slice(),
				direct.asReadOnlyBuffer());
		for (ByteBuffer buffer : buffers) {
			int position = buffer.position();
			int limit = buffer.limit();
			backend().write(KEY, buffer);
			Assertions.assertThat(backend().read(KEY)).map(Content::bytes).contains(new byte[] { 1, 2, 3 });
			Assertions.assertThat(buffer.position()).isEqualTo(position);
			Assertions.assertThat(buffer.limit()).isEqualTo(limit);
			backend().writeAll(Map.of(KEY, buffer));
			Assertions.assertThat(buffer.remaining()).isEqualTo(3);
		}
	}

	@Test
	@DisplayName("A written buffer is the caller's again where the backend says so")
	default void givesBuffersBack() {
		Assumptions.assumeFalse(backend().capabilities().retainsBytes(), "the backend keeps the buffers it is given");
		StoreKey other = StoreKey.of("a/c/0/2");
		for (ByteBuffer buffer : List.of(ByteBuffer.allocate(3), ByteBuffer.allocateDirect(3))) {
			backend().write(KEY, buffer.put(0, (byte) 1));
			buffer.put(0, (byte) 2);
			backend().writeAll(Map.of(other, buffer));
			buffer.put(0, (byte) 3);
			Assertions.assertThat(backend().read(KEY)).map(Content::bytes).contains(new byte[] { 1, 0, 0 });
			Assertions.assertThat(backend().read(other)).map(Content::bytes).contains(new byte[] { 2, 0, 0 });
		}
	}

	@Test
	@DisplayName("Each reader has a buffer of its own over the same bytes")
	default void readersDoNotShareBuffers() {
		backend().write(KEY, Content.of("value"));
		StoredValue value = backend().read(KEY).orElseThrow();
		value.bytes().position(3).limit(4);
		Assertions.assertThat(value.bytes().remaining()).isEqualTo(5);
		Assertions.assertThat(Content.text(backend(), KEY)).isEqualTo("value");
	}

	@Test
	@DisplayName("What was read stays the same when the value is replaced and deleted")
	default void readValuesStay() {
		backend().write(KEY, Content.of("old"));
		StoredValue old = backend().read(KEY).orElseThrow();
		backend().write(KEY, Content.of("new"));
		Assertions.assertThat(old.bytes()).isEqualTo(Content.of("old"));
		backend().delete(KEY);
		Assertions.assertThat(old.bytes()).isEqualTo(Content.of("old"));
	}

	@Test
	@DisplayName("Several values are written and read at once, in the order of the keys asked for")
	default void readsAndWritesSeveral() {
		Map<StoreKey, ByteBuffer> values = new LinkedHashMap<>();
		for (int i = 0; i < 50; i++) {
			values.put(StoreKey.of("a/c/" + i), Content.of("value " + i));
		}
		backend().writeAll(values);
		List<StoreKey> keys = List.of(StoreKey.of("a/c/33"), StoreKey.of("a/c/50"), StoreKey.of("a/c/4"));
		Map<StoreKey, StoredValue> read = backend().readAll(keys);
		Assertions.assertThat(read.keySet()).containsExactly(keys.get(0), keys.get(2));
		read.forEach((key, value) -> Assertions.assertThat(value.bytes()).isEqualTo(values.get(key)));
		Assertions.assertThat(backend().readAll(List.of())).isEmpty();
		backend().writeAll(Map.of());
		Assertions.assertThat(backend().info().entries()).isEqualTo(50);
	}

	@Test
	@DisplayName("The store knows how many values and bytes it has")
	default void countsValues() {
		Assertions.assertThat(backend().info()).isEqualTo(new StoreInfo(0, 0));
		backend().write(KEY, ByteBuffer.allocate(100));
		backend().write(StoreKey.of("zarr.json"), ByteBuffer.allocate(11));
		Assertions.assertThat(backend().info()).isEqualTo(new StoreInfo(2, 111));
		Assertions.assertThat(backend().info("a/")).isEqualTo(new StoreInfo(1, 100));
		Assertions.assertThat(backend().info("zar")).isEqualTo(new StoreInfo(1, 11));
		Assertions.assertThat(backend().info("a/c/0/2")).isEqualTo(new StoreInfo(0, 0));
		Assertions.assertThat(backend().info("missing/")).isEqualTo(new StoreInfo(0, 0));
		backend().write(KEY, ByteBuffer.allocate(40));
		Assertions.assertThat(backend().info()).isEqualTo(new StoreInfo(2, 51));
		backend().delete(KEY);
		Assertions.assertThat(backend().info()).isEqualTo(new StoreInfo(1, 11));
		backend().deleteAll("");
		Assertions.assertThat(backend().info()).isEqualTo(new StoreInfo(0, 0));
	}

	@Test
	@DisplayName("A second backend on the same data sees what the first wrote")
	default void sharesData() {
		second().ifPresent((second) -> {
			backend().write(KEY, Content.of("from the first"));
			Assertions.assertThat(Content.text(second, KEY)).isEqualTo("from the first");
			second.write(KEY, Content.of("from the second"));
			Assertions.assertThat(Content.text(backend(), KEY)).isEqualTo("from the second");
			Assertions.assertThat(second.list("", null, 10)).containsExactly(KEY);
			second.delete(KEY);
			Assertions.assertThat(backend().exists(KEY)).isFalse();
		});
	}

}
