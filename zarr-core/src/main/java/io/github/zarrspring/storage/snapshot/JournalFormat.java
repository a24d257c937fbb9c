package io.github.zarrspring.storage.snapshot;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * The format of a segment of the journal, all numbers big-endian. <pre>
 * segment  "ZARRJNL1", number, salt, CRC-32C of these             32 bytes
 * record   "ZREC", CRC-32C of what follows and the salt,
 *          sequence number, length of the body,
 *          CRC-32C of the body, kind                              32 bytes
 *          body: see {@link Change}
 * </pre> The first record of a segment has no body; it says which sequence number the
 * segment continues from, and by its kind, 1, whether the store was emptied then. The
 * salt, half of it random in each segment, makes that no value, not even a copy of a
 * journal, can be taken for a record; its other half is the number of the store, random
 * too, by which the journal of another store is told from its own.
 */
final class JournalFormat {

	static final int SEGMENT_HEADER = 32;

	static final int RECORD_HEADER = 32;

	static final int RECORD_MAGIC = 0x5A524543;

	static final int CONTINUED = 0;

	static final int EMPTIED = 1;

	private static final long SEGMENT_MAGIC = 0x5A4152524A4E4C31L;

	private JournalFormat() {
	}

	static long newSalt(int store) {
		return (long) store << Integer.SIZE | (ThreadLocalRandom.current().nextInt() & 0xFFFFFFFFL);
	}

	static int store(long salt) {
		return (int) (salt >>> Integer.SIZE);
	}

	static ByteBuffer segmentHeader(long number, long salt) {
		ByteBuffer header = ByteBuffer.allocate(SEGMENT_HEADER);
		header.putLong(SEGMENT_MAGIC).putLong(number).putLong(salt);
		return header.putLong(checksum(header.duplicate().flip(), 0)).flip();
	}

	/**
	 * The salt of a segment.
	 * @return the salt, {@code null} if this is not the header of the segment
	 */
	static @Nullable Long salt(ByteBuffer header, long number) {
		boolean right = header.limit() == SEGMENT_HEADER && header.getLong(0) == SEGMENT_MAGIC
				&& header.getLong(8) == number && header.getLong(24) == checksum(header.slice(0, 24), 0);
		return right ? header.getLong(16) : null;
	}

	static void putRecord(ByteBuffer target, long salt, long sequence, long length, int bodyChecksum, int kind) {
		int start = target.position();
		target.putInt(RECORD_MAGIC).putInt(0).putLong(sequence).putLong(length).putInt(bodyChecksum).putInt(kind);
		target.putInt(start + 4, (int) checksum(target.duplicate().flip().position(start + 8), salt));
	}

	/**
	 * Whether there is the header of a record.
	 * @param header {@link #RECORD_HEADER} bytes from the position of the buffer
	 */
	static boolean isRecord(ByteBuffer header, long salt) {
		int start = header.position();
		return header.getInt(start) == RECORD_MAGIC
				&& header.getInt(start + 4) == (int) checksum(header.slice(start + 8, RECORD_HEADER - 8), salt);
	}

	private static long checksum(ByteBuffer bytes, long salt) {
		CRC32C crc = new CRC32C();
		for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
			crc.update((int) (salt >>> shift) & 0xFF);
		}
		crc.update(bytes);
		return crc.getValue();
	}

}
