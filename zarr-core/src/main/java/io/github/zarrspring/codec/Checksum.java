package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * The checksums of {@link ChecksumCodec}.
 */
enum Checksum {

	CRC32("crc32", false) {

		@Override
		int of(ByteBuffer bytes) {
			CRC32 crc = new CRC32();
			crc.update(bytes.duplicate());
			return (int) crc.getValue();
		}

	},

	ADLER32("adler32", false) {

		@Override
		int of(ByteBuffer bytes) {
			Adler32 adler = new Adler32();
			adler.update(bytes.duplicate());
			return (int) adler.getValue();
		}

	},

	/**
	 * As HDF5 has it: of big-endian numbers of two bytes, the sums reduced by folding.
	 */
	FLETCHER32("fletcher32", true) {

		private static final int RUN = 360;

		@Override
		int of(ByteBuffer bytes) {
			ByteBuffer source = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
			int sum = 0;
			int sumOfSums = 0;
			while (source.remaining() > 1) {
				for (int i = 0; i < RUN && source.remaining() > 1; i++) {
					sum += Short.toUnsignedInt(source.getShort());
					sumOfSums += sum;
				}
				sum = fold(sum);
				sumOfSums = fold(sumOfSums);
			}
			if (source.hasRemaining()) {
				sum = fold(sum + (Byte.toUnsignedInt(source.get()) << Byte.SIZE));
				sumOfSums = fold(sumOfSums + sum);
			}
			return fold(sumOfSums) << Short.SIZE | fold(sum);
		}

		private static int fold(int sum) {
			return (sum & 0xffff) + (sum >>> Short.SIZE);
		}

	},

	JENKINS_LOOKUP3("jenkins_lookup3", true) {

		@Override
		int of(ByteBuffer bytes) {
			return of(bytes, 0);
		}

		@Override
		int of(ByteBuffer bytes, int seed) {
			return Lookup3.hash(bytes, seed);
		}

	};

	private final String id;

	private final boolean atEnd;

	Checksum(String id, boolean atEnd) {
		this.id = id;
		this.atEnd = atEnd;
	}

	String id() {
		return this.id;
	}

	/**
	 * Where the checksum is if nothing is said.
	 */
	boolean atEnd() {
		return this.atEnd;
	}

	/**
	 * The checksum of bytes.
	 */
	abstract int of(ByteBuffer bytes);

	/**
	 * The checksum of bytes that starts from a number, where it can.
	 */
	int of(ByteBuffer bytes, int seed) {
		return of(bytes);
	}

}
