package io.github.zarrspring.storage.zip;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.filesystem.FileWindow;

/**
 * Reads an archive that {@link ArchiveWriter#seal} wrote, from its first byte to its
 * last: any byte that is not as it was written is found.
 */
public final class SealedArchive {

	private static final int SEAL = 8;

	private final FileChannel channel;

	private final FileWindow window;

	private final CRC32C checksum = new CRC32C();

	private long position;

	private SealedArchive(FileChannel channel) throws IOException {
		this.channel = channel;
		this.window = new FileWindow(channel);
	}

	/**
	 * Read the comment of an archive, without looking at anything else.
	 * @param channel the archive
	 * @return the comment without the checksum behind it
	 * @throws CorruptDataException if there is none
	 * @throws IOException if the file cannot be read
	 */
	public static String comment(FileChannel channel) throws IOException {
		String comment = ArchiveEnd.find(channel).comment();
		if (comment.length() < SEAL) {
			throw new CorruptDataException("The archive has no checksum in its comment");
		}
		return comment.substring(0, comment.length() - SEAL);
	}

	/**
	 * Whether an archive has no comment at all, so that it was written by another tool: a
	 * damaged comment is none.
	 * @param channel the archive
	 * @return whether it has none
	 * @throws CorruptDataException if the file is no whole archive
	 * @throws IOException if the file cannot be read
	 */
	public static boolean isWithoutComment(FileChannel channel) throws IOException {
		return ArchiveEnd.find(channel).comment().isEmpty();
	}

	/**
	 * Read all entries.
	 * @param channel the archive
	 * @param target what takes names and bytes, in their order. All of them are to be
	 * given up if this fails in the end
	 * @return the number of entries
	 * @throws CorruptDataException if the archive is not as it was written
	 * @throws IOException if the file cannot be read
	 */
	public static long read(FileChannel channel, BiConsumer<String, ByteBuffer> target) throws IOException {
		try {
			return new SealedArchive(channel).readAll(target);
		}
		catch (EOFException ex) {
			throw new CorruptDataException("The archive ends at %d, too early".formatted(channel.size()), ex);
		}
	}

	private long readAll(BiConsumer<String, ByteBuffer> target) throws IOException {
		comment(this.channel);
		long count = 0;
		while (this.window.at(this.position, Integer.BYTES)
			.order(ByteOrder.LITTLE_ENDIAN)
			.getInt(0) == ZipFormat.LOCAL_SIGNATURE) {
			readEntry(target);
			count++;
		}
		long end = this.window.size() - SEAL;
		while (this.position < end) {
			take((int) Math.min(1 << 16, end - this.position));
		}
		String seal = StandardCharsets.US_ASCII.decode(this.window.at(end, SEAL)).toString();
		String actual = "%08x".formatted(this.checksum.getValue());
		if (!seal.equals(actual)) {
			throw new CorruptDataException(
					"The archive is damaged: its checksum is %s, not %s as its comment says".formatted(actual, seal));
		}
		return count;
	}

	private void readEntry(BiConsumer<String, ByteBuffer> target) throws IOException {
		long start = this.position;
		ByteBuffer header = take(ZipFormat.LOCAL_SIZE).order(ByteOrder.LITTLE_ENDIAN);
		int crc = header.getInt(14);
		long size = header.getInt(22) & ZipFormat.MAX_32;
		int nameLength = header.getShort(26) & ZipFormat.MAX_16;
		if (header.getShort(8) != ZipFormat.STORED || header.getShort(28) != 0
				|| size > Math.min(Limits.MAX_CHUNK_BYTES, this.window.size() - this.position - nameLength)) {
			throw new CorruptDataException("The archive is damaged: there is no whole entry at %d".formatted(start));
		}
		String name = StandardCharsets.UTF_8.decode(take(nameLength)).toString();
		ByteBuffer bytes = ByteBuffer.allocate((int) size);
		this.window.read(this.position, bytes);
		this.position += size;
		this.checksum.update(bytes.flip().duplicate());
		CRC32 actual = new CRC32();
		actual.update(bytes.duplicate());
		if ((int) actual.getValue() != crc) {
			throw new CorruptDataException(
					"The archive is damaged: the checksum of '%.200s' at %d is wrong".formatted(name, start));
		}
		target.accept(name, bytes);
	}

	private ByteBuffer take(int length) throws IOException {
		ByteBuffer bytes = this.window.at(this.position, length);
		this.checksum.update(bytes.duplicate());
		this.position += length;
		return bytes;
	}

}
