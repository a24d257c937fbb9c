package io.github.zarrspring.codec.blosc;

/**
 * Writes the raw format of Snappy (Snappy's format description): the size, then literals
 * and copies of up to 64 bytes.
 */
final class SnappyWriter extends SequenceWriter {

	private static final int MAX_COPY = 64;

	/**
	 * What is left of a long copy must not be too short.
	 */
	private static final int SHORTER_COPY = 60;

	private static final int NEAR = 2048;

	private static final int NEAR_LENGTH = 11;

	SnappyWriter(byte[] source, int end, byte[] target, int to, int room) {
		super(source, end, target, to, room);
	}

	/**
	 * Write the size of what is to be decoded.
	 * @param size the number of bytes
	 * @return whether there was room
	 */
	boolean size(int size) {
		int bytes = (38 - Integer.numberOfLeadingZeros(size | 1)) / 7;
		if (!hasRoom(bytes)) {
			return false;
		}
		for (int i = 1; i < bytes; i++) {
			write(size >>> (7 * (i - 1)) | 128);
		}
		write(size >>> (7 * (bytes - 1)));
		return true;
	}

	@Override
	boolean sequence(int from, int literals, int distance, int length) {
		if (!last(from, literals)) {
			return false;
		}
		int rest = length;
		while (rest > MAX_COPY) {
			int count = (rest >= MAX_COPY + Matches.MIN_LENGTH) ? MAX_COPY : SHORTER_COPY;
			if (!copy(distance, count)) {
				return false;
			}
			rest -= count;
		}
		return copy(distance, rest);
	}

	private boolean copy(int distance, int length) {
		boolean near = length <= NEAR_LENGTH && distance < NEAR;
		if (!hasRoom(near ? 2 : 3)) {
			return false;
		}
		if (near) {
			write(distance >>> 8 << 5 | length - Matches.MIN_LENGTH << 2 | 1);
			write(distance);
		}
		else {
			write(length - 1 << 2 | 2);
			writePair(distance);
		}
		return true;
	}

	@Override
	boolean last(int from, int literals) {
		if (literals == 0) {
			return true;
		}
		int number = literals - 1;
		int bytes = (number < 60) ? 0 : (39 - Integer.numberOfLeadingZeros(number)) / 8;
		if (!hasRoom(1L + bytes + literals)) {
			return false;
		}
		write((bytes == 0) ? number << 2 : 59 + bytes << 2);
		write(number, bytes);
		writeLiterals(from, literals);
		return true;
	}

}
