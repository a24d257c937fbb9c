package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.filesystem.FileWindow;
import io.github.zarrspring.storage.filesystem.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment of the journal, up to the first record that is not whole. For one
 * thread.
 */
final class JournalReader implements AutoCloseable {

	/**
	 * The base of a segment that has not even its first record.
	 */
	static final long UNKNOWN = -1;

	private static final int PART = 1 << 16;

	private final Path path;

	private final FileChannel channel;

	private final FileWindow window;

	private final @Nullable Long salt;

	private final long base;

	private final boolean emptied;

	private long position;

	private long last;

	/**
	 * Open a segment.
	 * @param path the file
	 */
	JournalReader(Path path) throws IOException {
		this.path = path;
		Transfers.checkFile(path);
		this.channel = FileChannel.open(path, StandardOpenOption.READ);
		this.window = new FileWindow(this.channel);
		boolean headed = this.window.size() >= JournalFormat.SEGMENT_HEADER;
		this.salt = headed
				? JournalFormat.salt(this.window.at(0, JournalFormat.SEGMENT_HEADER), SnapshotFiles.number(path))
				: null;
		this.position = JournalFormat.SEGMENT_HEADER;
		this.base = (this.salt != null && wholeRecord(this.position) == 0) ? sequenceAt(this.position) : UNKNOWN;
		this.last = this.base;
		this.emptied = this.base != UNKNOWN
				&& this.window.at(this.position, JournalFormat.RECORD_HEADER).getInt(28) == JournalFormat.EMPTIED;
		this.position += (this.base != UNKNOWN) ? JournalFormat.RECORD_HEADER : 0;
	}

	Path path() {
		return this.path;
	}

	/**
	 * Whether the segment says that it is of another store.
	 */
	boolean isForeign(int store) {
		return this.salt != null && JournalFormat.store(this.salt) != store;
	}

	/**
	 * The number of the store.
	 * @return the number, {@code null} if it cannot be read
	 */
	@Nullable Integer store() {
		return (this.salt != null) ? JournalFormat.store(this.salt) : null;
	}

	/**
	 * The number of the last change before the segment.
	 */
	long base() {
		return this.base;
	}

	/**
	 * Whether the store was empty when the segment began, whatever came before.
	 */
	boolean isEmptied() {
		return this.emptied;
	}

	/**
	 * The number of the last change that was read.
	 */
	long last() {
		return this.last;
	}

	/**
	 * Read all records up to the first that is not whole.
	 * @param after the number of the last change that is known already
	 * @param target what takes the changes after it
	 */
	void replay(long after, Change.Target target) throws IOException {
		long length = (this.base != UNKNOWN) ? wholeRecord(this.position) : -1;
		while (length >= 0 && sequenceAt(this.position) == this.last + 1) {
			long body = this.position + JournalFormat.RECORD_HEADER;
			this.last++;
			if (this.last > after) {
				apply(body, body + length, target);
			}
			this.position = body + length;
			length = wholeRecord(this.position);
		}
	}

	/**
	 * The number of bytes after the last whole record.
	 */
	long rest() {
		return Math.max(0, this.window.size() - this.position);
	}

	/**
	 * Whether there is a whole record behind what is not one: then that is no write that
	 * was cut short, but damage.
	 */
	boolean isDamaged() throws IOException {
		if (this.salt == null) {
			// The header was on the device before anything followed.
			return this.window.size() > JournalFormat.SEGMENT_HEADER;
		}
		for (long at = this.position; at + JournalFormat.RECORD_HEADER <= this.window.size(); at++) {
			if (this.window.at(at, Integer.BYTES).getInt(0) == JournalFormat.RECORD_MAGIC && wholeRecord(at) >= 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Look whether there is a whole record.
	 * @return the length of its body, negative if there is none
	 */
	private long wholeRecord(long at) throws IOException {
		long body = at + JournalFormat.RECORD_HEADER;
		Long known = this.salt;
		if (known == null || body > this.window.size()) {
			return -1;
		}
		ByteBuffer header = this.window.at(at, JournalFormat.RECORD_HEADER);
		if (!JournalFormat.isRecord(header, known)) {
			return -1;
		}
		long length = header.getLong(16);
		int checksum = header.getInt(24);
		if (length < 0 || length > this.window.size() - body) {
			return -1;
		}
		return (checksum(body, length) == checksum) ? length : -1;
	}

	private int checksum(long start, long length) throws IOException {
		CRC32C crc = new CRC32C();
		for (long done = 0; done < length;) {
			int part = (int) Math.min(PART, length - done);
			crc.update(this.window.at(start + done, part));
			done += part;
		}
		return (int) crc.getValue();
	}

	private long sequenceAt(long at) throws IOException {
		return this.window.at(at, JournalFormat.RECORD_HEADER).getLong(8);
	}

	private void apply(long start, long end, Change.Target target) throws IOException {
		long at = start;
		while (at < end) {
			ByteBuffer head = this.window.at(at, Change.ENTRY_SIZE);
			byte kind = head.get();
			int nameLength = head.getInt();
			int length = head.getInt();
			at += Change.ENTRY_SIZE;
			if (nameLength < 0 || length < 0 || length > Limits.MAX_CHUNK_BYTES
					|| nameLength + (long) length > end - at) {
				throw new CorruptDataException(
						"The journal '%s' has a change that is none at %d".formatted(this.path, at));
			}
			ByteBuffer name = ByteBuffer.allocate(nameLength);
			this.window.read(at, name);
			StoreKey key = key(name.flip());
			at += nameLength;
			if (kind == Change.WRITE) {
				ByteBuffer value = ByteBuffer.allocate(length);
				this.window.read(at, value);
				target.accept(key, value.flip());
			}
			else {
				target.accept(key, null);
			}
			at += length;
		}
	}

	private StoreKey key(ByteBuffer name) {
		try {
			return StoreKey.of(StandardCharsets.UTF_8.decode(name).toString());
		}
		catch (InvalidRequestException ex) {
			throw new CorruptDataException("The journal '%s' has a key that is none".formatted(this.path), ex);
		}
	}

	/**
	 * Wait until what was read is on the device: what comes after it will rely on it.
	 */
	void force() throws IOException {
		try (FileChannel writable = FileChannel.open(this.path, StandardOpenOption.WRITE)) {
			writable.force(true);
		}
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
