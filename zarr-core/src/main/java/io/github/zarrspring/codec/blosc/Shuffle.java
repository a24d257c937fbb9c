package io.github.zarrspring.codec.blosc;

/**
 * How the bytes of a block are put in another order before they are compressed, so that
 * alike ones lie side by side.
 */
public enum Shuffle {

	/** As they are. */
	NOSHUFFLE {

		@Override
		public void shuffle(byte[] source, int from, byte[] target, int to, int length, int typeSize) {
			System.arraycopy(source, from, target, to, length);
		}

		@Override
		public void unshuffle(byte[] source, int from, byte[] target, int to, int length, int typeSize) {
			System.arraycopy(source, from, target, to, length);
		}

	},

	/** First the first bytes of all elements, then the second ones, and so on. */
	SHUFFLE {

		@Override
		public void shuffle(byte[] source, int from, byte[] target, int to, int length, int typeSize) {
			int elements = length / typeSize;
			int done = WideElements.shuffle(source, from, target, to, elements, typeSize);
			for (int j = 0; j < typeSize; j++) {
				int in = from + j;
				int out = to + j * elements;
				for (int i = done; i < elements; i++) {
					target[out + i] = source[in + i * typeSize];
				}
			}
			copyRest(source, from, target, to, length, elements * typeSize);
		}

		@Override
		public void unshuffle(byte[] source, int from, byte[] target, int to, int length, int typeSize) {
			int elements = length / typeSize;
			int done = WideElements.unshuffle(source, from, target, to, elements, typeSize);
			for (int j = 0; j < typeSize; j++) {
				int in = from + j * elements;
				int out = to + j;
				for (int i = done; i < elements; i++) {
					target[out + i * typeSize] = source[in + i];
				}
			}
			copyRest(source, from, target, to, length, elements * typeSize);
		}

	},

	/** First the lowest bits of the first bytes of all elements, and so on. */
	BITSHUFFLE {

		@Override
		public void shuffle(byte[] source, int from, byte[] target, int to, int length, int typeSize) {
			int elements = whole(length, typeSize);
			int row = elements / 8;
			for (int j = 0; j < typeSize; j++) {
				for (int i = 0; i < row; i++) {
					int in = from + i * 8 * typeSize + j;
					long bits = 0;
					for (int k = 7; k >= 0; k--) {
						bits = bits << 8 | (source[in + k * typeSize] & 0xff);
					}
					bits = transpose(bits);
					int out = to + j * 8 * row + i;
					for (int k = 0; k < 8; k++) {
						target[out + k * row] = (byte) (bits >>> (8 * k));
					}
				}
			}
			copyRest(source, from, target, to, length, elements * typeSize);
		}

		@Override
		public void unshuffle(byte[] source, int from, byte[] target, int to, int length, int typeSize) {
			int elements = whole(length, typeSize);
			int row = elements / 8;
			for (int j = 0; j < typeSize; j++) {
				for (int i = 0; i < row; i++) {
					int in = from + j * 8 * row + i;
					long bits = 0;
					for (int k = 7; k >= 0; k--) {
						bits = bits << 8 | (source[in + k * row] & 0xff);
					}
					bits = transpose(bits);
					int out = to + i * 8 * typeSize + j;
					for (int k = 0; k < 8; k++) {
						target[out + k * typeSize] = (byte) (bits >>> (8 * k));
					}
				}
			}
			copyRest(source, from, target, to, length, elements * typeSize);
		}

		/**
		 * Elements are taken eight by eight; if that does not come out even, none is.
		 */
		private int whole(int length, int typeSize) {
			int elements = length / typeSize;
			return (elements % 8 == 0) ? elements : 0;
		}

	};

	/**
	 * Put the bytes of a block in order.
	 * @param source the array with the block
	 * @param from where the block starts
	 * @param target where the block goes
	 * @param to where to put the first byte
	 * @param length the size of the block
	 * @param typeSize the size of an element
	 */
	public abstract void shuffle(byte[] source, int from, byte[] target, int to, int length, int typeSize);

	/**
	 * Put the bytes of a block back.
	 * @param source the array with the block
	 * @param from where the block starts
	 * @param target where the block goes
	 * @param to where to put the first byte
	 * @param length the size of the block
	 * @param typeSize the size of an element
	 */
	public abstract void unshuffle(byte[] source, int from, byte[] target, int to, int length, int typeSize);

	/**
	 * Transpose the 8 by 8 bits of a number (Warren, Hacker's Delight, section 7-3).
	 */
	private static long transpose(long bits) {
		long t = (bits ^ (bits >>> 7)) & 0x00aa00aa00aa00aaL;
		long x = bits ^ t ^ (t << 7);
		t = (x ^ (x >>> 14)) & 0x0000cccc0000ccccL;
		x = x ^ t ^ (t << 14);
		t = (x ^ (x >>> 28)) & 0x00000000f0f0f0f0L;
		return x ^ t ^ (t << 28);
	}

	private static void copyRest(byte[] source, int from, byte[] target, int to, int length, int done) {
		System.arraycopy(source, from + done, target, to + done, length - done);
	}

}
