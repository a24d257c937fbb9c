package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;

/**
 * Locks a node, in one of the ways that the tests need.
 */
public final class NodeLockingProcess {

	static final NodePath NODE = NodePath.of("a/b");

	static final StoreKey NUMBER = StoreKey.of("a/b/number");

	private NodeLockingProcess() {
	}

	public static void main(String[] arguments) throws Exception {
		try (FilesystemBackend backend = new FilesystemBackend(Path.of(arguments[0]))) {
			switch (arguments[1]) {
				case "hold" -> hold(backend, NodeLock.valueOf(arguments[2]));
				case "key" -> holdKey(Path.of(arguments[0]), arguments[2]);
				case "share" -> share(backend, Path.of(arguments[2]));
				case "count" -> count(backend, Integer.parseInt(arguments[2]));
				default -> throw new IllegalArgumentException(arguments[1]);
			}
		}
	}

	/**
	 * Hold the lock until killed.
	 */
	private static void hold(FilesystemBackend backend, NodeLock mode) {
		backend.locked(new TreeMap<>(Map.of(NODE, mode)), () -> {
			System.out.println("held");
			while (true) {
				Thread.onSpinWait();
			}
		});
	}

	/**
	 * Hold the lock of a value until killed.
	 */
	private static void holdKey(Path root, String key) throws IOException {
		HiddenFolder.of(root).locked(key, () -> {
			System.out.println("held");
			while (true) {
				Thread.onSpinWait();
			}
		});
	}

	/**
	 * Hold the lock with two threads, so that there is always one who does.
	 */
	private static void share(FilesystemBackend backend, Path end) throws InterruptedException {
		Runnable holder = () -> {
			while (!Files.exists(end)) {
				backend.locked(new TreeMap<>(Map.of(NODE, NodeLock.SHARED)), () -> {
					long until = System.nanoTime() + 3_000_000;
					while (System.nanoTime() < until) {
						Thread.yield();
					}
					return true;
				});
			}
		};
		List<Thread> threads = List.of(new Thread(holder), new Thread(holder));
		threads.forEach(Thread::start);
		System.out.println("sharing");
		for (Thread thread : threads) {
			thread.join();
		}
	}

	/**
	 * Count up a number with nothing but the lock against others.
	 */
	static void count(FilesystemBackend backend, int times) throws IOException {
		for (int i = 0; i < times; i++) {
			backend.locked(new TreeMap<>(Map.of(NODE, NodeLock.EXCLUSIVE)), () -> {
				long number = number(backend);
				Thread.yield();
				backend.write(NUMBER, ByteBuffer.allocate(Long.BYTES).putLong(0, number + 1));
				return true;
			});
			boolean still = backend.locked(new TreeMap<>(Map.of(NODE, NodeLock.SHARED)), () -> {
				long number = number(backend);
				Thread.yield();
				return number(backend) == number;
			});
			if (!still) {
				throw new IOException("The number changed while the lock was shared");
			}
		}
		System.out.println("counted");
	}

	static long number(FilesystemBackend backend) {
		return backend.read(NUMBER).map((value) -> value.bytes().getLong()).orElse(0L);
	}

}
