package io.github.zarrspring.codec.blosc;

/**
 * A thorough search for repetitions: all places with the same hash are chained, the
 * longest repetition among the nearest of them is taken, unless there is a longer one a
 * byte later.
 */
final class ChainMatches {

	private static final int MAX_BITS = 15;

	private static final int MIN_BITS = 8;

	private static final int PRIME = 0x9e3779b1;

	/**
	 * Long enough not to look for something better.
	 */
	private static final int GOOD = 64;

	private final byte[] source;

	private final int from;

	private final int end;

	private final int bits;

	/**
	 * The last position of each hash, counted from one.
	 */
	private final int[] last;

	/**
	 * How far before each of the last positions the one before it in its chain is, 0 if
	 * there is none within reach.
	 */
	private final char[] steps;

	private int inserted;

	private int distance;

	private ChainMatches(byte[] source, int from, int length) {
		this.source = source;
		this.from = from;
		this.end = from + length - Matches.LAST_LITERALS;
		this.bits = Math.max(MIN_BITS, Math.min(MAX_BITS, 32 - Integer.numberOfLeadingZeros(length)));
		this.last = new int[1 << this.bits];
		this.steps = new char[Math.min(Matches.MAX_DISTANCE + 1, Integer.highestOneBit(length) << 1)];
		this.inserted = from;
	}

	/**
	 * Search.
	 * @param depth how many places to look at for each repetition
	 * @param source the array with the bytes
	 * @param from where they start
	 * @param length how many they are
	 * @param writer what takes the sequences
	 * @return whether the writer had room for all
	 */
	static boolean search(int depth, byte[] source, int from, int length, SequenceWriter writer) {
		int end = from + length;
		int anchor = from;
		if (length >= Matches.LAST_START + 1) {
			anchor = new ChainMatches(source, from, length).search(depth, end - Matches.LAST_START, writer);
		}
		return anchor >= 0 && writer.last(anchor, end - anchor);
	}

	/**
	 * Write all sequences.
	 * @return where what is left starts, -1 if there was no room
	 */
	private int search(int depth, int lastStart, SequenceWriter writer) {
		int anchor = this.from;
		int position = this.from + 1;
		while (position <= lastStart) {
			int length = longest(position, depth, Matches.MIN_LENGTH - 1);
			if (length == 0) {
				position++;
				continue;
			}
			int distance = this.distance;
			while (length < GOOD && position < lastStart) {
				int longer = longest(position + 1, depth, length);
				if (longer == 0) {
					break;
				}
				position++;
				length = longer;
				distance = this.distance;
			}
			if (!writer.sequence(anchor, position - anchor, distance, length)) {
				return -1;
			}
			position += length;
			anchor = position;
		}
		return anchor;
	}

	/**
	 * The longest repetition at a position.
	 * @param shortest what it has to be longer than
	 * @return its length, 0 if there is none
	 */
	private int longest(int position, int depth, int shortest) {
		insertUntil(position);
		int best = shortest;
		int candidate = this.last[hash(position)] - 1 + this.from;
		int room = this.end - position;
		for (int i = 0; i < depth && candidate >= this.from && position - candidate <= Matches.MAX_DISTANCE
				&& best < room; i++) {
			if (this.source[candidate + best] == this.source[position + best]) {
				int length = Matches.length(this.source, position, candidate, this.end);
				if (length > best) {
					best = length;
					this.distance = position - candidate;
				}
			}
			int step = this.steps[candidate & this.steps.length - 1];
			candidate = (step != 0) ? candidate - step : -1;
		}
		return (best > shortest) ? best : 0;
	}

	private void insertUntil(int position) {
		for (; this.inserted < position; this.inserted++) {
			int slot = hash(this.inserted);
			int step = this.inserted - this.from + 1 - this.last[slot];
			boolean reachable = this.last[slot] != 0 && step <= Matches.MAX_DISTANCE;
			this.steps[this.inserted & this.steps.length - 1] = (char) (reachable ? step : 0);
			this.last[slot] = this.inserted - this.from + 1;
		}
	}

	private int hash(int position) {
		return Matches.word(this.source, position) * PRIME >>> (32 - this.bits);
	}

}
