package io.github.zarrspring.codec.blosc;

/**
 * Writes the block format of LZ4 (LZ4 block format description): a token with both
 * lengths, the literals, the distance.
 */
final class Lz4Writer extends SequenceWriter {

	private static final int MIN_MATCH = 4;

	/**
	 * The length in a token that says that more of it follows.
	 */
	private static final int MORE = 15;

	Lz4Writer(byte[] source, int end, byte[] target, int to, int room) {
		super(source, end, target, to, room);
	}

	@Override
	boolean sequence(int from, int literals, int distance, int length) {
		int match = length - MIN_MATCH;
		if (literals == 0 && match < MORE + 255 && hasRoom(4)) {
			write(Math.min(match, MORE));
			writePair(distance);
			writeIf(match >= MORE, match - MORE);
			return true;
		}
		if (literals < MORE && match < MORE + 255 && isRoomy(from)) {
			write(literals << 4 | Math.min(match, MORE));
			writeFewLiterals(from, literals);
			writePair(distance);
			writeIf(match >= MORE, match - MORE);
			return true;
		}
		// Each length may take one byte more than the sum says.
		if (!hasRoom(3L + literals + (literals + 240) / 255 + (match + 240) / 255)) {
			return false;
		}
		write(Math.min(literals, MORE) << 4 | Math.min(match, MORE));
		if (literals >= MORE) {
			writeSum(literals - MORE);
		}
		writeLiterals(from, literals);
		writePair(distance);
		if (match >= MORE) {
			writeSum(match - MORE);
		}
		return true;
	}

	@Override
	boolean last(int from, int literals) {
		if (!hasRoom(1L + literals + (literals + 240) / 255)) {
			return false;
		}
		write(Math.min(literals, MORE) << 4);
		if (literals >= MORE) {
			writeSum(literals - MORE);
		}
		writeLiterals(from, literals);
		return true;
	}

}
