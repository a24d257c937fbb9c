package io.github.zarrspring.storage.filesystem;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;

import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;

/**
 * Writes and deletes values, each of which tells its number and has a checksum, and
 * prints a line for each change before and after it is done, until the process is killed.
 */
public final class KilledWriter {

	static final int KEYS = 8;

	/**
	 * The number that stands for no value.
	 */
	static final long MISSING = -1;

	private static final int HEADER = 2 * Long.BYTES;

	private KilledWriter() {
	}

	public static void main(String[] arguments) {
		FilesystemBackend backend = new FilesystemBackend(Path.of(arguments[0]), Sync.valueOf(arguments[1]));
		Random random = new Random(Long.parseLong(arguments[2]));
		for (long number = Long.parseLong(arguments[3]);; number++) {
			StoreKey key = key(random.nextInt(KEYS));
			int operation = random.nextInt(8);
			long outcome = (operation == 0) ? MISSING : number;
			System.out.println("%s %d ?".formatted(key, outcome));
			switch (operation) {
				case 0 -> backend.delete(key);
				case 1, 2 -> {
					Version version = backend.read(key).map(StoredValue::version).orElse(Version.ABSENT);
					if (!backend.compareAndSet(key, version, value(number, random))) {
						throw new IllegalStateException("There is nobody else");
					}
				}
				default -> backend.write(key, value(number, random));
			}
			System.out.println("%s %d .".formatted(key, outcome));
		}
	}

	static StoreKey key(int index) {
		return StoreKey.of("a/c/%d/%d".formatted(index / 2, index));
	}

	private static ByteBuffer value(long number, Random random) {
		byte[] bytes = new byte[HEADER + random.nextInt(200_000)];
		random.nextBytes(bytes);
		ByteBuffer value = ByteBuffer.wrap(bytes).putLong(0, number);
		return value.putLong(Long.BYTES, checksum(value));
	}

	private static long checksum(ByteBuffer value) {
		CRC32 checksum = new CRC32();
		checksum.update(value.duplicate().limit(Long.BYTES));
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
