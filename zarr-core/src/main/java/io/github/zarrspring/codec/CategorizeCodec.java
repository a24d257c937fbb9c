package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.NumberType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code categorize}: text as numbers, zero for none, from one on the labels
 * that the metadata list (numcodecs, "Categorize").
 *
 * @param labels the labels
 * @param type the data type of the text
 * @param astype the type of the numbers
 */
record CategorizeCodec(List<String> labels, DataType type, NumberType astype) implements ArrayToBytesCodec {

	private static final String ID = "categorize";

	@Override
	public ChunkCodec bind(ChunkRepresentation chunk) {
		if (!chunk.dataType().equals(this.type)) {
			throw new UnsupportedExtensionException("The codec '%s' for '%s' has no encoding for the data type '%s'"
				.formatted(ID, this.type.name(), chunk.dataType().name()));
		}
		String[] texts = new String[this.labels.size() + 1];
		texts[0] = "";
		Map<String, Integer> numbers = new HashMap<>(Map.of("", 0));
		for (int i = 1; i < texts.length; i++) {
			texts[i] = this.labels.get(i - 1);
			numbers.put(texts[i], i);
		}
		return new Chunks(this.type, this.astype, texts, numbers, chunk.slotShape(), chunk.elements());
	}

	@Override
	public Extension toExtension() {
		return Extension.of("numcodecs." + ID, configuration());
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", ID);
		json.putAll(configuration());
		return json;
	}

	private Map<String, @Nullable Object> configuration() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("labels", this.labels);
		json.put("dtype", this.type.toV2(ByteOrder.LITTLE_ENDIAN));
		json.put("astype", this.astype.toV2());
		return json;
	}

	/**
	 * Chunks of one shape.
	 *
	 * @param type the data type of the text
	 * @param astype the type of the numbers
	 * @param texts the text of each number
	 * @param numbers the number of each text
	 * @param shape the shape in slots
	 * @param elements the number of elements
	 */
	private record Chunks(DataType type, NumberType astype, String[] texts, Map<String, Integer> numbers, int[] shape,
			int elements) implements ChunkCodec {

		@Override
		public ByteBuffer encode(ArrayView chunk, Scratch scratch) {
			Object values = this.type.elementType().allocate(this.elements * this.type.slots());
			ArrayView.of(this.type.elementType(), values, this.shape).copyFrom(chunk);
			String[] strings = (values instanceof String[] own) ? own : this.type.toStrings(values);
			long[] codes = new long[strings.length];
			for (int i = 0; i < codes.length; i++) {
				Integer number = this.numbers.get(strings[i]);
				if (number == null) {
					throw new InvalidRequestException(
							"'%s' is not among the %d labels of the array, which begin with %s".formatted(strings[i],
									this.texts.length - 1,
									List.of(this.texts).subList(1, Math.min(this.texts.length, 6))));
				}
				codes[i] = number;
			}
			ByteBuffer encoded = scratch.takeResult((int) maxEncodedSize());
			this.astype.write(this.astype.ofLongs(codes, false), encoded);
			return encoded;
		}

		@Override
		public void decode(ByteBuffer encoded, Region region, ArrayView target, Scratch scratch) {
			if (encoded.remaining() != maxEncodedSize()) {
				throw new CorruptDataException(
						"The chunk decodes to %d bytes instead of %d".formatted(encoded.remaining(), maxEncodedSize()));
			}
			long[] codes = this.astype.longs(this.astype.read(encoded));
			String[] strings = new String[codes.length];
			for (int i = 0; i < codes.length; i++) {
				if (codes[i] < 0 || codes[i] >= this.texts.length) {
					throw new CorruptDataException("The element %d is the label %s of %d".formatted(i,
							Long.toUnsignedString(codes[i]), this.texts.length - 1));
				}
				strings[i] = this.texts[(int) codes[i]];
			}
			ArrayView all = ArrayView.of(this.type.elementType(), this.type.fromObjects(strings), this.shape);
			target.copyFrom(all.slice(region));
		}

		@Override
		public long maxEncodedSize() {
			return (long) this.elements * this.astype.dataType().itemSize();
		}

	}

	/**
	 * Makes the codec, which v3 does not have.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of();
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(ID);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("labels", "dtype", "astype");
			DataType type = type(configuration.string("dtype", null));
			NumberType astype = NumberType.parse(configuration.string("astype", "|u1"));
			List<String> labels = configuration.list("labels", Factory::label);
			int bits = Byte.SIZE * astype.dataType().itemSize() - (astype.toV2().contains("i") ? 1 : 0);
			if (!astype.toV2().matches(".[iu].") || (bits < Integer.SIZE && labels.size() >= 1L << bits)) {
				throw new CorruptDataException(
						"The astype '%s' has no numbers for %d labels".formatted(astype.toV2(), labels.size()));
			}
			// Refuses what is too long here, and not only where it is met.
			type.fromObjects(labels.toArray(String[]::new));
			return new CategorizeCodec(labels, type, astype);
		}

		private static String label(@Nullable Object json) {
			if (json instanceof String text) {
				return text;
			}
			throw new CorruptDataException("The label %s is not a string".formatted(json));
		}

		private static DataType type(String dtype) {
			if (dtype.equals("|O") || dtype.equals("O")) {
				return DataType.STRING;
			}
			if (dtype.matches("[<>]U[1-9]\\d{0,5}")) {
				return DataType.fixedString(Integer.parseInt(dtype.substring(2)));
			}
			throw new UnsupportedExtensionException("The dtype '%s' is not one of text".formatted(dtype));
		}

	}

}
