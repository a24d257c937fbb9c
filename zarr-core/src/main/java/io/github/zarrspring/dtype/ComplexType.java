package io.github.zarrspring.dtype;

import java.nio.ByteOrder;
import java.util.List;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The data types {@code complex64} and {@code complex128}, in v2 {@code c8} and
 * {@code c16}: the real part and behind it the imaginary part, each a slot of a
 * {@code float[]} or {@code double[]} (Zarr v3 specification, "Core data types").
 */
final class ComplexType implements DataType {

	private final String name;

	private final FloatType part;

	private ComplexType(String name, FloatType part) {
		this.name = name;
		this.part = part;
	}

	static ComplexType single() {
		return new ComplexType("complex64", FloatType.single());
	}

	static ComplexType twice() {
		return new ComplexType("complex128", FloatType.twice());
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Object toV2(ByteOrder order) {
		return V2TypeString.format(order, 'c', itemSize());
	}

	@Override
	public ElementType elementType() {
		return this.part.elementType();
	}

	@Override
	public int slots() {
		return 2;
	}

	@Override
	public Object parseFillValue(@Nullable Object json) {
		if (json instanceof List<?> parts && parts.size() == 2) {
			Object element = elementType().allocate(2);
			for (int i = 0; i < 2; i++) {
				System.arraycopy(this.part.parseFillValue(parts.get(i)), 0, element, i, 1);
			}
			return element;
		}
		throw new CorruptDataException("The fill value %s of type %s is not a list of a real and an imaginary part"
			.formatted(json, this.name));
	}

	/**
	 * Some writers of v2 have a number where the imaginary part is zero.
	 */
	@Override
	public Object parseV2FillValue(Object json) {
		return parseFillValue((json instanceof List) ? json : List.of(json, 0));
	}

	@Override
	public Object formatFillValue(Object element) {
		return List.of(this.part.formatFillValue(part(element, 0)), this.part.formatFillValue(part(element, 1)));
	}

	@Override
	public Object formatV2FillValue(Object element) {
		return List.of(this.part.formatV2FillValue(part(element, 0)), this.part.formatV2FillValue(part(element, 1)));
	}

	private Object part(Object element, int slot) {
		Object part = elementType().allocate(1);
		System.arraycopy(element, slot, part, 0, 1);
		return part;
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Recognises the names that say of what the parts are (Zarr extensions,
	 * "complex_float32" and "complex_float64").
	 */
	static final class Factory implements DataTypeFactory {

		@Override
		public @Nullable DataType fromV3(Extension extension) {
			DataType type = switch (extension.name()) {
				case "complex_float32" -> DataType.COMPLEX64;
				case "complex_float64" -> DataType.COMPLEX128;
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

	}

}
