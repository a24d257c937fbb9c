package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The hash lookup3 of Bob Jenkins, which HDF5 has as a checksum of its metadata: three
 * numbers take in twelve bytes at a time.
 */
final class Lookup3 {

	private static final int BLOCK = 3 * Integer.BYTES;

	private static final int START = 0xdeadbeef;

	private int a;

	private int b;

	private int c;

	private Lookup3(int start) {
		this.a = start;
		this.b = start;
		this.c = start;
	}

	/**
	 * The hash of bytes.
	 * @param bytes the bytes from the position to the limit
	 * @param seed what the hash starts from
	 * @return the hash
	 */
	static int hash(ByteBuffer bytes, int seed) {
		ByteBuffer source = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
		Lookup3 state = new Lookup3(START + source.remaining() + seed);
		if (!source.hasRemaining()) {
			return state.c;
		}
		// The last block is mixed in another way, even if it is whole.
		while (source.remaining() > BLOCK) {
			state.add(source);
			state.mix();
		}
		ByteBuffer last = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
		state.add(last.put(source).clear());
		return state.finish();
	}

	private void add(ByteBuffer block) {
		this.a += block.getInt();
		this.b += block.getInt();
		this.c += block.getInt();
	}

	private void mix() {
		this.a = (this.a - this.c) ^ Integer.rotateLeft(this.c, 4);
		this.c += this.b;
		this.b = (this.b - this.a) ^ Integer.rotateLeft(this.a, 6);
		this.a += this.c;
		this.c = (this.c - this.b) ^ Integer.rotateLeft(this.b, 8);
		this.b += this.a;
		this.a = (this.a - this.c) ^ Integer.rotateLeft(this.c, 16);
		this.c += this.b;
		this.b = (this.b - this.a) ^ Integer.rotateLeft(this.a, 19);
		this.a += this.c;
		this.c = (this.c - this.b) ^ Integer.rotateLeft(this.b, 4);
		this.b += this.a;
	}

	private int finish() {
		this.c = (this.c ^ this.b) - Integer.rotateLeft(this.b, 14);
		this.a = (this.a ^ this.c) - Integer.rotateLeft(this.c, 11);
		this.b = (this.b ^ this.a) - Integer.rotateLeft(this.a, 25);
		this.c = (this.c ^ this.b) - Integer.rotateLeft(this.b, 16);
		this.a = (this.a ^ this.c) - Integer.rotateLeft(this.c, 4);
		this.b = (this.b ^ this.a) - Integer.rotateLeft(this.a, 14);
		return (this.c ^ this.b) - Integer.rotateLeft(this.b, 24);
	}

}
