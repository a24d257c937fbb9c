package io.github.zarrspring.spring.s3;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Arrays that chunks are read into again and again, in sizes of powers of two: new ones
 * would have to be cleared, and large ones are dear to collect. What is kept never
 * exceeds its bound. Safe for use by several threads.
 */
final class ArrayPool implements ReadMemory {

	private static final int SMALLEST = 12;

	private static final int LARGEST = 25;

	private final List<Deque<byte[]>> free = new ArrayList<>();

	private final AtomicLong kept = new AtomicLong();

	private final long bound;

	ArrayPool(long bound) {
		this.bound = bound;
		for (int exponent = SMALLEST; exponent <= LARGEST; exponent++) {
			this.free.add(new ConcurrentLinkedDeque<>());
		}
	}

	@Override
	public long lengthFor(long size) {
		int exponent = exponent(size);
		return (exponent > LARGEST) ? size : 1L << exponent;
	}

	private static int exponent(long size) {
		return Math.max(SMALLEST, Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, size - 1)));
	}

	/**
	 * An array of at least a size, with anything in it.
	 */
	@Override
	public byte[] take(int size) {
		int exponent = exponent(size);
		if (exponent > LARGEST) {
			return new byte[size];
		}
		byte[] array = this.free.get(exponent - SMALLEST).pollFirst();
		if (array == null) {
			return new byte[1 << exponent];
		}
		this.kept.addAndGet(-array.length);
		return array;
	}

	/**
	 * Give back an array of {@link #take} that nobody uses any more.
	 */
	void give(byte[] array) {
		int exponent = Integer.numberOfTrailingZeros(array.length);
		boolean ours = Integer.bitCount(array.length) == 1 && exponent >= SMALLEST && exponent <= LARGEST;
		if (ours && this.kept.addAndGet(array.length) <= this.bound) {
			this.free.get(exponent - SMALLEST).addFirst(array);
		}
		else if (ours) {
			this.kept.addAndGet(-array.length);
		}
	}

}
