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
	 * What stands for a type that is not known yet.
	 */
	private static final NumberType ANY = new NumberType('f', Float.BYTES, ByteOrder.LITTLE_ENDIAN);

	private final int keepBits;

	BitRoundFilter(int keepBits) {
		this(keepBits, ANY);
	}

	private BitRoundFilter(int keepBits, NumberType type) {
		super("bitround", type, type);
		this.keepBits = keepBits;
	}

	@Override
	NumberFilter forInput(@Nullable NumberType input) {
		if (input == null || input.isInteger()) {
			throw new UnsupportedExtensionException("The codec 'bitround' has an encoding for floats only, not for %s"
				.formatted((input != null) ? input.toV2() : "what is no number"));
		}
		if (this.keepBits > mantissaBits(input)) {
			throw new CorruptDataException("The codec 'bitround' keeps %d bits, '%s' has %d".formatted(this.keepBits,
					input.toV2(), mantissaBits(input)));
		}
		return new BitRoundFilter(this.keepBits, input);
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
		int drop = mantissaBits(decodedType()) - this.keepBits;
		if (drop == 0) {
			return numbers;
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
			for (int i = 0; i < values.length; i++) {
				int bits = values[i];
				boolean number = (bits & 0x7fff) <= 0x7c00;
				values[i] = number ? (short) (bits + half + ((bits >> drop) & 1) & -1 << drop) : values[i];
			}
		}
		return numbers;
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
