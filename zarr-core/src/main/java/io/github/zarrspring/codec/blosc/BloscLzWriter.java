package io.github.zarrspring.codec.blosc;

/**
 * Writes the format of BloscLZ: runs of up to 32 literals, and copies whose distance has
 * 13 bits or follows in two bytes.
 */
final class BloscLzWriter extends SequenceWriter {

	private static final int MAX_RUN = 32;

	private static final int NEAR = 8191;

	/**
	 * The length in a control byte that says that more of it follows.
	 */
	private static final int MORE = 7;

	BloscLzWriter(byte[] source, int end, byte[] target, int to, int room) {
		super(source, end, target, to, room);
	}

	@Override
	boolean sequence(int from, int literals, int distance, int length) {
		int code = length - 2;
		if (!last(from, literals) || !hasRoom(5L + code / 255)) {
			return false;
		}
		boolean near = distance <= NEAR;
		int high = near ? distance - 1 >>> 8 : NEAR >>> 8;
		write(Math.min(code, MORE) << 5 | high);
		if (code >= MORE) {
			writeSum(code - MORE);
		}
		if (near) {
			write(distance - 1);
		}
		else {
			write(NEAR);
			write(distance - 1 - NEAR >>> 8);
			write(distance - 1 - NEAR);
		}
		return true;
	}

	@Override
	boolean last(int from, int literals) {
		if (!hasRoom(literals + (literals + MAX_RUN - 1L) / MAX_RUN)) {
			return false;
		}
		for (int done = 0; done < literals; done += MAX_RUN) {
			int run = Math.min(MAX_RUN, literals - done);
			write(run - 1);
			writeLiterals(from + done, run);
		}
		return true;
	}

}
