package io.github.zarrspring.storage.filesystem;

import java.nio.ByteBuffer;
import java.nio.file.Path;

import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;

/**
 * Adds one to a stored number by compare-and-set, a number of times, and prints how many
 * of its attempts conflicted.
 */
public final class CountingProcess {

	static final StoreKey KEY = StoreKey.of("a/c/0");

	private CountingProcess() {
	}

	public static void main(String[] arguments) {
		try (FilesystemBackend backend = new FilesystemBackend(Path.of(arguments[0]))) {
			// All start to count when all are there.
			StoreKey present = StoreKey.of("present/" + ProcessHandle.current().pid());
			backend.write(present, ByteBuffer.allocate(0));
			while (backend.list("present/", null, 10).size() < Integer.parseInt(arguments[2])) {
				Thread.onSpinWait();
			}
			int conflicts = 0;
			for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
				while (!increment(backend)) {
					conflicts++;
				}
			}
			System.out.println(conflicts);
		}
	}

	private static boolean increment(FilesystemBackend backend) {
		StoredValue value = backend.read(KEY).orElse(null);
		long number = (value != null) ? value.bytes().getLong() : 0;
		Thread.yield();
		return backend.compareAndSet(KEY, (value != null) ? value.version() : Version.ABSENT,
				ByteBuffer.allocate(Long.BYTES).putLong(0, number + 1));
	}

}
