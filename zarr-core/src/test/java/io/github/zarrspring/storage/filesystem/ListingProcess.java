package io.github.zarrspring.storage.filesystem;

import java.nio.file.Path;

import io.github.zarrspring.exception.ZarrException;

/**
 * Lists and then deletes all keys, and prints the keys or the failures.
 */
public final class ListingProcess {

	private ListingProcess() {
	}

	public static void main(String[] arguments) {
		try (FilesystemBackend backend = new FilesystemBackend(Path.of(arguments[0]))) {
			attempt(() -> System.out.println(backend.list("", null, 10)));
			attempt(() -> backend.deleteAll(""));
		}
	}

	private static void attempt(Runnable action) {
		try {
			action.run();
		}
		catch (ZarrException ex) {
			System.out.println(ex);
		}
	}

}
