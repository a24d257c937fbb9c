package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a program writes: a new directory each time. The one before is emptied, so that
 * nothing of it is left to be written to the device, but its files are deleted only at
 * the end of the run: for minutes after many files were deleted, ext4 takes ten times as
 * long to make new ones.
 */
final class Scratch {

	private final Path directory;

	private int number;

	/**
	 * A place to write to.
	 * @param directory the directory, which may hold what an earlier run left
	 */
	Scratch(Path directory) {
		this.directory = directory.resolve(Long.toString(System.currentTimeMillis()));
	}

	/**
	 * Go on to the next directory.
	 */
	void next() throws IOException {
		empty(current());
		this.number++;
	}

	/**
	 * The directory to write to, which is not there yet.
	 */
	Path current() {
		return this.directory.resolve(Integer.toString(this.number));
	}

	private static void empty(Path directory) throws IOException {
		if (Files.exists(directory)) {
			for (Path file : files(directory)) {
				FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
			}
		}
	}

	private static List<Path> files(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter(Files::isRegularFile).toList();
		}
	}

}
