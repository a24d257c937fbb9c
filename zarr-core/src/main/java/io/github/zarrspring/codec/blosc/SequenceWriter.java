package io.github.zarrspring.codec.blosc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes what a search for repetitions found, in one of the formats that know literals
 * and copies of what came before. For one block and one thread.
 */
abstract class SequenceWriter {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class,
			ByteOrder.LITTLE_ENDIAN);

	private static final int SHORT_LITERALS = 16;

	private final byte[] source;

	private final int end;

	private final byte[] target;

	private final int limit;

	private int position;

	/**
	 * A writer.
	 * @param source the array with the bytes
	 * @param end where they end
	 * @param target where the block goes
	 * @param to where to put its first byte
	 * @param room how many bytes it may have
	 */
	SequenceWriter(byte[] source, int end, byte[] target, int to, int room) {
		this.source = source;
		this.end = end;
		this.target = target;
		this.position = to;
		this.limit = to + room;
	}

	/**
	 * Write literals and the copy behind them.
	 * @param from where the literals start in the source
	 * @param literals how many literals there are
	 * @param distance how far back the copy starts, at most 65535
	 * @param length how long it is, at least 4
	 * @return whether there was room
	 */
	abstract boolean sequence(int from, int literals, int distance, int length);

	/**
	 * Write the literals at the end.
	 * @param from where they start in the source
	 * @param literals how many there are
	 * @return whether there was room
	 */
	abstract boolean last(int from, int literals);

	/**
	 * How far the block reaches by now.
	 * @return the position behind its last byte
	 */
	final int position() {
		return this.position;
	}

	/**
	 * Whether there is room for more.
	 * @param bytes how many bytes
	 * @return whether they fit
	 */
	final boolean hasRoom(long bytes) {
		return bytes <= this.limit - this.position;
	}

	/**
	 * Write a byte.
	 */
	final void write(int value) {
		this.target[this.position++] = (byte) value;
	}

	/**
	 * Write a byte or none, where there is room for one, without a branch.
	 */
	final void writeIf(boolean wanted, int value) {
		this.target[this.position] = (byte) value;
		this.position += wanted ? 1 : 0;
	}

	/**
	 * Write the little-endian bytes of a number.
	 */
	final void write(int value, int bytes) {
		for (int i = 0; i < bytes; i++) {
			write(value >>> (8 * i));
		}
	}

	/**
	 * Write a number as bytes of 255 that are added up, and one less than that.
	 */
	final void writeSum(int value) {
		int rest = value;
		for (; rest >= 255; rest -= 255) {
			write(255);
		}
		write(rest);
	}

	/**
	 * Whether 16 literals can be read and written, and a few bytes more.
	 */
	final boolean isRoomy(int from) {
		return this.end - from >= SHORT_LITERALS && hasRoom(SHORT_LITERALS + 4);
	}

	/**
	 * Write the two little-endian bytes of a number.
	 */
	final void writePair(int value) {
		SHORTS.set(this.target, this.position, (short) value);
		this.position += 2;
	}

	/**
	 * Write up to 16 literals where it is roomy: what is too much is overwritten by what
	 * comes next.
	 */
	final void writeFewLiterals(int from, int literals) {
		LONGS.set(this.target, this.position, (long) LONGS.get(this.source, from));
		LONGS.set(this.target, this.position + 8, (long) LONGS.get(this.source, from + 8));
		this.position += literals;
	}

	/**
	 * Write literals for which there is room.
	 */
	final void writeLiterals(int from, int literals) {
		if (literals <= SHORT_LITERALS && this.end - from >= SHORT_LITERALS && hasRoom(SHORT_LITERALS)) {
			writeFewLiterals(from, literals);
		}
		else {
			System.arraycopy(this.source, from, this.target, this.position, literals);
			this.position += literals;
		}
	}

}
