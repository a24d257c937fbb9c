package io.github.zarrspring.storage.zip;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.github.zarrspring.exception.CorruptDataException;

/**
 * Reads the headers of a central directory.
 */
final class CentralHeader {

	private CentralHeader() {
	}

	/**
	 * Read one header.
	 * @param bytes the directory in little-endian order, from the start of the header; it
	 * is left at the end of it
	 * @return the entry, its numbers not negative
	 * @throws CorruptDataException if there is no whole header
	 */
	static ArchiveEntry read(ByteBuffer bytes) {
		int start = bytes.position();
		if (bytes.remaining() < ZipFormat.CENTRAL_SIZE || bytes.getInt(start) != ZipFormat.CENTRAL_SIGNATURE) {
			throw new CorruptDataException("There is no entry at %d of the directory of the archive".formatted(start));
		}
		int flags = bytes.getShort(start + 8) & ZipFormat.MAX_16;
		int method = bytes.getShort(start + 10) & ZipFormat.MAX_16;
		int nameLength = bytes.getShort(start + 28) & ZipFormat.MAX_16;
		int extraLength = bytes.getShort(start + 30) & ZipFormat.MAX_16;
		int commentLength = bytes.getShort(start + 32) & ZipFormat.MAX_16;
		int extra = start + ZipFormat.CENTRAL_SIZE + nameLength;
		long end = (long) extra + extraLength + commentLength;
		if (end > bytes.limit()) {
			throw new CorruptDataException(
					"The entry at %d of the directory of the archive reaches beyond its end".formatted(start));
		}
		String name = name(bytes.array(), start + ZipFormat.CENTRAL_SIZE, nameLength, flags);
		long[] numbers = { bytes.getInt(start + 24) & ZipFormat.MAX_32, bytes.getInt(start + 20) & ZipFormat.MAX_32,
				bytes.getInt(start + 42) & ZipFormat.MAX_32 };
		fill(numbers, bytes, extra, extraLength, name);
		bytes.position((int) end);
		return new ArchiveEntry(name, flags, method, bytes.getInt(start + 16), numbers[1], numbers[0], numbers[2]);
	}

	/**
	 * Take the numbers that do not fit from the ZIP64 field, where they are in this
	 * order.
	 */
	private static void fill(long[] numbers, ByteBuffer bytes, int start, int length, String name) {
		int field = find(bytes, start, start + length);
		int fieldEnd = (field >= 0) ? field + 4 + (bytes.getShort(field + 2) & ZipFormat.MAX_16) : -1;
		int position = field + 4;
		for (int i = 0; i < numbers.length; i++) {
			if (numbers[i] == ZipFormat.MAX_32) {
				if (position + Long.BYTES > fieldEnd) {
					throw new CorruptDataException("The entry '%.200s' of the archive has no sizes".formatted(name));
				}
				numbers[i] = bytes.getLong(position);
				position += Long.BYTES;
			}
			if (numbers[i] < 0) {
				throw new CorruptDataException("The entry '%.200s' of the archive has a size of %s".formatted(name,
						Long.toUnsignedString(numbers[i])));
			}
		}
	}

	private static int find(ByteBuffer bytes, int start, int end) {
		int field = start;
		while (field + 4 <= end) {
			int size = bytes.getShort(field + 2) & ZipFormat.MAX_16;
			if ((bytes.getShort(field) & ZipFormat.MAX_16) == ZipFormat.ZIP64_EXTRA && field + 4 + size <= end) {
				return field;
			}
			field += 4 + size;
		}
		return -1;
	}

	/**
	 * Names are in UTF-8 where the flag says so. Where it does not they are in the code
	 * page of the first PCs by the letter, and in UTF-8 for many a tool.
	 */
	private static String name(byte[] bytes, int offset, int length, int flags) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length)).toString();
		}
		catch (CharacterCodingException ex) {
			if ((flags & ZipFormat.UTF8_FLAG) != 0) {
				throw new CorruptDataException("The archive has an entry whose name is not UTF-8, as it says", ex);
			}
			Charset charset = Charset.isSupported("IBM437") ? Charset.forName("IBM437") : StandardCharsets.ISO_8859_1;
			return new String(bytes, offset, length, charset);
		}
	}

}
