package io.github.zarrspring.test;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * One sequence of random operations, done to a store and to a sorted map. The map also
 * tells which content each version that was ever seen stands for.
 */
final class ModelRun {

	private static final List<StoreKey> KEYS = keys();

	private static final List<String> PREFIXES = List.of("", "a", "a/", "a/c", "a/c/", "a/c/1", "a/c/1/", "a-", "a0",
			"b/", "b/g/", "b/g/.z", "none/");

	private final StorageBackend backend;

	private final Random random;

	private final TreeMap<StoreKey, byte[]> model = new TreeMap<>();

	private final Map<StoreKey, Map<Version, byte[]>> seen = new HashMap<>();

	private final Deque<String> operations = new ArrayDeque<>();

	private final boolean conditional;

	/**
	 * A sequence of operations.
	 * @param backend the store, which is empty
	 * @param seed what makes the sequence
	 */
	ModelRun(StorageBackend backend, long seed) {
		this.backend = backend;
		this.random = new Random(seed);
		this.conditional = backend.capabilities().conditionalWrites();
	}

	private static List<StoreKey> keys() {
		List<StoreKey> keys = new ArrayList<>();
		for (String name : List.of("zarr.json", "a/zarr.json", "a-/c/0", "a.b", "a0", "b/.zgroup", "b/g/.zarray",
				"b/g/0.0", "b/g/0.1", "b/h/é", "😀")) {
			keys.add(StoreKey.of(name));
		}
		for (int i = 0; i < 5; i++) {
			for (int j = 0; j < 4; j++) {
				keys.add(StoreKey.of("a/c/%s/%s".formatted(i * 4, j)));
			}
		}
		return keys;
	}

	/**
	 * Do the operations.
	 * @param count how many
	 */
	void run(int count) {
		for (int i = 0; i < count; i++) {
			step(this.random.nextInt(16));
		}
		List<String> expected = this.model.keySet().stream().map(StoreKey::value).toList();
		Assertions.assertThat(ListingContract.listAll(this.backend, "", 3)).isEqualTo(expected);
		KEYS.forEach(this::read);
	}

	/**
	 * What was done last.
	 * @return the last operations, the last one at the end
	 */
	String lastOperations() {
		return String.join("; ", this.operations);
	}

	private void step(int operation) {
		switch (operation) {
			case 0, 1, 2, 3 -> write(key());
			case 4 -> writeAll();
			case 5 -> deleteSome();
			case 6 -> deleteAll(prefix());
			case 7, 8 -> compareAndSet(key());
			case 9 -> compareAndDelete(key());
			case 10 -> readPart(key());
			case 11 -> list();
			case 12 -> readAll();
			case 13 -> info();
			default -> read(key());
		}
	}

	private void log(String operation, @Nullable Object... arguments) {
		this.operations.add(String.format(Locale.ROOT, operation, arguments));
		if (this.operations.size() > 12) {
			this.operations.remove();
		}
	}

	private StoreKey key() {
		return KEYS.get(this.random.nextInt(KEYS.size()));
	}

	private String prefix() {
		return PREFIXES.get(this.random.nextInt(PREFIXES.size()));
	}

	private byte[] content() {
		// Few different contents, so that the same one comes back.
		return (this.random.nextInt(3) == 0) ? new byte[] { (byte) this.random.nextInt(3) }
				: Content.random(this.random, this.random.nextInt(300));
	}

	private void write(StoreKey key) {
		byte[] content = content();
		log("write %s %d bytes", key, content.length);
		this.backend.write(key, ByteBuffer.wrap(content.clone()));
		this.model.put(key, content);
	}

	private void writeAll() {
		Map<StoreKey, ByteBuffer> values = new LinkedHashMap<>();
		for (int i = this.random.nextInt(5); i > 0; i--) {
			StoreKey key = key();
			byte[] content = content();
			values.put(key, ByteBuffer.wrap(content.clone()));
			this.model.put(key, content);
		}
		log("writeAll %s", values.keySet());
		this.backend.writeAll(values);
	}

	private void delete(StoreKey key) {
		log("delete %s", key);
		this.backend.delete(key);
		this.model.remove(key);
	}

	private void deleteSome() {
		if (this.random.nextBoolean()) {
			delete(key());
			return;
		}
		List<StoreKey> keys = List.of(key(), key(), key());
		log("deleteAll %s", keys);
		this.backend.deleteAll(keys);
		keys.forEach(this.model::remove);
	}

	private void deleteAll(String prefix) {
		if (prefix.isEmpty() && this.random.nextInt(4) > 0) {
			return;
		}
		log("deleteAll %s", prefix);
		this.backend.deleteAll(prefix);
		this.model.keySet().removeIf((key) -> key.value().startsWith(prefix));
	}

	private void compareAndSet(StoreKey key) {
		if (!this.conditional) {
			return;
		}
		Version expected = anyVersion(key);
		byte[] content = content();
		boolean written = this.backend.compareAndSet(key, expected, ByteBuffer.wrap(content.clone()));
		log("compareAndSet %s %s %d bytes: %s", key, expected, content.length, written);
		checkOutcome(key, expected, written);
		if (written) {
			this.model.put(key, content);
		}
	}

	private void compareAndDelete(StoreKey key) {
		if (!this.conditional) {
			return;
		}
		Version expected = anyVersion(key);
		boolean deleted = this.backend.compareAndDelete(key, expected);
		log("compareAndDelete %s %s: %s", key, expected, deleted);
		if (expected.equals(Version.ABSENT)) {
			Assertions.assertThat(deleted).isFalse();
		}
		else {
			checkOutcome(key, expected, deleted);
		}
		if (deleted) {
			this.model.remove(key);
		}
	}

	/**
	 * The stored version, none, or one that was stored once.
	 */
	private Version anyVersion(StoreKey key) {
		int choice = this.random.nextInt(4);
		if (choice == 0) {
			return Version.ABSENT;
		}
		List<Version> old = List.copyOf(this.seen.getOrDefault(key, Map.of()).keySet());
		if (choice == 1 && !old.isEmpty()) {
			return old.get(this.random.nextInt(old.size()));
		}
		return read(key).map(StoredValue::version).orElse(Version.ABSENT);
	}

	/**
	 * Done with the version of the stored content; not done with that of another. An old
	 * version whose content is stored again may be either.
	 */
	private void checkOutcome(StoreKey key, Version expected, boolean done) {
		byte[] stored = this.model.get(key);
		if (stored == null || expected.equals(Version.ABSENT)) {
			Assertions.assertThat(done).isEqualTo(stored == null && expected.equals(Version.ABSENT));
			return;
		}
		byte[] meant = this.seen.getOrDefault(key, Map.of()).get(expected);
		if (!Arrays.equals(stored, meant)) {
			Assertions.assertThat(done).isFalse();
		}
	}

	private Optional<StoredValue> read(StoreKey key) {
		log("read %s", key);
		Optional<StoredValue> value = this.backend.read(key);
		Assertions.assertThat(value.map(Content::bytes).orElse(null))
			.as("value of %s", key)
			.isEqualTo(this.model.get(key));
		Assertions.assertThat(this.backend.exists(key)).as("existence of %s", key).isEqualTo(value.isPresent());
		value.ifPresent((stored) -> remember(key, stored));
		return value;
	}

	private void remember(StoreKey key, StoredValue value) {
		Assertions.assertThat(value.version()).isNotEqualTo(Version.ABSENT);
		byte[] bytes = Content.bytes(value);
		byte[] before = this.seen.computeIfAbsent(key, (any) -> new LinkedHashMap<>())
			.putIfAbsent(value.version(), bytes);
		if (before != null) {
			Assertions.assertThat(bytes).as("content of the version %s of %s", value.version(), key).isEqualTo(before);
		}
	}

	private void readPart(StoreKey key) {
		ByteRange range = this.random.nextBoolean() ? ByteRange.suffix(this.random.nextInt(200))
				: ByteRange.of(this.random.nextInt(200), this.random.nextInt(200));
		log("read %s %s", key, range);
		byte[] stored = this.model.get(key);
		byte[] expected = null;
		if (stored != null) {
			int start = (int) range.start(stored.length);
			expected = Arrays.copyOfRange(stored, start, start + (int) range.count(stored.length));
		}
		Assertions.assertThat(this.backend.read(key, range).map(Content::bytes).orElse(null)).isEqualTo(expected);
		Assertions.assertThat(this.backend.borrow(key, range, Content::bytes).orElse(null)).isEqualTo(expected);
	}

	private void list() {
		String prefix = prefix();
		StoreKey after = this.random.nextBoolean() ? key() : null;
		int limit = 1 + this.random.nextInt(8);
		log("list '%s' after %s, %d", prefix, after, limit);
		List<StoreKey> expected = this.model.keySet()
			.stream()
			.filter((key) -> key.value().startsWith(prefix) && isAfter(key, after))
			.limit(limit)
			.toList();
		Assertions.assertThat(this.backend.list(prefix, after, limit)).isEqualTo(expected);
	}

	private static boolean isAfter(StoreKey key, @Nullable StoreKey after) {
		return after == null || key.compareTo(after) > 0;
	}

	private void readAll() {
		List<StoreKey> keys = List.of(key(), key(), key());
		log("readAll %s", keys);
		List<StoreKey> expected = keys.stream().distinct().filter(this.model::containsKey).toList();
		Map<StoreKey, StoredValue> values = this.backend.readAll(keys);
		Assertions.assertThat(List.copyOf(values.keySet())).isEqualTo(expected);
		values.forEach((key, value) -> {
			Assertions.assertThat(Content.bytes(value)).isEqualTo(this.model.get(key));
			remember(key, value);
		});
	}

	private void info() {
		String prefix = prefix();
		log("info %s", prefix);
		List<StoreKey> keys = this.model.keySet().stream().filter((key) -> key.value().startsWith(prefix)).toList();
		Assertions.assertThat(this.backend.info(prefix)).isEqualTo(new StoreInfo(keys.size(), bytes(keys)));
		Assertions.assertThat(this.backend.info())
			.isEqualTo(new StoreInfo(this.model.size(), bytes(this.model.keySet())));
	}

	private long bytes(Collection<StoreKey> keys) {
		return keys.stream().mapToLong((key) -> this.model.getOrDefault(key, new byte[0]).length).sum();
	}

}
