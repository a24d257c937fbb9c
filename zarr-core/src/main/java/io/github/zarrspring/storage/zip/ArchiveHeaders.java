package io.github.zarrspring.storage.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.github.zarrspring.exception.InvalidRequestException;

/**
 * The headers that this library writes. Sizes and offsets from a threshold on stand in
 * ZIP64 fields.
 */
final class ArchiveHeaders {

	private static final short VERSION = 20;

	private static final short VERSION_64 = 45;

	private final long threshold;

	/**
	 * Headers.
	 * @param threshold the least number that does not fit a 32-bit field
	 */
	ArchiveHeaders(long threshold) {
		this.threshold = threshold;
	}

	/**
	 * The header before the bytes of an entry.
	 * @param entry the entry
	 * @return the bytes of the header
	 */
	ByteBuffer local(ArchiveEntry entry) {
		byte[] name = name(entry.name());
		boolean large = isLarge(entry.size()) || isLarge(entry.compressedSize());
		ByteBuffer header = buffer(ZipFormat.LOCAL_SIZE + name.length + (large ? 20 : 0));
		header.putInt(ZipFormat.LOCAL_SIGNATURE).putShort(large ? VERSION_64 : VERSION);
		header.putShort((short) entry.flags()).putShort((short) entry.method());
		header.putShort((short) 0).putShort((short) ZipFormat.DOS_DATE).putInt(entry.crc());
		header.putInt(large ? -1 : (int) entry.compressedSize()).putInt(large ? -1 : (int) entry.size());
		header.putShort((short) name.length).putShort((short) (large ? 20 : 0)).put(name);
		if (large) {
			header.putShort((short) ZipFormat.ZIP64_EXTRA).putShort((short) 16);
			header.putLong(entry.size()).putLong(entry.compressedSize());
		}
		return header.flip();
	}

	/**
	 * The header of an entry in the central directory.
	 * @param entry the entry
	 * @return the bytes of the header
	 */
	ByteBuffer central(ArchiveEntry entry) {
		byte[] name = name(entry.name());
		boolean large = isLarge(entry.size()) || isLarge(entry.compressedSize()) || isLarge(entry.offset());
		ByteBuffer header = buffer(ZipFormat.CENTRAL_SIZE + name.length + (large ? 28 : 0));
		short version = large ? VERSION_64 : VERSION;
		header.putInt(ZipFormat.CENTRAL_SIGNATURE).putShort(version).putShort(version);
		header.putShort((short) entry.flags()).putShort((short) entry.method());
		header.putShort((short) 0).putShort((short) ZipFormat.DOS_DATE).putInt(entry.crc());
		header.putInt(large ? -1 : (int) entry.compressedSize()).putInt(large ? -1 : (int) entry.size());
		header.putShort((short) name.length).putShort((short) (large ? 28 : 0));
		header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
		header.putInt(large ? -1 : (int) entry.offset()).put(name);
		if (large) {
			header.putShort((short) ZipFormat.ZIP64_EXTRA).putShort((short) 24);
			header.putLong(entry.size()).putLong(entry.compressedSize()).putLong(entry.offset());
		}
		return header.flip();
	}

	/**
	 * The end of an archive, up to its comment.
	 * @param entries the number of entries
	 * @param offset where the central directory starts
	 * @param size its size in bytes
	 * @param comment the size of the comment in bytes
	 * @return the bytes of the end
	 */
	ByteBuffer end(long entries, long offset, long size, int comment) {
		boolean large = entries >= Math.min(this.threshold, ZipFormat.MAX_16) || isLarge(offset) || isLarge(size);
		ByteBuffer end = buffer((large ? ZipFormat.END64_SIZE + ZipFormat.LOCATOR_SIZE : 0) + ZipFormat.END_SIZE);
		if (large) {
			end.putInt(ZipFormat.END64_SIGNATURE).putLong(ZipFormat.END64_SIZE - 12);
			end.putShort(VERSION_64).putShort(VERSION_64).putInt(0).putInt(0);
			end.putLong(entries).putLong(entries).putLong(size).putLong(offset);
			end.putInt(ZipFormat.LOCATOR_SIGNATURE).putInt(0).putLong(offset + size).putInt(1);
		}
		end.putInt(ZipFormat.END_SIGNATURE).putShort((short) 0).putShort((short) 0);
		end.putShort(large ? -1 : (short) entries).putShort(large ? -1 : (short) entries);
		end.putInt(large ? -1 : (int) size).putInt(large ? -1 : (int) offset).putShort((short) comment);
		return end.flip();
	}

	private boolean isLarge(long number) {
		return number >= this.threshold;
	}

	/**
	 * The bytes of a name.
	 * @throws InvalidRequestException if there are too many
	 */
	static byte[] name(String text) {
		byte[] name = text.getBytes(StandardCharsets.UTF_8);
		if (name.length > ZipFormat.MAX_16) {
			throw new InvalidRequestException("The key '%.100s…' has %d bytes, a zip archive takes %d at most"
				.formatted(text, name.length, ZipFormat.MAX_16));
		}
		return name;
	}

	private static ByteBuffer buffer(int size) {
		return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
	}

}
