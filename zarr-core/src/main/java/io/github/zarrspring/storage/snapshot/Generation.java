package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.filesystem.Transfers;
import io.github.zarrspring.storage.zip.ArchiveWriter;
import io.github.zarrspring.storage.zip.SealedArchive;

/**
 * One saved state of the store: an archive whose comment tells the number of the last
 * change in it, how many values it has and which store it is of, and ends in a checksum
 * of all.
 *
 * @param path the file
 * @param sequence the number of the last change
 * @param entries the number of values
 * @param store the number of the store, by which its journal is known
 */
record Generation(Path path, long sequence, long entries, int store) {

	private static final Pattern COMMENT = Pattern
		.compile("zarr-spring snapshot 1; sequence=(\\d{1,18}); entries=(\\d{1,18}); store=([0-9a-f]{8}); crc32c=");

	/**
	 * Find out what an archive is, by its comment alone.
	 * @throws CorruptDataException if it is not the archive of a store
	 */
	static Generation of(Path path) throws IOException {
		Transfers.checkFile(path);
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
			String comment = SealedArchive.comment(channel);
			Matcher matcher = COMMENT.matcher(comment);
			if (!matcher.matches()) {
				throw new CorruptDataException(
						"The archive was not written by a snapshot store, or by one of another version: its comment is '%.100s'"
							.formatted(comment));
			}
			return new Generation(path, Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)),
					Integer.parseUnsignedInt(matcher.group(3), 16));
		}
	}

	/**
	 * Read all values, all of which are to be given up if this fails.
	 * @throws CorruptDataException if not all is as it was written
	 */
	void load(Change.Target target) throws IOException {
		try (FileChannel channel = FileChannel.open(this.path, StandardOpenOption.READ)) {
			long count = SealedArchive.read(channel, (name, bytes) -> target.accept(key(name), bytes));
			if (count != this.entries) {
				throw new CorruptDataException(
						"The archive has %d values, not %d as its comment says".formatted(count, this.entries));
			}
		}
	}

	private static StoreKey key(String name) {
		try {
			return StoreKey.of(name);
		}
		catch (InvalidRequestException ex) {
			throw new CorruptDataException("The archive has an entry that is no key", ex);
		}
	}

	/**
	 * Write a new file.
	 * @param path the file, which must not be there
	 * @param sequence the number of the last change
	 * @param store the number of the store
	 * @param values the values
	 * @param fsync whether to force it to the device
	 * @return its size in bytes
	 */
	static long write(Path path, long sequence, int store, Cut.Values values, boolean fsync) throws IOException {
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			ArchiveWriter writer = new ArchiveWriter(channel, fsync);
			for (int i = 0; i < values.size(); i++) {
				writer.add(values.key(i).value(), values.bytes(i));
			}
			writer.seal("zarr-spring snapshot 1; sequence=%s; entries=%s; store=%08x; crc32c=".formatted(sequence,
					values.size(), store));
			return writer.size();
		}
	}

	/**
	 * Wait until it is on the device: it may have been read from memory.
	 */
	void force() throws IOException {
		if (Files.exists(this.path)) {
			try (FileChannel channel = FileChannel.open(this.path, StandardOpenOption.WRITE)) {
				channel.force(true);
			}
		}
	}

}
