package io.github.zarrspring.storage.zip;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.storage.filesystem.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * What the end of an archive says of its directory.
 *
 * @param entries the number of entries
 * @param offset where the directory starts in the file
 * @param size the size of the directory in bytes
 * @param shift how far all offsets are off, because something stands before the archive
 * @param comment the comment of the archive
 */
record ArchiveEnd(long entries, long offset, long size, long shift, String comment) {

	static ArchiveEnd find(FileChannel channel) throws IOException {
		long fileSize = channel.size();
		int length = (int) Math.min(fileSize, ZipFormat.END_SIZE + ZipFormat.MAX_16);
		ByteBuffer tail = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
		readFully(channel, fileSize - length, tail);
		for (int start = length - ZipFormat.END_SIZE; start >= 0; start--) {
			if (tail.getInt(start) == ZipFormat.END_SIGNATURE
					&& start + ZipFormat.END_SIZE + (tail.getShort(start + 20) & ZipFormat.MAX_16) == length) {
				return read(channel, tail.slice(start, length - start).order(ByteOrder.LITTLE_ENDIAN),
						fileSize - length + start);
			}
		}
		throw new CorruptDataException(
				"The file of %d bytes is not a zip archive, or not a whole one: it has no end".formatted(fileSize));
	}

	private static ArchiveEnd read(FileChannel channel, ByteBuffer end, long position) throws IOException {
		String comment = StandardCharsets.UTF_8.decode(end.slice(ZipFormat.END_SIZE, end.limit() - ZipFormat.END_SIZE))
			.toString();
		long entries = end.getShort(10) & ZipFormat.MAX_16;
		long size = end.getInt(12) & ZipFormat.MAX_32;
		long offset = end.getInt(16) & ZipFormat.MAX_32;
		boolean full = entries == ZipFormat.MAX_16 || size == ZipFormat.MAX_32 || offset == ZipFormat.MAX_32;
		// Some writers, Python's from 2 GiB on, have a ZIP64 end though all would fit
		// here.
		ArchiveEnd large = read64(channel, position - ZipFormat.LOCATOR_SIZE, full, comment);
		return (large != null) ? large : checked(entries, offset, size, position, comment);
	}

	private static @Nullable ArchiveEnd read64(FileChannel channel, long locatorPosition, boolean required,
			String comment) throws IOException {
		if (locatorPosition < 0) {
			return null;
		}
		ByteBuffer locator = buffer(ZipFormat.LOCATOR_SIZE);
		readFully(channel, locatorPosition, locator);
		if (locator.getInt(0) != ZipFormat.LOCATOR_SIGNATURE) {
			return null;
		}
		long said = locator.getLong(8);
		long position = locatorPosition - ZipFormat.END64_SIZE;
		ByteBuffer end = buffer(ZipFormat.END64_SIZE);
		for (long candidate : new long[] { said, position }) {
			if (candidate >= 0 && candidate <= position) {
				end.clear();
				readFully(channel, candidate, end);
				if (end.getInt(0) == ZipFormat.END64_SIGNATURE) {
					return checked(end.getLong(32), end.getLong(48), end.getLong(40), candidate, comment);
				}
			}
		}
		if (required) {
			throw new CorruptDataException("The archive has no ZIP64 end at %d, where it says".formatted(said));
		}
		return null;
	}

	private static ArchiveEnd checked(long entries, long offset, long size, long position, String comment) {
		if (size < 0 || offset < 0 || size > position || offset > position - size) {
			throw new CorruptDataException("The directory of the archive, %d bytes at %d, is not before its end at %d"
				.formatted(size, offset, position));
		}
		return new ArchiveEnd(entries, position - size, size, position - size - offset, comment);
	}

	private static ByteBuffer buffer(int size) {
		return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * Fill a buffer from a place in a file.
	 * @throws CorruptDataException if the file ends before
	 */
	static void readFully(FileChannel channel, long position, ByteBuffer target) throws IOException {
		try {
			Transfers.read(channel, position, target);
		}
		catch (EOFException ex) {
			throw new CorruptDataException("The archive ends at %d, within a header".formatted(channel.size()), ex);
		}
		target.flip();
	}

}
