package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

import io.github.zarrspring.dtype.NumberType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code bitround}: floating-point numbers of which only so many bits behind
 * the point are kept, rounded to the nearest (numcodecs, "BitRound"; Klöwer et al. 2021).
 * There is nothing to decode.
 */
final class BitRoundFilter extends NumberFilter {

	/**
	 * What stands for a type that is not known.
	 */
	private static final NumberType ANY = new NumberType('u', 1, ByteOrder.LITTLE_ENDIAN);

	private final int keepBits;

	BitRoundFilter(int keepBits) {
		this(keepBits, ANY);
	}

	private BitRoundFilter(int keepBits, NumberType type) {
		super("bitround", type, type);
		this.keepBits = keepBits;
	}

	/**
	 * Any numbers can be read, since there is nothing to decode.
	 */
	@Override
	NumberFilter forInput(@Nullable NumberType input) {
		return (input != null) ? new BitRoundFilter(this.keepBits, input) : this;
	}

	static UnsupportedExtensionException unwritable(String type) {
		return new UnsupportedExtensionException(
				"The codec 'bitround' has an encoding for floats of 16 to 64 bits only, not for '%s'".formatted(type));
	}

	private static int mantissaBits(NumberType type) {
		return switch (type.size()) {
			case Short.BYTES -> 10;
			case Float.BYTES -> 23;
			default -> 52;
		};
	}

	@Override
	Object encode(Object numbers) {
		if (decodedType().isInteger()) {
			throw unwritable((decodedType() == ANY) ? "what is no number" : decodedType().toV2());
		}
		round(numbers, mantissaBits(decodedType()));
		return numbers;
	}

	/**
	 * Round floats.
	 * @param numbers a {@code float[]}, a {@code double[]}, or a {@code short[]} of
	 * floats of 16 bits, which are changed
	 * @param mantissaBits how many bits the floats have behind the point
	 */
	void round(Object numbers, int mantissaBits) {
		int drop = mantissaBits - this.keepBits;
		if (drop <= 0) {
			return;
		}
		if (numbers instanceof float[] values) {
			int half = (1 << (drop - 1)) - 1;
			for (int i = 0; i < values.length; i++) {
				int bits = Float.floatToRawIntBits(values[i]);
				int rounded = bits + half + ((bits >> drop) & 1) & -1 << drop;
				values[i] = Float.isNaN(values[i]) ? values[i] : Float.intBitsToFloat(rounded);
			}
		}
		else if (numbers instanceof double[] values) {
			long half = (1L << (drop - 1)) - 1;
			for (int i = 0; i < values.length; i++) {
				long bits = Double.doubleToRawLongBits(values[i]);
				long rounded = bits + half + ((bits >> drop) & 1) & -1L << drop;
				values[i] = Double.isNaN(values[i]) ? values[i] : Double.longBitsToDouble(rounded);
			}
		}
		else {
			short[] values = (short[]) numbers;
			int half = (1 << (drop - 1)) - 1;
			int infinity = 0x7fff & -1 << mantissaBits;
			for (int i = 0; i < values.length; i++) {
				int bits = values[i];
				boolean number = (bits & 0x7fff) <= infinity;
				values[i] = number ? (short) (bits + half + ((bits >> drop) & 1) & -1 << drop) : values[i];
			}
		}
	}

	@Override
	Object decode(Object numbers) {
		return numbers;
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		if (encoded.remaining() > maxSize) {
			throw new CorruptDataException("There are %d bytes, more than %d".formatted(encoded.remaining(), maxSize));
		}
		return encoded.duplicate();
	}

	@Override
	NumberFilter withOrder(ByteOrder order) {
		return new BitRoundFilter(this.keepBits, decodedType().withOrder(order));
	}

	@Override
	Map<String, @Nullable Object> configuration() {
		return Map.of("keepbits", this.keepBits);
	}

}
