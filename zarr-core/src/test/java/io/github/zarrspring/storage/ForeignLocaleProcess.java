package io.github.zarrspring.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;

import io.github.zarrspring.storage.snapshot.JournalMode;
import io.github.zarrspring.storage.snapshot.SnapshotBackend;
import io.github.zarrspring.storage.snapshot.SnapshotOptions;

/**
 * Prints the keys of a snapshot store, adds one and prints that it did. Ends after that,
 * or waits to be killed.
 */
public final class ForeignLocaleProcess {

	private ForeignLocaleProcess() {
	}

	public static void main(String[] arguments) throws Exception {
		System.out.println("%d".formatted(1).equals("1") ? "plain" : "foreign");
		try (SnapshotBackend backend = new SnapshotBackend(
				SnapshotOptions.of(Path.of(arguments[0])).withJournal(JournalMode.EVERY_WRITE), (line) -> {
				})) {
			System.out.println(backend.list("", null, 100).stream().map(StoreKey::value).toList());
			backend.write(StoreKey.of(arguments[1]), ByteBuffer.allocate(1));
			System.out.println("written");
			if (arguments[2].equals("wait")) {
				System.in.read();
			}
		}
	}

}
