package io.github.zarrspring.dtype;

import java.nio.ByteOrder;

import io.github.zarrspring.exception.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * The data type {@code bool}, in v2 {@code |b1}: one byte, 0 or 1 (Zarr v3 specification,
 * "Core data types").
 */
final class BoolType implements DataType {

	private static final String NAME = "bool";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Object toV2(ByteOrder order) {
		return "|b1";
	}

	@Override
	public ElementType elementType() {
		return ElementType.BOOLEANS;
	}

	@Override
	public Object parseFillValue(@Nullable Object json) {
		if (json instanceof Boolean value) {
			return new boolean[] { value };
		}
		throw new CorruptDataException("The fill value %s of a bool is neither true nor false".formatted(json));
	}

	@Override
	public Object formatFillValue(Object element) {
		return ((boolean[]) element)[0];
	}

	@Override
	public Object parseV2FillValue(Object json) {
		// NumPy writes its own booleans as numbers.
		if (json instanceof Integer number && (number == 0 || number == 1)) {
			return new boolean[] { number == 1 };
		}
		return parseFillValue(json);
	}

	@Override
	public String toString() {
		return NAME;
	}

}
