package io.github.zarrspring.sample.interop;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.zarrspring.dtype.DataType;
import org.jspecify.annotations.Nullable;

/**
 * How one element of a data type is read from its bytes and answered in JSON.
 */
sealed interface ExpectedElement {

	/**
	 * The element of a data type as metadata write it: a type string of NumPy such as
	 * {@code <i4}, a name of version 3 such as {@code int32}, or the fields of a
	 * structure in either way.
	 * @param type the data type
	 * @param order the byte order of what does not name its own
	 */
	static ExpectedElement of(@Nullable Object type, ByteOrder order) {
		if (type instanceof List<?> fields) {
			return Struct.of(fields.stream().map(List.class::cast).map((field) -> {
				Object shape = (field.size() > 2) ? field.get(2) : List.of();
				return Struct.field(field.get(0), field.get(1), shape, order);
			}).toList());
		}
		if (type instanceof Map<?, ?> extension && extension.get("configuration") instanceof Map<?, ?> configuration) {
			List<?> fields = (List<?>) Objects.requireNonNull(configuration.get("fields"));
			return Struct.of(fields.stream().map(Map.class::cast).map((field) -> {
				Object shape = field.get("shape");
				return Struct.field(field.get("name"), field.get("data_type"), (shape != null) ? shape : List.of(),
						order);
			}).toList());
		}
		return Simple.of(String.valueOf(type), order);
	}

	/**
	 * Read the next element.
	 */
	Object read(ByteBuffer bytes);

	/**
	 * What the application answered, as {@link #read} gives it.
	 */
	@Nullable Object answered(@Nullable Object json);

	/**
	 * A number, a text or bytes.
	 *
	 * @param kind the kind as NumPy writes it
	 * @param size the number of bytes
	 * @param order the byte order
	 */
	record Simple(char kind, int size, ByteOrder order) implements ExpectedElement {

		private static final Pattern NUMPY = Pattern.compile("([<>|])([biufcSUV])(\\d+)");

		private static final Pattern NAME = Pattern.compile("(int|uint|float|complex)(\\d+)");

		static Simple of(String type, ByteOrder order) {
			Matcher numpy = NUMPY.matcher(type);
			if (numpy.matches()) {
				char kind = numpy.group(2).charAt(0);
				int size = Integer.parseInt(numpy.group(3));
				return new Simple(kind, (kind != 'U') ? size : 4 * size,
						numpy.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
			}
			Matcher name = NAME.matcher(type);
			if (name.matches()) {
				return new Simple(name.group(1).charAt(0), Integer.parseInt(name.group(2)) / 8, order);
			}
			if (type.equals("bool")) {
				return new Simple('b', 1, order);
			}
			throw new IllegalArgumentException("No test knows the data type '%s'".formatted(type));
		}

		@Override
		public Object read(ByteBuffer bytes) {
			bytes.order(this.order);
			return switch (this.kind) {
				case 'b' -> bytes.get() != 0;
				case 'i', 'u' -> integer(bytes);
				case 'f' -> real(bytes, this.size);
				case 'c' -> List.of(real(bytes, this.size / 2), real(bytes, this.size / 2));
				case 'S' -> text(bytes, StandardCharsets.UTF_8);
				case 'U' ->
					text(bytes, Charset.forName((this.order == ByteOrder.BIG_ENDIAN) ? "UTF-32BE" : "UTF-32LE"));
				default -> Base64.getEncoder().encodeToString(bytes(bytes, this.size));
			};
		}

		private BigInteger integer(ByteBuffer buffer) {
			byte[] bytes = bytes(buffer, this.size);
			if (this.order == ByteOrder.LITTLE_ENDIAN) {
				for (int i = 0; i < bytes.length / 2; i++) {
					byte first = bytes[i];
					bytes[i] = bytes[bytes.length - 1 - i];
					bytes[bytes.length - 1 - i] = first;
				}
			}
			return (this.kind == 'i') ? new BigInteger(bytes) : new BigInteger(1, bytes);
		}

		private static Object real(ByteBuffer bytes, int size) {
			return switch (size) {
				case 2 -> DataType.FLOAT16.toFloats(new short[] { bytes.getShort() })[0];
				case 4 -> bytes.getFloat();
				default -> bytes.getDouble();
			};
		}

		private String text(ByteBuffer bytes, Charset charset) {
			return new String(bytes(bytes, this.size), charset).replaceFirst("\0+$", "");
		}

		private static byte[] bytes(ByteBuffer buffer, int size) {
			byte[] bytes = new byte[size];
			buffer.get(bytes);
			return bytes;
		}

		@Override
		public @Nullable Object answered(@Nullable Object json) {
			return switch (this.kind) {
				case 'i', 'u' -> (json instanceof Number) ? new BigInteger(json.toString()) : json;
				case 'f' -> real(json, this.size);
				case 'c' -> (json instanceof List<?> parts)
						? parts.stream().map((part) -> real(part, this.size / 2)).toList() : json;
				default -> json;
			};
		}

		private static @Nullable Object real(@Nullable Object json, int size) {
			if (json instanceof Number number) {
				return (size < Double.BYTES) ? (Object) number.floatValue() : (Object) number.doubleValue();
			}
			if (json instanceof String text && text.matches("NaN|-?Infinity")) {
				return (size < Double.BYTES) ? (Object) Float.valueOf(text) : (Object) Double.valueOf(text);
			}
			return json;
		}

	}

	/**
	 * A structure.
	 *
	 * @param fields the elements of the fields by their names
	 */
	record Struct(Map<String, ExpectedElement> fields) implements ExpectedElement {

		static Struct of(List<Map.Entry<String, ExpectedElement>> fields) {
			Map<String, ExpectedElement> byName = new LinkedHashMap<>();
			fields.forEach((field) -> byName.put(field.getKey(), field.getValue()));
			return new Struct(byName);
		}

		static Map.Entry<String, ExpectedElement> field(Object name, Object type, Object shape, ByteOrder order) {
			ExpectedElement element = ExpectedElement.of(type, order);
			List<?> sizes = (List<?>) shape;
			for (int i = sizes.size() - 1; i >= 0; i--) {
				element = new Repeated(element, ((Number) sizes.get(i)).intValue());
			}
			return Map.entry((String) name, element);
		}

		@Override
		public Object read(ByteBuffer bytes) {
			Map<String, Object> values = new LinkedHashMap<>();
			this.fields.forEach((name, field) -> values.put(name, field.read(bytes)));
			return values;
		}

		@Override
		public @Nullable Object answered(@Nullable Object json) {
			if (!(json instanceof Map<?, ?> members)) {
				return json;
			}
			Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
			members.forEach((name, value) -> {
				ExpectedElement field = this.fields.get(name);
				values.put(name, (field != null) ? field.answered(value) : value);
			});
			return values;
		}

	}

	/**
	 * A field that is an array.
	 *
	 * @param element an element of it
	 * @param count how many there are
	 */
	record Repeated(ExpectedElement element, int count) implements ExpectedElement {

		@Override
		public Object read(ByteBuffer bytes) {
			List<Object> values = new ArrayList<>();
			for (int i = 0; i < this.count; i++) {
				values.add(this.element.read(bytes));
			}
			return values;
		}

		@Override
		public @Nullable Object answered(@Nullable Object json) {
			return (json instanceof List<?> list) ? list.stream().map(this.element::answered).toList() : json;
		}

	}

}
