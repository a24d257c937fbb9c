package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as the filters of numcodecs see them: a kind, a size and a byte order, which
 * need not be those of the array. Values go through plain Java arrays, one loop for each
 * array type.
 *
 * @param kind {@code i}, {@code u}, {@code f} or {@code b} as in NumPy
 * @param size the number of bytes
 * @param order the byte order
 */
public record NumberType(char kind, int size, ByteOrder order) {

	/**
	 * The type of a type string.
	 * @param json the type string, or another name that NumPy has for the type
	 * @return the type; date and time types are integers
	 * @throws CorruptDataException if it is no type string
	 * @throws UnsupportedExtensionException if it is not one of numbers
	 */
	public static NumberType parse(@Nullable Object json) {
		String text = (json instanceof String string) ? string : "";
		V2TypeString name = V2TypeString.parse(text.isEmpty() ? text : NumPyNames.typeString(text));
		if (name == null) {
			throw new CorruptDataException("The dtype %s is not a type string".formatted(json));
		}
		char kind = name.kind();
		String rest = name.rest();
		if ((kind == 'M' || kind == 'm') && rest.startsWith("8")) {
			kind = 'i';
			rest = "8";
		}
		boolean known = switch (kind) {
			case 'b' -> rest.equals("1");
			case 'i', 'u' -> rest.matches("[1248]");
			case 'f' -> rest.matches("[248]");
			default -> false;
		};
		if (!known) {
			throw new UnsupportedExtensionException("The dtype '%s' is not one of numbers".formatted(json));
		}
		int size = Integer.parseInt(rest);
		if (name.order() == null && size > 1) {
			throw new CorruptDataException("The dtype '%s' has no byte order".formatted(json));
		}
		return new NumberType(kind, size, (name.order() != null) ? name.order() : ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * The numbers of a data type.
	 * @param type the data type
	 * @param order the byte order
	 * @return the type, {@code null} if the data type is not one of numbers
	 */
	public static @Nullable NumberType of(DataType type, ByteOrder order) {
		String name = type.name();
		if (type == DataType.BOOL) {
			return new NumberType('b', 1, order);
		}
		if (type instanceof TimeType) {
			return new NumberType('i', Long.BYTES, order);
		}
		if (name.matches("u?int(8|16|32|64)") || name.matches("float(16|32|64)")) {
			return new NumberType(name.charAt(0), type.itemSize(), order);
		}
		return null;
	}

	/**
	 * This type in another byte order.
	 * @param order the byte order
	 * @return the type
	 */
	public NumberType withOrder(ByteOrder order) {
		return new NumberType(this.kind, this.size, order);
	}

	/**
	 * Whether another type has the same values.
	 * @param other the other type
	 * @return whether they differ at most in their byte order
	 */
	public boolean isLike(NumberType other) {
		return this.kind == other.kind && this.size == other.size;
	}

	/**
	 * Whether these are integers.
	 * @return whether they are, booleans among them
	 */
	public boolean isInteger() {
		return this.kind != 'f';
	}

	/**
	 * The type string.
	 * @return the form that metadata has
	 */
	public String toV2() {
		return V2TypeString.format(this.order, this.kind, this.size);
	}

	/**
	 * The data type of these numbers.
	 * @return the data type
	 */
	public DataType dataType() {
		return switch (this.kind) {
			case 'b' -> DataType.BOOL;
			case 'i' -> switch (this.size) {
				case 1 -> DataType.INT8;
				case 2 -> DataType.INT16;
				case 4 -> DataType.INT32;
				default -> DataType.INT64;
			};
			case 'u' -> switch (this.size) {
				case 1 -> DataType.UINT8;
				case 2 -> DataType.UINT16;
				case 4 -> DataType.UINT32;
				default -> DataType.UINT64;
			};
			default -> switch (this.size) {
				case 2 -> DataType.FLOAT16;
				case 4 -> DataType.FLOAT32;
				default -> DataType.FLOAT64;
			};
		};
	}

	private ElementType slots() {
		return (this.kind == 'b') ? ElementType.BYTES : dataType().elementType();
	}

	/**
	 * Read numbers.
	 * @param bytes the numbers from the position to the limit
	 * @return a Java array of the same width
	 */
	public Object read(ByteBuffer bytes) {
		int count = bytes.remaining() / this.size;
		Object array = slots().allocate(count);
		slots().view(bytes, this.order).get(Rows.of(count), array);
		return array;
	}

	/**
	 * Write numbers.
	 * @param array a Java array as {@link #read} gives it
	 * @param target where they go, from the position on
	 */
	public void write(Object array, ByteBuffer target) {
		slots().view(target, this.order).put(Rows.of(slots().length(array)), array);
	}

	/**
	 * The numbers as integers; those with a fraction are cut off.
	 * @param array a Java array as {@link #read} gives it
	 * @return the integers, unsigned ones of 64 bits by their bits
	 */
	public long[] longs(Object array) {
		if (!isInteger()) {
			double[] values = doubles(array);
			long[] longs = new long[values.length];
			for (int i = 0; i < longs.length; i++) {
				// Beyond the signed range, the bits are those of the unsigned number.
				longs[i] = (values[i] >= 0x1p63) ? (long) (values[i] - 0x1p63) ^ Long.MIN_VALUE : (long) values[i];
			}
			return longs;
		}
		if (array instanceof long[] longs) {
			return longs;
		}
		long mask = (this.kind == 'u') ? -1L >>> (Long.SIZE - Byte.SIZE * this.size) : -1L;
		long[] longs = new long[slots().length(array)];
		if (array instanceof byte[] bytes) {
			for (int i = 0; i < longs.length; i++) {
				longs[i] = bytes[i] & mask;
			}
		}
		else if (array instanceof short[] shorts) {
			for (int i = 0; i < longs.length; i++) {
				longs[i] = shorts[i] & mask;
			}
		}
		else {
			int[] ints = (int[]) array;
			for (int i = 0; i < longs.length; i++) {
				longs[i] = ints[i] & mask;
			}
		}
		return longs;
	}

	/**
	 * The numbers in double precision.
	 * @param array a Java array as {@link #read} gives it
	 * @return the numbers
	 */
	public double[] doubles(Object array) {
		if (array instanceof double[] doubles) {
			return doubles;
		}
		double[] doubles = new double[slots().length(array)];
		if (array instanceof float[] floats) {
			for (int i = 0; i < doubles.length; i++) {
				doubles[i] = floats[i];
			}
			return doubles;
		}
		if (!isInteger()) {
			short[] halves = (short[]) array;
			for (int i = 0; i < doubles.length; i++) {
				doubles[i] = BinaryFloat.HALF.value(halves[i]);
			}
			return doubles;
		}
		long[] longs = longs(array);
		boolean unsigned = this.kind == 'u' && this.size == Long.BYTES;
		for (int i = 0; i < doubles.length; i++) {
			long value = longs[i];
			doubles[i] = (unsigned && value < 0) ? (value >>> 1 | value & 1) * 2.0 : value;
		}
		return doubles;
	}

	/**
	 * Numbers of this type from integers, of which the lower bits count.
	 * @param longs the integers
	 * @param unsigned whether those of 64 bits are unsigned
	 * @return a Java array as {@link #read} gives it
	 */
	public Object ofLongs(long[] longs, boolean unsigned) {
		if (!isInteger()) {
			return ofDoubles(new NumberType(unsigned ? 'u' : 'i', Long.BYTES, this.order).doubles(longs));
		}
		Object array = slots().allocate(longs.length);
		if (array instanceof byte[] bytes) {
			for (int i = 0; i < longs.length; i++) {
				bytes[i] = (byte) ((this.kind != 'b') ? longs[i] : (longs[i] != 0) ? 1 : 0);
			}
		}
		else if (array instanceof short[] shorts) {
			for (int i = 0; i < longs.length; i++) {
				shorts[i] = (short) longs[i];
			}
		}
		else if (array instanceof int[] ints) {
			for (int i = 0; i < longs.length; i++) {
				ints[i] = (int) longs[i];
			}
		}
		else {
			return longs;
		}
		return array;
	}

	/**
	 * Numbers of this type from those in double precision.
	 * @param doubles the numbers
	 * @return a Java array as {@link #read} gives it
	 */
	public Object ofDoubles(double[] doubles) {
		if (isInteger()) {
			NumberType source = new NumberType('f', Double.BYTES, this.order);
			return ofLongs(source.longs(doubles), this.kind == 'u');
		}
		if (this.size == Double.BYTES) {
			return doubles;
		}
		if (this.size == Float.BYTES) {
			float[] floats = new float[doubles.length];
			for (int i = 0; i < floats.length; i++) {
				floats[i] = (float) doubles[i];
			}
			return floats;
		}
		short[] halves = new short[doubles.length];
		for (int i = 0; i < halves.length; i++) {
			halves[i] = BinaryFloat.HALF.bits(doubles[i]);
		}
		return halves;
	}

	/**
	 * Numbers of another type as this type has them.
	 * @param array a Java array as {@link #read} of the other type gives it
	 * @param from the other type
	 * @return a Java array as {@link #read} gives it
	 */
	public Object convert(Object array, NumberType from) {
		if (isLike(from)) {
			return array;
		}
		return from.isInteger() ? ofLongs(from.longs(array), from.kind == 'u') : ofDoubles(from.doubles(array));
	}

}
