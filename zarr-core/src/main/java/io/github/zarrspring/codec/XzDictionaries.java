package io.github.zarrspring.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Makes the dictionaries that an xz file asks for no larger than what it decodes to (The
 * .xz File Format 1.2). A decoder allocates what the header of a block says, which is
 * tens of megabytes even for a few bytes, though a dictionary never holds more than what
 * came out before.
 */
final class XzDictionaries {

	private static final int STREAM_HEADER = 12;

	private static final int CHECK = 4;

	private static final int LZMA2 = 0x21;

	private static final int LARGEST = 40;

	/**
	 * The sizes of the kinds of checks.
	 */
	private static final int[] CHECKS = { 0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64 };

	private final ByteBuffer file;

	private final int size;

	private XzDictionaries(byte[] file, int maxSize) {
		this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
		this.size = code(maxSize);
	}

	/**
	 * The smallest dictionary that holds so many bytes.
	 * @param maxSize the most bytes that come out
	 * @return its size in bytes
	 */
	static int bytes(int maxSize) {
		return (int) Math.min(bytes((long) code(maxSize)), Integer.MAX_VALUE & ~15);
	}

	private static int code(int maxSize) {
		int code = 0;
		while (code < LARGEST && bytes((long) code) < maxSize) {
			code++;
		}
		return code;
	}

	/**
	 * The size that a code of the format stands for.
	 */
	private static long bytes(long code) {
		return (2 | code & 1) << (code / 2 + 11);
	}

	/**
	 * Change the headers of the blocks. From where the file is not understood it is left
	 * alone: the decoder says what is wrong with it, and refuses large dictionaries.
	 * @param file an xz file, which is changed
	 * @param maxSize the most bytes that come out of it
	 */
	static void limit(byte[] file, int maxSize) {
		try {
			new XzDictionaries(file, maxSize).streams();
		}
		catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException ex) {
			// It is cut off or damaged.
		}
	}

	private void streams() {
		while (this.file.remaining() > STREAM_HEADER) {
			int check = CHECKS[this.file.get(this.file.position() + 7) & 0x0f];
			skip(STREAM_HEADER);
			while (this.file.get(this.file.position()) != 0) {
				block(check);
			}
			index();
			skip(STREAM_HEADER);
			while (this.file.remaining() >= CHECK && this.file.getInt(this.file.position()) == 0) {
				skip(CHECK);
			}
		}
	}

	private void block(int check) {
		int start = this.file.position();
		int end = start + ((this.file.get() & 0xff) + 1) * 4 - CHECK;
		int flags = this.file.get();
		if ((flags & 0x40) != 0) {
			number();
		}
		if ((flags & 0x80) != 0) {
			number();
		}
		boolean whole = checksum(start, end) == this.file.getInt(end);
		for (int filters = (flags & 3) + 1; filters > 0; filters--) {
			long id = number();
			int properties = Math.toIntExact(number());
			int place = this.file.position();
			if (whole && id == LZMA2 && properties == 1 && place < end && this.file.get(place) > this.size) {
				this.file.put(place, (byte) this.size);
			}
			skip(properties);
		}
		if (whole) {
			this.file.putInt(end, checksum(start, end));
		}
		this.file.position(end + CHECK);
		chunks();
		// A block is padded to a multiple of four.
		skip((4 - (this.file.position() - start) % 4) % 4 + check);
	}

	private int checksum(int start, int end) {
		CRC32 crc = new CRC32();
		crc.update(this.file.array(), start, end - start);
		return (int) crc.getValue();
	}

	/**
	 * Skip what LZMA2 encoded, which says its sizes itself.
	 */
	private void chunks() {
		int control = this.file.get() & 0xff;
		while (control != 0) {
			boolean compressed = control >= 0x80;
			if (compressed) {
				skip(2);
			}
			int high = this.file.get() & 0xff;
			int length = (high << 8 | this.file.get() & 0xff) + 1;
			skip(length + ((control >= 0xc0) ? 1 : 0));
			control = this.file.get() & 0xff;
		}
	}

	private void index() {
		int start = this.file.position();
		skip(1);
		for (long records = number(); records > 0; records--) {
			number();
			number();
		}
		skip((4 - (this.file.position() - start) % 4) % 4 + CHECK);
	}

	private long number() {
		long number = 0;
		for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
			byte next = this.file.get();
			number |= (next & 0x7fL) << shift;
			if (next >= 0) {
				return number;
			}
		}
		throw new IllegalArgumentException("The number is too long");
	}

	private void skip(int count) {
		this.file.position(Math.addExact(this.file.position(), count));
	}

}
