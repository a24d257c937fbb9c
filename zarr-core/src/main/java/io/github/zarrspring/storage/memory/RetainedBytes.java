package io.github.zarrspring.storage.memory;

import java.nio.ByteBuffer;

/**
 * Decides whether a buffer that was handed over can be kept as it is.
 */
final class RetainedBytes {

	/**
	 * What a kept buffer may hold on to without using it, in bytes, however small it is.
	 */
	private static final int SLACK = 256;

	private RetainedBytes() {
	}

	/**
	 * The bytes to keep. A buffer is copied if keeping it would hold on to memory that is
	 * scarce, because it is off the heap, or that is not its own, because it is a small
	 * part of a large array.
	 * @param bytes the bytes from the position to the limit of the buffer
	 * @return the buffer itself or a copy
	 */
	static ByteBuffer of(ByteBuffer bytes) {
		int size = bytes.remaining();
		// A read-only buffer does not tell how large its array is.
		boolean keep = bytes.hasArray() && bytes.array().length - size <= Math.max(SLACK, size / 2);
		return keep ? bytes : ByteBuffer.allocate(size).put(bytes.duplicate()).flip();
	}

}
