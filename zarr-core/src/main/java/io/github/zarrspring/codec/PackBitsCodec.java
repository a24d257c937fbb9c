package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.NumberType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The codec {@code packbits} of v3: the bits of the elements one behind the other, the
 * lowest first (Zarr extensions, "packbits"). Not the filter of numcodecs.
 *
 * @param padding where the number of bits left over is: {@code none}, {@code first_byte}
 * or {@code last_byte}
 * @param firstBit the lowest bit of an element that is stored
 * @param lastBit the highest bit that is stored, {@code null} for all
 */
record PackBitsCodec(String padding, int firstBit, @Nullable Integer lastBit) implements ArrayToBytesCodec {

	private static final String NAME = "packbits";

	private static final String NONE = "none";

	private static final String FIRST = "first_byte";

	private static final String LAST = "last_byte";

	@Override
	public ChunkCodec bind(ChunkRepresentation chunk) {
		int bits = bits(chunk.dataType());
		int last = (this.lastBit != null) ? this.lastBit : bits - 1;
		if (this.firstBit > last || last >= bits) {
			throw new CorruptDataException("The bits %d to %d are not among the %d of the data type '%s'"
				.formatted(this.firstBit, last, bits, chunk.dataType().name()));
		}
		boolean signed = chunk.dataType().name().startsWith("int");
		int parts = isComplex(chunk.dataType()) ? 2 : 1;
		int size = chunk.dataType().itemSize() / parts;
		NumberType numbers = new NumberType((size > 1 || !signed) ? 'u' : 'i', size, ByteOrder.LITTLE_ENDIAN);
		return new Chunks(this, numbers, signed, last - this.firstBit + 1, chunk.elements() * parts,
				new BytesCodec(ByteOrder.LITTLE_ENDIAN).bind(chunk));
	}

	private static int bits(DataType type) {
		if (type == DataType.BOOL) {
			return 1;
		}
		String name = type.name();
		if (name.matches("u?int[24]")) {
			return name.charAt(name.length() - 1) - '0';
		}
		if (type.slots() == 1 && (NumberType.of(type, ByteOrder.LITTLE_ENDIAN) != null || name.equals("bfloat16"))) {
			return type.itemSize() * Byte.SIZE;
		}
		if (isComplex(type)) {
			return type.itemSize() / 2 * Byte.SIZE;
		}
		throw new UnsupportedExtensionException(
				"The codec 'packbits' has no encoding for the data type '%s'".formatted(name));
	}

	/**
	 * The two parts of complex numbers are packed each by itself.
	 */
	private static boolean isComplex(DataType type) {
		return type == DataType.COMPLEX64 || type == DataType.COMPLEX128;
	}

	@Override
	public Extension toExtension() {
		Map<String, Object> configuration = new LinkedHashMap<>();
		configuration.put("padding_encoding", this.padding);
		if (this.firstBit > 0) {
			configuration.put("first_bit", this.firstBit);
		}
		if (this.lastBit != null) {
			configuration.put("last_bit", this.lastBit);
		}
		return Extension.of(NAME, configuration);
	}

	/**
	 * Chunks of one shape.
	 */
	private record Chunks(PackBitsCodec codec, NumberType numbers, boolean signed, int bits, int elements,
			ChunkCodec bytes) implements ChunkCodec {

		private int packed() {
			return (int) (((long) this.elements * this.bits + Byte.SIZE - 1) / Byte.SIZE);
		}

		private int left() {
			return (int) ((long) packed() * Byte.SIZE - (long) this.elements * this.bits);
		}

		@Override
		public ByteBuffer encode(ArrayView chunk, Scratch scratch) {
			boolean last = scratch.last(false);
			long[] values = this.numbers.longs(this.numbers.read(this.bytes.encode(chunk, scratch)));
			scratch.last(last);
			byte[] packed = new byte[packed()];
			long position = 0;
			for (long value : values) {
				long rest = value >>> this.codec.firstBit;
				for (int bit = 0; bit < this.bits; bit++) {
					packed[(int) (position >> 3)] |= (byte) ((rest >>> bit & 1) << (position & 7));
					position++;
				}
			}
			ByteBuffer encoded = scratch.takeResult((int) maxEncodedSize());
			if (this.codec.padding.equals(FIRST)) {
				encoded.put((byte) left());
			}
			encoded.put(packed);
			if (this.codec.padding.equals(LAST)) {
				encoded.put((byte) left());
			}
			return encoded.flip();
		}

		@Override
		public void decode(ByteBuffer encoded, Region region, ArrayView target, Scratch scratch) {
			if (encoded.remaining() != maxEncodedSize()) {
				throw new CorruptDataException(
						"The chunk has %d bytes instead of %d".formatted(encoded.remaining(), maxEncodedSize()));
			}
			int start = encoded.position() + (this.codec.padding.equals(FIRST) ? 1 : 0);
			if (!this.codec.padding.equals(NONE)) {
				int place = this.codec.padding.equals(FIRST) ? start - 1 : encoded.limit() - 1;
				if (encoded.get(place) != left()) {
					throw new CorruptDataException(
							"There are %d bits left over instead of %d".formatted(encoded.get(place), left()));
				}
			}
			long[] values = new long[this.elements];
			long position = 8L * start;
			for (int i = 0; i < values.length; i++) {
				long value = 0;
				for (int bit = 0; bit < this.bits; bit++) {
					value |= (encoded.get((int) (position >> 3)) >> (position & 7) & 1L) << bit;
					position++;
				}
				int top = Long.SIZE - this.bits;
				values[i] = (this.signed ? value << top >> top : value) << this.codec.firstBit;
			}
			ByteBuffer decoded = scratch.takeHeap(this.elements * this.numbers.size());
			this.numbers.write(this.numbers.ofLongs(values, true), decoded);
			this.bytes.decode(decoded, region, target, scratch);
		}

		@Override
		public long maxEncodedSize() {
			return packed() + (this.codec.padding.equals(NONE) ? 0 : 1);
		}

	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of(NAME);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("padding_encoding", "first_bit", "last_bit");
			boolean last = configuration.get("last_bit") != null;
			return new PackBitsCodec(configuration.string("padding_encoding", NONE, NONE, FIRST, LAST),
					(configuration.get("first_bit") != null) ? configuration.integer("first_bit", 0, 63, 0) : 0,
					last ? configuration.integer("last_bit", 0, 63, null) : null);
		}

	}

}
