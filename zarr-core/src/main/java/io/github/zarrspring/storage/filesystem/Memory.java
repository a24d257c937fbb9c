package io.github.zarrspring.storage.filesystem;

import java.nio.ByteBuffer;

/**
 * Where the buffers that are read to come from.
 */
interface Memory {

	/**
	 * New buffers of the heap, for whoever takes them to keep.
	 */
	Memory HEAP = new Memory() {

		@Override
		public ByteBuffer take(int size) {
			return ByteBuffer.allocate(size);
		}

		@Override
		public void give(ByteBuffer buffer) {
			// Left to the garbage collector.
		}

	};

	/**
	 * Take a buffer.
	 * @param size the size needed, in bytes
	 * @return a buffer of that capacity or more, with any content
	 */
	ByteBuffer take(int size);

	/**
	 * Give a buffer back.
	 * @param buffer the very buffer that was taken
	 */
	void give(ByteBuffer buffer);

}
