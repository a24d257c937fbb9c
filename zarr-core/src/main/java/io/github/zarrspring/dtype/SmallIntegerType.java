package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The data types {@code int2}, {@code int4}, {@code uint2} and {@code uint4}: a byte for
 * each element, whose lower bits count (Zarr extensions). In Java they are a
 * {@code byte[]} of their values.
 *
 * @param signed whether there are negative values
 * @param bits the number of bits, 2 or 4
 */
record SmallIntegerType(boolean signed, int bits) implements DataType {

	@Override
	public String name() {
		return (this.signed ? "int" : "uint") + this.bits;
	}

	@Override
	public Object toV2(ByteOrder order) {
		// Not NumPy's, but what others write.
		return name();
	}

	@Override
	public ElementType elementType() {
		return ElementType.BYTES;
	}

	@Override
	public ElementBuffer view(ByteBuffer bytes, ByteOrder order) {
		return new View(this, bytes.slice());
	}

	private byte value(int stored) {
		int shift = Integer.SIZE - this.bits;
		return (byte) (this.signed ? stored << shift >> shift : stored << shift >>> shift);
	}

	@Override
	public Object parseFillValue(@Nullable Object json) {
		if (json instanceof Integer number && value(number) == number) {
			return new byte[] { number.byteValue() };
		}
		throw new CorruptDataException("The fill value %s is not one of %s".formatted(json, name()));
	}

	@Override
	public Object formatFillValue(Object element) {
		return (int) ((byte[]) element)[0];
	}

	@Override
	public String toString() {
		return name();
	}

	/**
	 * The bytes, of which the upper bits mean nothing.
	 */
	private record View(SmallIntegerType type, ByteBuffer bytes) implements ElementBuffer {

		@Override
		public void get(Rows rows, Object target) {
			byte[] to = (byte[]) target;
			for (int row = 0; row < rows.number(); row++) {
				int position = rows.first(row);
				int targetPosition = rows.second(row);
				for (int i = 0; i < rows.length(); i++) {
					to[targetPosition + i * rows.secondStride()] = this.type
						.value(this.bytes.get(position + i * rows.firstStride()));
				}
			}
		}

		@Override
		public void put(Rows rows, Object source) {
			byte[] from = (byte[]) source;
			for (int row = 0; row < rows.number(); row++) {
				int sourcePosition = rows.first(row);
				int position = rows.second(row);
				for (int i = 0; i < rows.length(); i++) {
					this.bytes.put(position + i * rows.secondStride(),
							this.type.value(from[sourcePosition + i * rows.firstStride()]));
				}
			}
		}

	}

	/**
	 * Recognises the types by their names, which are the same in both versions.
	 *
	 * @param types the types
	 */
	record Factory(List<DataType> types) implements DataTypeFactory {

		@Override
		public @Nullable DataType fromV3(Extension extension) {
			DataType type = find(extension.name());
			if (type != null) {
				extension.configuration().allowOnly();
			}
			return type;
		}

		@Override
		public @Nullable V2DataType fromV2(Object json) {
			DataType type = find(json);
			return (type != null) ? new V2DataType(type, null) : null;
		}

		private @Nullable DataType find(Object name) {
			for (DataType type : this.types) {
				if (type.name().equals(name)) {
					return type;
				}
			}
			return null;
		}

	}

}
