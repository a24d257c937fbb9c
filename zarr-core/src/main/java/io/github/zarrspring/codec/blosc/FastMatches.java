package io.github.zarrspring.codec.blosc;

/**
 * A fast search for repetitions: a table says where bytes of the same hash were seen
 * last. While nothing is found, steps get longer, so that what does not compress costs
 * little. The same bytes always give the same sequences.
 */
final class FastMatches {

	private static final int MAX_BITS = 13;

	private static final int MIN_BITS = 8;

	/**
	 * So many tries, as a power of two, make the step one byte longer.
	 */
	private static final int TRIES = 6;

	/**
	 * What a byte of a repetition takes back of that, as a power of two: what gains
	 * little does not make the search slower again.
	 */
	private static final int GAIN = 4;

	private static final int MAX_ACCELERATION = 1 << 16;

	private FastMatches() {
	}

	/**
	 * The acceleration of a level of Blosc.
	 * @param level the level, from 1 to 9
	 * @return the acceleration
	 */
	static int acceleration(int level) {
		return 10 - level;
	}

	/**
	 * Search.
	 * @param acceleration the first step, from 1 on: longer ones are faster and find less
	 * @param source the array with the bytes
	 * @param from where they start
	 * @param length how many they are
	 * @param writer what takes the sequences
	 * @return whether the writer had room for all
	 */
	static boolean search(int acceleration, byte[] source, int from, int length, SequenceWriter writer) {
		int end = from + length;
		int lastStart = end - Matches.LAST_START;
		int lastEnd = end - Matches.LAST_LITERALS;
		int bits = Math.max(MIN_BITS, Math.min(MAX_BITS, 32 - Integer.numberOfLeadingZeros(length)));
		// Positions in 16 bits: they are told apart as far as a repetition may reach.
		char[] table = new char[1 << bits];
		int anchor = from;
		int position = from + 1;
		int first = Math.min(acceleration, MAX_ACCELERATION) << TRIES;
		int tries = first;
		while (position <= lastStart) {
			long here = Matches.words(source, position);
			int slot = Matches.hash(here, bits);
			int distance = (position - from - table[slot]) & Matches.MAX_DISTANCE;
			int candidate = position - distance;
			table[slot] = (char) (position - from);
			if ((int) (here ^ Matches.words(source, candidate)) != 0 || distance == 0) {
				int step = tries++ >>> TRIES;
				if (step > lastStart - position) {
					break;
				}
				position += step;
				continue;
			}
			int before = (position == anchor) ? 0
					: Matches.lengthBefore(source, position, candidate, Math.min(position - anchor, candidate - from));
			int after = Matches.length(source, position, candidate, lastEnd);
			int match = before + after;
			if (!writer.sequence(anchor, position - before - anchor, distance, match)) {
				return false;
			}
			position += after;
			anchor = position;
			tries = Math.max(first, tries - (match - Matches.MIN_LENGTH << GAIN));
			if (position <= lastStart) {
				table[Matches.hash(Matches.words(source, position - 2), bits)] = (char) (position - 2 - from);
			}
		}
		return writer.last(anchor, end - anchor);
	}

}
