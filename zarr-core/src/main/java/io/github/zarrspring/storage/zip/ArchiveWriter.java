package io.github.zarrspring.storage.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.filesystem.Transfers;

/**
 * Writes an archive from its first byte to its last, with ZIP64 where it is needed.
 * Entries are stored as they are, under names in UTF-8. For one thread.
 */
public final class ArchiveWriter {

	private static final int BUFFER = 1 << 18;

	/**
	 * How many bytes may wait for the device: forced all at once at the end, they would
	 * hold up whoever else forces something on the same device.
	 */
	private static final long UNFORCED = 32L << 20;

	private final FileChannel channel;

	private final boolean force;

	private final ArchiveHeaders headers;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

	private final CRC32C checksum = new CRC32C();

	private final List<ArchiveEntry> entries = new ArrayList<>();

	private long position;

	private long forced;

	/**
	 * A writer.
	 * @param channel where to write, an empty file
	 * @param force whether what is written is forced to the device, now and then and at
	 * the end
	 */
	public ArchiveWriter(FileChannel channel, boolean force) {
		this(channel, force, ZipFormat.MAX_32);
	}

	/**
	 * A writer that uses ZIP64 early, for tests of it.
	 */
	ArchiveWriter(FileChannel channel, boolean force, long zip64From) {
		this.channel = channel;
		this.force = force;
		this.headers = new ArchiveHeaders(zip64From);
	}

	/**
	 * Check that something can be an entry, before it is too late to refuse it.
	 * @param name its name
	 * @param size its size in bytes
	 * @throws InvalidRequestException if the name is too long
	 * @throws LimitExceededException if it could not be read again
	 */
	public static void check(String name, long size) {
		if (name.length() > ZipFormat.MAX_16 / 3) {
			ArchiveHeaders.name(name);
		}
		if (size > Limits.MAX_CHUNK_BYTES) {
			throw new LimitExceededException("The value of '%.100s' has %d bytes, a zip archive takes %d here at most"
				.formatted(name, size, Limits.MAX_CHUNK_BYTES));
		}
	}

	/**
	 * Add an entry.
	 * @param name its name, which no other entry has
	 * @param bytes the bytes from the position to the limit of the buffer, which stay as
	 * they are
	 * @throws IOException if they cannot be written
	 */
	public void add(String name, ByteBuffer bytes) throws IOException {
		CRC32 crc = new CRC32();
		crc.update(bytes.duplicate());
		begin(new ArchiveEntry(name, ZipFormat.UTF8_FLAG, ZipFormat.STORED, (int) crc.getValue(), bytes.remaining(),
				bytes.remaining(), this.position));
		put(bytes.duplicate());
	}

	/**
	 * Add an entry of another archive, compressed as it is there.
	 * @param entry the entry, with its name in this archive
	 * @param source the other archive
	 * @param start where its bytes start there
	 * @throws IOException if it cannot be read or written
	 */
	public void copy(ArchiveEntry entry, FileChannel source, long start) throws IOException {
		begin(new ArchiveEntry(entry.name(), ZipFormat.UTF8_FLAG, entry.method(), entry.crc(), entry.compressedSize(),
				entry.size(), this.position));
		ByteBuffer part = ByteBuffer.allocate(1 << 16);
		for (long done = 0; done < entry.compressedSize(); done += part.limit()) {
			part.clear().limit((int) Math.min(part.capacity(), entry.compressedSize() - done));
			Transfers.read(source, start + done, part);
			put(part.flip());
		}
	}

	private void begin(ArchiveEntry entry) throws IOException {
		put(this.headers.local(entry));
		this.entries.add(entry);
	}

	/**
	 * Write the end of the archive.
	 * @param comment the comment of the archive
	 * @throws IOException if it cannot be written
	 */
	public void finish(String comment) throws IOException {
		end(comment, 0);
		writeOut();
		force();
	}

	/**
	 * Write the end of the archive, and behind its comment, as a part of it, the CRC-32C
	 * of all bytes before, in eight hexadecimal digits.
	 * @param comment the comment of the archive, without the checksum
	 * @throws IOException if it cannot be written
	 */
	public void seal(String comment) throws IOException {
		end(comment, 8);
		writeOut();
		put(ByteBuffer.wrap("%08x".formatted(this.checksum.getValue()).getBytes(StandardCharsets.US_ASCII)));
		writeOut();
		force();
	}

	private void end(String comment, int more) throws IOException {
		long start = this.position;
		for (ArchiveEntry entry : this.entries) {
			put(this.headers.central(entry));
		}
		byte[] text = comment.getBytes(StandardCharsets.UTF_8);
		put(this.headers.end(this.entries.size(), start, this.position - start, text.length + more));
		put(ByteBuffer.wrap(text));
	}

	/**
	 * What was written, in this order.
	 * @return the entries
	 */
	public List<ArchiveEntry> entries() {
		return Collections.unmodifiableList(this.entries);
	}

	/**
	 * How much was written.
	 * @return the number of bytes
	 */
	public long size() {
		return this.position;
	}

	private void put(ByteBuffer bytes) throws IOException {
		int end = bytes.limit();
		this.position += bytes.remaining();
		while (bytes.position() < end) {
			if (!this.buffer.hasRemaining()) {
				writeOut();
			}
			bytes.limit(Math.min(end, bytes.position() + this.buffer.remaining()));
			this.buffer.put(bytes);
		}
		bytes.limit(end);
	}

	private void writeOut() throws IOException {
		this.buffer.flip();
		this.checksum.update(this.buffer.duplicate());
		while (this.buffer.hasRemaining()) {
			this.channel.write(this.buffer);
		}
		this.buffer.clear();
		if (this.position - this.forced > UNFORCED) {
			force();
		}
	}

	private void force() throws IOException {
		if (this.force) {
			this.channel.force(false);
			this.forced = this.position;
		}
	}

}
