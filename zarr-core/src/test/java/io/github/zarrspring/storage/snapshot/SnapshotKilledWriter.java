package io.github.zarrspring.storage.snapshot;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;

import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;

/**
 * Eight threads that write and delete values of their own, each of which tells its number
 * and has a checksum. They print a line for each change before and after it is made,
 * while the store is saved all the time, until the process is killed.
 */
public final class SnapshotKilledWriter {

	static final int WRITERS = 8;

	static final int KEYS = 6;

	/**
	 * The number that stands for no value.
	 */
	static final long MISSING = -1;

	private static final int HEADER = 2 * Long.BYTES;

	private final SnapshotBackend backend;

	private final int writer;

	private final Random random;

	private SnapshotKilledWriter(SnapshotBackend backend, int writer, long seed) {
		this.backend = backend;
		this.writer = writer;
		this.random = new Random(seed + writer);
	}

	/**
	 * Run the process.
	 * @param arguments the archive, the journal mode, whether to force, a seed, the first
	 * number, and whether to append keys without end
	 */
	public static void main(String[] arguments) {
		SnapshotOptions options = SnapshotOptions.of(Path.of(arguments[0]))
			.withInterval(Duration.ofMillis(30))
			.withJournal(JournalMode.valueOf(arguments[1]))
			.withFsync(Boolean.parseBoolean(arguments[2]));
		System.out.println("opening");
		SnapshotBackend backend = new SnapshotBackend(options, System.err::println);
		System.out.println("opened");
		long first = Long.parseLong(arguments[4]);
		for (int i = 0; i < WRITERS; i++) {
			SnapshotKilledWriter writer = new SnapshotKilledWriter(backend, i, Long.parseLong(arguments[3]));
			boolean appending = Boolean.parseBoolean(arguments[5]);
			new Thread(() -> writer.run(first, appending)).start();
		}
	}

	private void run(long first, boolean appending) {
		for (long number = first;; number++) {
			if (appending) {
				this.backend.write(StoreKey.of("w%d/%d".formatted(this.writer, number)), ByteBuffer.allocate(20));
				System.out.println("w%d %d .".formatted(this.writer, number));
			}
			else {
				change(number);
			}
		}
	}

	private void change(long number) {
		StoreKey key = key(this.writer, this.random.nextInt(KEYS));
		int operation = this.random.nextInt(8);
		List<StoreKey> keys = (operation < 2) ? List.of(key, key(this.writer, KEYS)) : List.of(key);
		long outcome = (operation % 2 == 0 && operation < 4) ? MISSING : number;
		keys.forEach((any) -> System.out.println("%s %d ?".formatted(any, outcome)));
		switch (operation) {
			case 0 -> this.backend.deleteAll(keys);
			case 1 -> {
				Map<StoreKey, ByteBuffer> values = new LinkedHashMap<>();
				keys.forEach((any) -> values.put(any, value(number)));
				this.backend.writeAll(values);
			}
			case 2 -> this.backend.delete(key);
			case 3 -> {
				Version version = this.backend.read(key).map(StoredValue::version).orElse(Version.ABSENT);
				if (!this.backend.compareAndSet(key, version, value(number))) {
					throw new IllegalStateException("There is nobody else");
				}
			}
			default -> {
				if (outcome == MISSING) {
					throw new IllegalStateException();
				}
				this.backend.write(key, value(number));
			}
		}
		keys.forEach((any) -> System.out.println("%s %d .".formatted(any, outcome)));
	}

	static StoreKey key(int writer, int index) {
		return StoreKey.of("a%d/c/%d".formatted(writer, index));
	}

	private ByteBuffer value(long number) {
		byte[] bytes = new byte[HEADER + this.random.nextInt(5_000)];
		this.random.nextBytes(bytes);
		ByteBuffer value = ByteBuffer.wrap(bytes).putLong(0, number);
		return value.putLong(Long.BYTES, checksum(value));
	}

	private static long checksum(ByteBuffer value) {
		CRC32 checksum = new CRC32();
		checksum.update(value.duplicate().position(0).limit(Long.BYTES));
		checksum.update(value.duplicate().position(HEADER));
		return checksum.getValue() << Integer.SIZE | value.limit();
	}

	/**
	 * The number of a value.
	 * @throws IllegalStateException if it is not whole
	 */
	static long number(ByteBuffer value) {
		if (value.limit() < HEADER || value.getLong(Long.BYTES) != checksum(value)) {
			throw new IllegalStateException("A value of %d bytes is not whole".formatted(value.limit()));
		}
		return value.getLong(0);
	}

}
