package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

import io.github.zarrspring.dtype.NumberType;
import io.github.zarrspring.exception.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code packbits} of numcodecs: eight booleans in a byte, the first in the
 * highest bit, and in front the number of bits that are left over (numcodecs,
 * "PackBits").
 */
final class PackBitsFilter extends NumberFilter {

	private static final NumberType BOOLEANS = new NumberType('b', 1, ByteOrder.LITTLE_ENDIAN);

	private static final NumberType BYTES = new NumberType('u', 1, ByteOrder.LITTLE_ENDIAN);

	PackBitsFilter() {
		super("packbits", BOOLEANS, BYTES);
	}

	@Override
	int encodedCount(int count) {
		return 1 + count / Byte.SIZE + ((count % Byte.SIZE != 0) ? 1 : 0);
	}

	@Override
	Object encode(Object numbers) {
		byte[] booleans = (byte[]) numbers;
		byte[] packed = new byte[encodedCount(booleans.length)];
		packed[0] = (byte) ((packed.length - 1) * Byte.SIZE - booleans.length);
		for (int i = 0; i < booleans.length; i++) {
			packed[1 + i / Byte.SIZE] |= (byte) ((booleans[i] != 0) ? 0x80 >> i % Byte.SIZE : 0);
		}
		return packed;
	}

	@Override
	long decodedSize(ByteBuffer encoded) {
		int left = encoded.hasRemaining() ? encoded.get(encoded.position()) : -1;
		long count = (encoded.remaining() - 1L) * Byte.SIZE - left;
		if (left < 0 || left >= Byte.SIZE || count < 0) {
			throw new CorruptDataException(
					"%d packed bytes do not have %d bits left over".formatted(encoded.remaining(), left));
		}
		return count;
	}

	@Override
	Object decode(Object numbers) {
		byte[] packed = (byte[]) numbers;
		byte[] booleans = new byte[(packed.length - 1) * Byte.SIZE - packed[0]];
		for (int i = 0; i < booleans.length; i++) {
			booleans[i] = (byte) (packed[1 + i / Byte.SIZE] >> (7 - i % Byte.SIZE) & 1);
		}
		return booleans;
	}

	@Override
	NumberFilter withOrder(ByteOrder order) {
		return this;
	}

	@Override
	Map<String, @Nullable Object> configuration() {
		return Map.of();
	}

}
