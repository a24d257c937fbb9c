package io.github.zarrspring.storage.filesystem;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Direct buffers that are used again, in sizes of powers of two. What it allocates, lent
 * out or not, never exceeds its bound; beyond that, and for large sizes, it gives buffers
 * of the heap, which are not used again. It is bound to no thread, so that any number of
 * them, virtual or not, share few buffers. Safe for use by several threads.
 */
final class BufferPool implements Memory {

	private static final int SMALLEST = 12;

	private static final int LARGEST = 23;

	private final List<Deque<ByteBuffer>> free = new ArrayList<>();

	private final AtomicLong allocated = new AtomicLong();

	private final long bound;

	/**
	 * An empty pool.
	 * @param bound the most to allocate, in bytes
	 */
	BufferPool(long bound) {
		this.bound = bound;
		for (int exponent = SMALLEST; exponent <= LARGEST; exponent++) {
			this.free.add(new ConcurrentLinkedDeque<>());
		}
	}

	@Override
	public ByteBuffer take(int size) {
		int exponent = Math.max(SMALLEST, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, size - 1)));
		for (int larger = exponent; larger <= LARGEST; larger++) {
			ByteBuffer buffer = this.free.get(larger - SMALLEST).pollFirst();
			if (buffer != null) {
				return buffer;
			}
		}
		if (exponent > LARGEST || !reserve(1L << exponent)) {
			return ByteBuffer.allocate(size);
		}
		return ByteBuffer.allocateDirect(1 << exponent);
	}

	private boolean reserve(long bytes) {
		if (this.allocated.addAndGet(bytes) <= this.bound) {
			return true;
		}
		this.allocated.addAndGet(-bytes);
		return false;
	}

	@Override
	public void give(ByteBuffer buffer) {
		if (buffer.isDirect()) {
			buffer.clear();
			int exponent = Integer.numberOfTrailingZeros(buffer.capacity());
			this.free.get(exponent - SMALLEST).addFirst(buffer);
		}
	}

}
