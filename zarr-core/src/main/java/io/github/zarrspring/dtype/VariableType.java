package io.github.zarrspring.dtype;

import java.nio.ByteOrder;
import java.util.List;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The data types {@code string} and {@code bytes}, whose elements have no fixed size
 * (Zarr extensions, "string" and "bytes"). In v2 they are {@code |O}, and a filter says
 * which of them it is.
 */
final class VariableType implements DataType {

	private final String name;

	private final ElementType elementType;

	private VariableType(String name, ElementType elementType) {
		this.name = name;
		this.elementType = elementType;
	}

	static VariableType string() {
		return new VariableType("string", ElementType.STRINGS);
	}

	static VariableType bytes() {
		return new VariableType("bytes", ElementType.BYTE_STRINGS);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Object toV2(ByteOrder order) {
		return "|O";
	}

	@Override
	public ElementType elementType() {
		return this.elementType;
	}

	private boolean isString() {
		return this.elementType == ElementType.STRINGS;
	}

	@Override
	public Object parseFillValue(@Nullable Object json) {
		if (!isString()) {
			return new byte[][] { BinaryFill.parse(json, this.name) };
		}
		if (json instanceof String text) {
			return new String[] { text };
		}
		throw new CorruptDataException("The fill value %s of type string is not a string".formatted(json));
	}

	@Override
	public Object parseV2FillValue(Object json) {
		// Zero is what NumPy has where nothing was said.
		return BinaryFill.isZero(json) ? defaultFillValue() : parseFillValue(json);
	}

	@Override
	public Object formatFillValue(Object element) {
		return isString() ? ((String[]) element)[0] : BinaryFill.format(((byte[][]) element)[0]);
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Recognises both in v3.
	 */
	static final class Factory implements DataTypeFactory {

		@Override
		public @Nullable DataType fromV3(Extension extension) {
			DataType type = switch (extension.name()) {
				case "string", "variable_length_utf8" -> DataType.STRING;
				case "bytes", "variable_length_bytes" -> DataType.BYTES;
				default -> null;
			};
			if (type != null) {
				extension.configuration().allowOnly();
			}
			return type;
		}

		@Override
		public @Nullable V2DataType fromV2(Object json) {
			return null;
		}

		@Override
		public @Nullable V2DataType fromV2(Object json, List<String> filters) {
			if (!"|O".equals(json) && !"O".equals(json)) {
				return null;
			}
			String filter = filters.isEmpty() ? "" : filters.get(0);
			return switch (filter) {
				case "vlen-utf8", "categorize" -> new V2DataType(DataType.STRING, null);
				case "vlen-bytes", "vlen-array" -> new V2DataType(DataType.BYTES, null);
				default -> null;
			};
		}

	}

}
