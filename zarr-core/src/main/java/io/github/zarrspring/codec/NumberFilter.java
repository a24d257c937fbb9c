package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.zarrspring.dtype.NumberType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * A filter of numcodecs that changes numbers. In v2 it takes bytes as numbers of a type
 * that it names itself and gives bytes again, whatever the array holds; in v3 it is an
 * {@link ArrayFilter}.
 */
abstract class NumberFilter implements BytesToBytesCodec {

	private final String id;

	private final NumberType decodedType;

	private final NumberType encodedType;

	/**
	 * A filter.
	 * @param id the id in v2
	 * @param decodedType what the numbers are before encoding
	 * @param encodedType what they are afterwards
	 */
	NumberFilter(String id, NumberType decodedType, NumberType encodedType) {
		this.id = id;
		this.decodedType = decodedType;
		this.encodedType = encodedType;
	}

	final NumberType decodedType() {
		return this.decodedType;
	}

	final NumberType encodedType() {
		return this.encodedType;
	}

	/**
	 * Encode numbers.
	 * @param numbers a Java array of the decoded type, which may be changed
	 * @return a Java array of the encoded type
	 */
	abstract Object encode(Object numbers);

	/**
	 * Decode numbers.
	 * @param numbers a Java array of the encoded type, which may be changed
	 * @return a Java array of the decoded type
	 */
	abstract Object decode(Object numbers);

	/**
	 * The filter for numbers of a type, for those that take any.
	 * @param input what is known about the numbers to encode, {@code null} if nothing is
	 */
	NumberFilter forInput(@Nullable NumberType input) {
		return this;
	}

	/**
	 * The filter for numbers in a byte order.
	 */
	abstract NumberFilter withOrder(ByteOrder order);

	/**
	 * The members of the configuration in v2.
	 */
	abstract Map<String, @Nullable Object> configuration();

	/**
	 * How many numbers come out of encoding so many.
	 */
	int encodedCount(int count) {
		return count;
	}

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		if (decoded.remaining() % this.decodedType.size() != 0) {
			throw new InvalidRequestException("%d bytes are not numbers of the type '%s' of the filter '%s'"
				.formatted(decoded.remaining(), this.decodedType.toV2(), this.id));
		}
		Object numbers = encode(this.decodedType.read(decoded));
		int count = encodedCount(decoded.remaining() / this.decodedType.size());
		ByteBuffer encoded = scratch.takeResult(count * this.encodedType.size());
		this.encodedType.write(numbers, encoded);
		return encoded;
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		if (encoded.remaining() % this.encodedType.size() != 0) {
			throw new CorruptDataException("%d bytes are not numbers of the type '%s' of the filter '%s'"
				.formatted(encoded.remaining(), this.encodedType.toV2(), this.id));
		}
		long size = decodedSize(encoded);
		if (size > maxSize) {
			throw new CorruptDataException(
					"The filter '%s' gives %d bytes, more than %d".formatted(this.id, size, maxSize));
		}
		Object numbers = decode(this.encodedType.read(encoded));
		ByteBuffer decoded = scratch.takeHeap((int) size);
		this.decodedType.write(numbers, decoded);
		return decoded;
	}

	/**
	 * How many bytes come out of decoding.
	 */
	long decodedSize(ByteBuffer encoded) {
		return (long) encoded.remaining() / this.encodedType.size() * this.decodedType.size();
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		long count = decodedSize / this.decodedType.size();
		return (count > Integer.MAX_VALUE - Long.BYTES) ? decodedSize
				: (long) encodedCount((int) count) * this.encodedType.size();
	}

	@Override
	public int encodedItemSize(int itemSize) {
		return this.encodedType.size();
	}

	@Override
	public boolean isFilter() {
		return true;
	}

	@Override
	public Extension toExtension() {
		return Extension.of("numcodecs." + this.id, configuration());
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", this.id);
		json.putAll(configuration());
		return json;
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof NumberFilter other && toV2().equals(other.toV2());
	}

	@Override
	public int hashCode() {
		return toV2().hashCode();
	}

	@Override
	public String toString() {
		return toV2().toString();
	}

}
