package io.github.zarrspring.codec.blosc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.github.zarrspring.exception.CorruptDataException;

/**
 * The Blosc 1 container (c-blosc, README_CHUNK_FORMAT): a header of 16 bytes, where each
 * block starts, and the blocks. Each block is shuffled, possibly split by the bytes of
 * its elements, and compressed; a part that does not get smaller is stored. A frame that
 * does not get smaller holds its bytes as they are.
 */
public final class BloscFrame {

	/**
	 * The most bytes that a frame has more than what is in it.
	 */
	public static final int HEADER = 16;

	private static final int VERSION = 2;

	private static final int SHUFFLED = 1;

	private static final int STORED = 2;

	private static final int BIT_SHUFFLED = 4;

	private static final int NOT_SPLIT = 16;

	private static final int MAX_PARTS = 16;

	private static final int MIN_PART = 128;

	private static final int DEFAULT_BLOCK = 1 << 18;

	/**
	 * Smaller blocks would cost more for each than they save: what is asked for is a
	 * hint.
	 */
	private static final int MIN_BLOCK = 4 << 10;

	private BloscFrame() {
	}

	/**
	 * How many bytes are in a frame.
	 * @param frame an array with the frame from 0 on
	 * @param length the size of the frame
	 * @param maxSize the most bytes that may be in it
	 * @return the number of bytes
	 * @throws CorruptDataException if it is no frame or more is in it
	 */
	public static int size(byte[] frame, int length, int maxSize) {
		if (length < HEADER) {
			throw new CorruptDataException("The %d bytes are too few for a blosc frame".formatted(length));
		}
		ByteBuffer header = ByteBuffer.wrap(frame, 0, length).order(ByteOrder.LITTLE_ENDIAN);
		int size = header.getInt(4);
		if (frame[0] != VERSION) {
			throw new CorruptDataException("The version %d of the blosc frame is not 2".formatted(frame[0]));
		}
		if (header.getInt(12) != length) {
			throw new CorruptDataException(
					"The blosc frame says that it has %d bytes, and has %d".formatted(header.getInt(12), length));
		}
		if (size < 0 || size > maxSize) {
			throw new CorruptDataException(
					"The blosc frame decodes to %d bytes, more than %d".formatted(size, maxSize));
		}
		return size;
	}

	/**
	 * Take the bytes out of a frame.
	 * @param frame an array with the frame from 0 on, whose {@link #size} was found out
	 * @param length the size of the frame
	 * @param first the first byte that is needed
	 * @param end the byte behind the last that is needed; blocks without any that is
	 * needed are left out
	 * @param target where the bytes go
	 * @param to where to put the first
	 * @param scratch an array as large as a block, that is no larger than the size
	 * @throws CorruptDataException if the frame is damaged
	 */
	public static void decode(byte[] frame, int length, long first, long end, byte[] target, int to, byte[] scratch) {
		ByteBuffer header = ByteBuffer.wrap(frame, 0, length).order(ByteOrder.LITTLE_ENDIAN);
		int flags = frame[2];
		int typeSize = Math.max(1, frame[3] & 0xff);
		int size = header.getInt(4);
		int blockSize = header.getInt(8);
		if ((flags & STORED) != 0) {
			if (length - HEADER != size) {
				throw new CorruptDataException(
						"The stored blosc frame of %d bytes does not hold %d bytes".formatted(length, size));
			}
			System.arraycopy(frame, HEADER, target, to, size);
			return;
		}
		if (size > 0 && blockSize < 1) {
			throw new CorruptDataException("The blosc frame has blocks of %d bytes".formatted(blockSize));
		}
		BlockCodec codec = Compressor.codec((flags >> 5) & 7);
		if (codec == null) {
			throw new CorruptDataException("The blosc frame has the unknown format %d".formatted((flags >> 5) & 7));
		}
		int blocks = (size == 0) ? 0 : (size - 1) / blockSize + 1;
		if (HEADER + 4L * blocks > length) {
			throw new CorruptDataException(
					"The blosc frame of %d bytes has no room for %d blocks".formatted(length, blocks));
		}
		Shuffle shuffle = shuffle(flags, typeSize);
		for (int i = 0; i < blocks; i++) {
			int block = Math.min(blockSize, size - i * blockSize);
			if (end <= (long) i * blockSize || first >= (long) i * blockSize + block) {
				continue;
			}
			boolean split = (flags & NOT_SPLIT) == 0 && block == blockSize && isSplittable(typeSize, blockSize);
			int parts = split ? typeSize : 1;
			boolean direct = shuffle == Shuffle.NOSHUFFLE;
			byte[] out = direct ? target : scratch;
			int at = direct ? to + i * blockSize : 0;
			decodeBlock(header, header.getInt(HEADER + 4 * i), codec, parts, out, at, block);
			if (!direct) {
				shuffle.unshuffle(scratch, 0, target, to + i * blockSize, block, typeSize);
			}
		}
	}

	/**
	 * Whether blocks were ever split. Before C-Blosc 1.12 there was no flag to say that
	 * they are not, and those of wide elements, or of few, never were.
	 */
	private static boolean isSplittable(int typeSize, int blockSize) {
		return typeSize <= MAX_PARTS && blockSize / typeSize >= MIN_PART;
	}

	private static Shuffle shuffle(int flags, int typeSize) {
		if ((flags & BIT_SHUFFLED) != 0) {
			return Shuffle.BITSHUFFLE;
		}
		return ((flags & SHUFFLED) != 0 && typeSize > 1) ? Shuffle.SHUFFLE : Shuffle.NOSHUFFLE;
	}

	private static void decodeBlock(ByteBuffer frame, int start, BlockCodec codec, int parts, byte[] target, int to,
			int size) {
		int partSize = size / parts;
		int position = start;
		if (partSize * parts != size) {
			throw new CorruptDataException("A blosc block of %d bytes is not %d equal parts".formatted(size, parts));
		}
		for (int i = 0; i < parts; i++) {
			if (position < HEADER || position > frame.limit() - 4) {
				throw damaged(position);
			}
			int length = frame.getInt(position);
			position += 4;
			if (length < 0 || length > frame.limit() - position) {
				throw damaged(position);
			}
			int at = to + i * partSize;
			if (length == partSize) {
				System.arraycopy(frame.array(), position, target, at, length);
			}
			else if (codec.decompress(frame.array(), position, length, target, at, partSize) != partSize) {
				throw damaged(position);
			}
			position += length;
		}
	}

	private static CorruptDataException damaged(int position) {
		return new CorruptDataException("The blosc frame is damaged at the byte " + position);
	}

	/**
	 * Make a frame.
	 * @param source an array with the bytes
	 * @param from where they start
	 * @param size how many they are
	 * @param compressor what compresses the blocks
	 * @param level the level, from 0 for none to 9
	 * @param shuffle how blocks are shuffled
	 * @param typeSize the size of an element, from 1 to 255
	 * @param blockSize the size of a block, 0 for one that is chosen
	 * @param target where the frame goes from 0 on, with room for the size and
	 * {@link #HEADER} more
	 * @param scratch an array as large as the bytes
	 * @return the size of the frame
	 */
	public static int encode(byte[] source, int from, int size, Compressor compressor, int level, Shuffle shuffle,
			int typeSize, int blockSize, ByteBuffer target, byte[] scratch) {
		int block = blockSize(size, typeSize, blockSize);
		ByteBuffer frame = target.duplicate().order(ByteOrder.LITTLE_ENDIAN);
		int blocks = (size == 0) ? 0 : (size - 1) / block + 1;
		int end = HEADER + 4 * blocks;
		boolean moved = shuffle == Shuffle.BITSHUFFLE || (shuffle == Shuffle.SHUFFLE && typeSize > 1);
		boolean split = moved && compressor.splits() && isSplittable(typeSize, block);
		boolean smaller = level > 0 && end < size;
		for (int i = 0; i < blocks && smaller; i++) {
			int length = Math.min(block, size - i * block);
			int at = from + i * block;
			if (moved) {
				shuffle.shuffle(source, at, scratch, 0, length, typeSize);
			}
			int parts = (split && length == block) ? typeSize : 1;
			frame.putInt(HEADER + 4 * i, end);
			end = encodeBlock(moved ? scratch : source, moved ? 0 : at, length, parts, compressor.codec(), level, frame,
					end, HEADER + size);
			smaller = end > 0;
		}
		int flags = compressor.format() << 5 | (split ? 0 : NOT_SPLIT);
		if (smaller) {
			flags |= (shuffle == Shuffle.BITSHUFFLE) ? BIT_SHUFFLED : (shuffle == Shuffle.SHUFFLE) ? SHUFFLED : 0;
		}
		else {
			flags |= STORED;
			frame.put(HEADER, source, from, size);
			end = HEADER + size;
		}
		frame.put(0, (byte) VERSION).put(1, (byte) 1).put(2, (byte) flags).put(3, (byte) typeSize);
		frame.putInt(4, size).putInt(8, block).putInt(12, end);
		return end;
	}

	/**
	 * Put a block behind those before.
	 * @return where it ends, 0 if that is not before the limit
	 */
	private static int encodeBlock(byte[] block, int from, int size, int parts, BlockCodec codec, int level,
			ByteBuffer frame, int start, int limit) {
		int partSize = size / parts;
		int end = start;
		for (int i = 0; i < parts; i++) {
			int at = from + i * partSize;
			int room = Math.min(partSize - 1, limit - end - 4);
			int count = (room < 1) ? 0
					: codec.compress(level, block, at, partSize, frame.array(), frame.arrayOffset() + end + 4, room);
			if (count == 0) {
				count = partSize;
				if (limit - end - 4 <= count) {
					return 0;
				}
				frame.put(end + 4, block, at, count);
			}
			frame.putInt(end, count);
			end += 4 + count;
		}
		return end;
	}

	/**
	 * Blocks hold whole elements, in eights so that their bits can be shuffled.
	 */
	private static int blockSize(int size, int typeSize, int wanted) {
		int unit = typeSize * 8;
		int block = Math.min((wanted > 0) ? Math.max(wanted, MIN_BLOCK) : DEFAULT_BLOCK, size);
		return Math.max(1, (block > unit) ? block - block % unit : block);
	}

}
