package io.github.zarrspring.storage.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;

/**
 * The central directory of an archive. All that it says is checked against the size of
 * the file before it is used; none of the entries is looked at.
 *
 * @param entries the entries in the order of the directory; several may have one name
 * @param comment the comment of the archive
 * @param offset where the directory starts, which is where the entries end
 */
public record ArchiveDirectory(List<ArchiveEntry> entries, String comment, long offset) {

	/**
	 * Read the directory of an archive.
	 * @param channel the archive
	 * @return the directory
	 * @throws CorruptDataException if the file is not an archive, or not a whole one
	 * @throws LimitExceededException if the directory is larger than a quarter of the
	 * heap has room for
	 * @throws IOException if the file cannot be read
	 */
	public static ArchiveDirectory read(FileChannel channel) throws IOException {
		return read(channel, Runtime.getRuntime().maxMemory() / 16);
	}

	/**
	 * Read a directory of a bounded size: in memory it takes about four times as much.
	 */
	static ArchiveDirectory read(FileChannel channel, long maxBytes) throws IOException {
		ArchiveEnd end = ArchiveEnd.find(channel);
		if (end.size() > Math.min(maxBytes, Integer.MAX_VALUE - 16)) {
			throw new LimitExceededException("The directory of the archive has %d bytes, the heap has room for %d"
				.formatted(end.size(), maxBytes));
		}
		if (end.entries() < 0 || end.entries() > end.size() / ZipFormat.CENTRAL_SIZE) {
			throw new CorruptDataException("The archive cannot have %d entries in a directory of %d bytes"
				.formatted(end.entries(), end.size()));
		}
		ByteBuffer bytes = ByteBuffer.allocate((int) end.size()).order(ByteOrder.LITTLE_ENDIAN);
		ArchiveEnd.readFully(channel, end.offset(), bytes);
		List<ArchiveEntry> entries = new ArrayList<>((int) end.entries());
		for (long i = 0; i < end.entries(); i++) {
			ArchiveEntry entry = CentralHeader.read(bytes);
			long offset = entry.offset() + end.shift();
			if (offset < 0 || offset + ZipFormat.LOCAL_SIZE > end.offset()
					|| entry.compressedSize() > end.offset() - offset) {
				throw new CorruptDataException("The entry '%.200s' of %d bytes at %d is not within the archive"
					.formatted(entry.name(), entry.compressedSize(), entry.offset()));
			}
			entries.add(entry.at(offset));
		}
		if (bytes.hasRemaining()) {
			throw new CorruptDataException(
					"The directory of the archive has %d bytes that are no entries".formatted(bytes.remaining()));
		}
		checkApart(entries);
		return new ArchiveDirectory(entries, end.comment(), end.offset());
	}

	/**
	 * Entries that have bytes in common are no values that somebody wrote: so a small
	 * archive could unfold to any size.
	 */
	private static void checkApart(List<ArchiveEntry> entries) {
		List<ArchiveEntry> sorted = new ArrayList<>(entries);
		sorted.sort(Comparator.comparingLong(ArchiveEntry::offset));
		long end = 0;
		for (ArchiveEntry entry : sorted) {
			if (entry.offset() < end) {
				throw new CorruptDataException("The entry '%.200s' at %d of the archive overlaps the one before it"
					.formatted(entry.name(), entry.offset()));
			}
			end = entry.offset() + ZipFormat.LOCAL_SIZE + entry.compressedSize();
		}
	}

	/**
	 * Where the bytes of an entry start.
	 * @param channel the archive
	 * @param entry the entry
	 * @return the offset of its first byte
	 * @throws CorruptDataException if the entry is not where the directory says
	 * @throws IOException if the file cannot be read
	 */
	public long start(FileChannel channel, ArchiveEntry entry) throws IOException {
		ByteBuffer header = ByteBuffer.allocate(ZipFormat.LOCAL_SIZE).order(ByteOrder.LITTLE_ENDIAN);
		ArchiveEnd.readFully(channel, entry.offset(), header);
		int nameLength = header.getShort(26) & ZipFormat.MAX_16;
		int extraLength = header.getShort(28) & ZipFormat.MAX_16;
		long start = entry.offset() + ZipFormat.LOCAL_SIZE + nameLength + extraLength;
		if (header.getInt(0) != ZipFormat.LOCAL_SIGNATURE || entry.compressedSize() > this.offset - start) {
			throw new CorruptDataException("The entry '%.200s' is not at %d of the archive, where its directory says"
				.formatted(entry.name(), entry.offset()));
		}
		if ((entry.flags() & ZipFormat.UTF8_FLAG) != 0) {
			ByteBuffer name = ByteBuffer.allocate(nameLength);
			ArchiveEnd.readFully(channel, entry.offset() + ZipFormat.LOCAL_SIZE, name);
			if (!name.equals(StandardCharsets.UTF_8.encode(entry.name()))) {
				throw new CorruptDataException(
						"The entry at %d of the archive is not the '%.200s' that its directory says"
							.formatted(entry.offset(), entry.name()));
			}
		}
		return start;
	}

}
