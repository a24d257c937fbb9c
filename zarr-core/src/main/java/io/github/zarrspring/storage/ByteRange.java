package io.github.zarrspring.storage;

import io.github.zarrspring.exception.InvalidRequestException;

/**
 * A part of a stored value: from an offset, or the last bytes. What reaches beyond the
 * end of the value is cut off.
 *
 * @param offset the first byte, or minus the number of last bytes
 * @param length the number of bytes at most
 * @param whole whether these should be all bytes of the value, so that it may be asked
 * for without a range where that has advantages
 */
public record ByteRange(long offset, long length, boolean whole) {

	/**
	 * The whole value.
	 */
	public static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

	/**
	 * A part by its offset.
	 * @param offset the first byte, or minus the number of last bytes
	 * @param length the number of bytes at most
	 */
	public ByteRange(long offset, long length) {
		this(offset, length, false);
	}

	/**
	 * Check the range.
	 */
	public ByteRange {
		if (length < 0 || offset == Long.MIN_VALUE || (offset < 0 && length != -offset)) {
			throw new InvalidRequestException("No byte range of %d bytes at %d".formatted(length, offset));
		}
	}

	/**
	 * A part by its offset.
	 * @param offset the first byte
	 * @param length the number of bytes at most
	 * @return the range
	 */
	public static ByteRange of(long offset, long length) {
		if (offset < 0) {
			throw new InvalidRequestException("No byte range at the negative offset " + offset);
		}
		return new ByteRange(offset, length);
	}

	/**
	 * All of a value that should not have more than some bytes: one byte more than these,
	 * by which a longer one shows, and no more of it.
	 * @param most the number of bytes that the value should have at most
	 * @return the range
	 */
	public static ByteRange atMost(long most) {
		return new ByteRange(0, (most < Long.MAX_VALUE) ? most + 1 : most, true);
	}

	/**
	 * The end of a value, all of it if it is shorter.
	 * @param length the number of bytes at most
	 * @return the range
	 */
	public static ByteRange suffix(long length) {
		return new ByteRange(-length, length);
	}

	/**
	 * Whether the range is counted from the end of the value.
	 * @return whether it is a suffix
	 */
	public boolean isSuffix() {
		return this.offset < 0;
	}

	/**
	 * Where the range starts in a value.
	 * @param size the size of the value in bytes
	 * @return the first byte, at most the size
	 */
	public long start(long size) {
		return isSuffix() ? Math.max(0, size + this.offset) : Math.min(this.offset, size);
	}

	/**
	 * How many bytes of a value the range has.
	 * @param size the size of the value in bytes
	 * @return the number of bytes from {@link #start}
	 */
	public long count(long size) {
		return Math.min(this.length, size - start(size));
	}

}
