package io.github.zarrspring.sample.values;

import java.util.Map;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.StructType;
import io.github.zarrspring.dtype.TimeType;
import io.github.zarrspring.exception.UnsupportedExtensionException;

/**
 * The formats by the names of the data types.
 */
final class ElementFormats {

	private static final Map<String, ElementFormat> FORMATS = Map.ofEntries(Map.entry("bool", new BooleanFormat()),
			Map.entry("int2", IntegerFormat.signed(2)), Map.entry("int4", IntegerFormat.signed(4)),
			Map.entry("uint2", IntegerFormat.unsigned(2)), Map.entry("uint4", IntegerFormat.unsigned(4)),
			Map.entry("string", new TextFormat(DataType.STRING)), Map.entry("bytes", new BytesFormat(DataType.BYTES)),
			Map.entry("int8", IntegerFormat.signed(8)), Map.entry("int16", IntegerFormat.signed(16)),
			Map.entry("int32", IntegerFormat.signed(32)), Map.entry("int64", IntegerFormat.signed(64)),
			Map.entry("uint8", IntegerFormat.unsigned(8)), Map.entry("uint16", IntegerFormat.unsigned(16)),
			Map.entry("uint32", IntegerFormat.unsigned(32)), Map.entry("uint64", IntegerFormat.unsigned(64)),
			Map.entry("float32", FloatFormat.single()), Map.entry("float64", FloatFormat.twice()),
			Map.entry("float16", new SmallFloatFormat(DataType.FLOAT16)),
			Map.entry("bfloat16", new SmallFloatFormat(DataType.BFLOAT16)),
			Map.entry("complex64", new ComplexFormat(FloatFormat.single())),
			Map.entry("complex128", new ComplexFormat(FloatFormat.twice())));

	private ElementFormats() {
	}

	static ElementFormat of(DataType type) {
		if (type instanceof TimeType time) {
			return new TimeFormat(time);
		}
		if (type instanceof StructType struct) {
			return new StructFormat(struct);
		}
		ElementFormat format = switch (type.name()) {
			case "null_terminated_bytes", "fixed_length_utf32" -> new TextFormat(type);
			default -> type.name().matches("r\\d+") ? new BytesFormat(type) : FORMATS.get(type.name());
		};
		if (format == null) {
			throw new UnsupportedExtensionException(
					"Values of the data type '%s' have no form in JSON".formatted(type.name()));
		}
		return format;
	}

}
