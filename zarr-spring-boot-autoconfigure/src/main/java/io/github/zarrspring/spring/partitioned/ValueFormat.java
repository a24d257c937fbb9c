package io.github.zarrspring.spring.partitioned;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StoredValue;

/**
 * How a value is kept in the map, so that other versions of the application can read it:
 * <ul>
 * <li>byte 0: the version of the format. A version that is not known is refused.</li>
 * <li>byte 1: the length of the header in bytes, at least {@value #HEADER}. What a later
 * version adds at the end of the header is skipped.</li>
 * <li>bytes 2 to 7: 0</li>
 * <li>bytes 8 to 23: the id of the write, two big-endian integers of 64 bits</li>
 * <li>after the header: the bytes of the value</li>
 * </ul>
 */
final class ValueFormat {

	private static final byte VERSION = 1;

	private static final int HEADER = 24;

	private static final int ID = 8;

	private static final int SMALLEST = 24;

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private ValueFormat() {
	}

	static byte[] encode(WriteId id, ByteBuffer bytes) {
		byte[] value = new byte[HEADER + bytes.remaining()];
		value[0] = VERSION;
		value[1] = HEADER;
		LONGS.set(value, ID, id.source());
		LONGS.set(value, ID + Long.BYTES, id.number());
		bytes.get(bytes.position(), value, HEADER, bytes.remaining());
		return value;
	}

	/**
	 * Read a value, without a copy.
	 * @param value the value as it is in the map
	 * @return the value
	 * @throws StoreFailureException if the format is of a later version
	 * @throws CorruptDataException if the value is too short for its header
	 */
	static StoredValue decode(byte[] value) {
		if (value.length > 0 && value[0] != VERSION) {
			throw new StoreFailureException(
					("A value has the format %d, written by another version of the application: this one reads "
							+ "format %d. Update this application")
						.formatted(value[0], VERSION));
		}
		if (!isReadable(value)) {
			throw new CorruptDataException("A value of %d bytes is shorter than its header".formatted(value.length));
		}
		int header = header(value);
		return new StoredValue(ByteBuffer.wrap(value, header, value.length - header), () -> id(value).version());
	}

	static boolean isReadable(byte[] value) {
		return value.length >= SMALLEST && value[0] == VERSION && header(value) >= SMALLEST
				&& header(value) <= value.length;
	}

	static WriteId id(byte[] value) {
		return new WriteId((long) LONGS.get(value, ID), (long) LONGS.get(value, ID + Long.BYTES));
	}

	/**
	 * The number of bytes of the value without its header.
	 */
	static int size(byte[] value) {
		return isReadable(value) ? value.length - header(value) : value.length;
	}

	/**
	 * A part of a value with its header. What cannot be read is given back as it is, for
	 * the reader to refuse.
	 */
	static byte[] slice(byte[] value, ByteRange range) {
		if (!isReadable(value)) {
			return value;
		}
		int header = header(value);
		long size = value.length - header;
		int count = (int) range.count(size);
		byte[] part = new byte[header + count];
		System.arraycopy(value, 0, part, 0, header);
		System.arraycopy(value, header + (int) range.start(size), part, header, count);
		return part;
	}

	private static int header(byte[] value) {
		return value[1] & 0xFF;
	}

}
