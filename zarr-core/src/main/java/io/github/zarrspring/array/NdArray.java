package io.github.zarrspring.array;

import java.util.Arrays;

import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.dtype.StructField;
import io.github.zarrspring.dtype.StructType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.limits.Limits;

/**
 * Values in memory: one Java array in C order and a shape. The Java array is wrapped and
 * not copied, in both directions. Unsigned data types are in the signed Java type of the
 * same width. Not safe for use by several threads while one of them changes the array.
 */
public final class NdArray {

	private final DataType dataType;

	private final int[] shape;

	private final Object array;

	private NdArray(DataType dataType, Object array, int[] shape) {
		ElementType type = dataType.elementType();
		if (!type.arrayClass().isInstance(array)) {
			throw new InvalidRequestException("The values of the data type '%s' are in a %s, not in a %s"
				.formatted(dataType.name(), type, array.getClass().getSimpleName()));
		}
		long elements = Limits.product(shape);
		if (isNegative(shape) || elements > Integer.MAX_VALUE || elements * dataType.slots() != type.length(array)) {
			throw new InvalidRequestException("An array of length %d does not have the shape %s"
				.formatted(type.length(array), Arrays.toString(shape)));
		}
		this.dataType = dataType;
		this.array = array;
		this.shape = shape.clone();
	}

	private static boolean isNegative(int[] shape) {
		for (int size : shape) {
			if (size < 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Wrap a Java array.
	 * @param dataType the data type of the values
	 * @param array the values in C order, in the Java array type of the data type
	 * @param shape the shape
	 * @return the values
	 * @throws InvalidRequestException if array and shape do not fit
	 */
	public static NdArray of(DataType dataType, Object array, int... shape) {
		return new NdArray(dataType, array, shape);
	}

	/**
	 * Wrap booleans.
	 * @param values the values in C order
	 * @param shape the shape
	 * @return the values as {@code bool}
	 */
	public static NdArray of(boolean[] values, int... shape) {
		return new NdArray(DataType.BOOL, values, shape);
	}

	/**
	 * Wrap bytes.
	 * @param values the values in C order
	 * @param shape the shape
	 * @return the values as {@code int8}
	 */
	public static NdArray of(byte[] values, int... shape) {
		return new NdArray(DataType.INT8, values, shape);
	}

	/**
	 * Wrap shorts.
	 * @param values the values in C order
	 * @param shape the shape
	 * @return the values as {@code int16}
	 */
	public static NdArray of(short[] values, int... shape) {
		return new NdArray(DataType.INT16, values, shape);
	}

	/**
	 * Wrap ints.
	 * @param values the values in C order
	 * @param shape the shape
	 * @return the values as {@code int32}
	 */
	public static NdArray of(int[] values, int... shape) {
		return new NdArray(DataType.INT32, values, shape);
	}

	/**
	 * Wrap longs.
	 * @param values the values in C order
	 * @param shape the shape
	 * @return the values as {@code int64}
	 */
	public static NdArray of(long[] values, int... shape) {
		return new NdArray(DataType.INT64, values, shape);
	}

	/**
	 * Wrap floats.
	 * @param values the values in C order
	 * @param shape the shape
	 * @return the values as {@code float32}
	 */
	public static NdArray of(float[] values, int... shape) {
		return new NdArray(DataType.FLOAT32, values, shape);
	}

	/**
	 * Wrap doubles.
	 * @param values the values in C order
	 * @param shape the shape
	 * @return the values as {@code float64}
	 */
	public static NdArray of(double[] values, int... shape) {
		return new NdArray(DataType.FLOAT64, values, shape);
	}

	/**
	 * Wrap text.
	 * @param values the values in C order, none of them {@code null}
	 * @param shape the shape
	 * @return the values as {@code string}
	 */
	public static NdArray of(String[] values, int... shape) {
		return new NdArray(DataType.STRING, values, shape);
	}

	/**
	 * Wrap byte strings.
	 * @param values the values in C order, none of them {@code null}
	 * @param shape the shape
	 * @return the values as {@code bytes}
	 */
	public static NdArray of(byte[][] values, int... shape) {
		return new NdArray(DataType.BYTES, values, shape);
	}

	/**
	 * New values, all zero.
	 * @param dataType the data type
	 * @param shape the shape
	 * @return the values
	 * @throws InvalidRequestException if a size is negative
	 * @throws io.github.zarrspring.exception.LimitExceededException if there are more
	 * values than a Java array has
	 */
	public static NdArray zeros(DataType dataType, int... shape) {
		if (isNegative(shape)) {
			throw new InvalidRequestException("The shape %s has a negative size".formatted(Arrays.toString(shape)));
		}
		long slots = Limits.product(Limits.product(shape), dataType.slots());
		Limits.check("A number of values", slots, Limits.MAX_CHUNK_BYTES, "a Java array");
		return new NdArray(dataType, dataType.elementType().allocate((int) slots), shape);
	}

	/**
	 * The data type.
	 * @return the data type
	 */
	public DataType dataType() {
		return this.dataType;
	}

	/**
	 * The shape.
	 * @return the size along each dimension, none for a single value
	 */
	public int[] shape() {
		return this.shape.clone();
	}

	/**
	 * The number of elements.
	 * @return the product of the shape
	 */
	public int size() {
		return this.dataType.elementType().length(this.array) / this.dataType.slots();
	}

	/**
	 * The Java array itself, in C order.
	 * @return an array of the type that the data type has
	 */
	public Object array() {
		return this.array;
	}

	/**
	 * The values as booleans.
	 * @return the Java array itself
	 * @throws InvalidRequestException if the values are not in such an array
	 */
	public boolean[] booleans() {
		return as(boolean[].class);
	}

	/**
	 * The values as bytes.
	 * @return the Java array itself
	 * @throws InvalidRequestException if the values are not in such an array
	 */
	public byte[] bytes() {
		return as(byte[].class);
	}

	/**
	 * The values as shorts.
	 * @return the Java array itself
	 * @throws InvalidRequestException if the values are not in such an array
	 */
	public short[] shorts() {
		return as(short[].class);
	}

	/**
	 * The values as ints.
	 * @return the Java array itself
	 * @throws InvalidRequestException if the values are not in such an array
	 */
	public int[] ints() {
		return as(int[].class);
	}

	/**
	 * The values as longs.
	 * @return the Java array itself
	 * @throws InvalidRequestException if the values are not in such an array
	 */
	public long[] longs() {
		return as(long[].class);
	}

	/**
	 * The values as floats.
	 * @return the Java array itself
	 * @throws InvalidRequestException if the values are not in such an array
	 */
	public float[] floats() {
		return as(float[].class);
	}

	/**
	 * The values as doubles.
	 * @return the Java array itself
	 * @throws InvalidRequestException if the values are not in such an array
	 */
	public double[] doubles() {
		return as(double[].class);
	}

	/**
	 * The values as text, one {@code String} for each element: of {@code string} the Java
	 * array itself, of fixed-length types a new one.
	 * @return the text in C order
	 * @throws InvalidRequestException if the values are no text
	 */
	public String[] strings() {
		return (this.array instanceof String[] strings) ? strings : this.dataType.toStrings(this.array);
	}

	/**
	 * The values as byte strings, one {@code byte[]} for each element: of {@code bytes}
	 * the Java array itself, of fixed-length types a new one, without zeros at the end
	 * where they are no part of the value.
	 * @return the byte strings in C order
	 * @throws InvalidRequestException if the values are no byte strings
	 */
	public byte[][] byteStrings() {
		return (this.array instanceof byte[][] strings) ? strings : this.dataType.toByteStrings(this.array);
	}

	/**
	 * A field of structured values.
	 * @param name the name of the field
	 * @return a copy of its values, with the shape of the field behind that of the array
	 * @throws InvalidRequestException if there is no such field
	 */
	public NdArray field(String name) {
		StructField field = struct().field(name);
		byte[] elements = bytes();
		Object values = field.type().elementType().allocate(size() * field.count() * field.type().slots());
		field.get(elements, struct().slots(), values);
		int[] shape = Arrays.copyOf(this.shape, this.shape.length + field.shape().size());
		for (int i = 0; i < field.shape().size(); i++) {
			shape[this.shape.length + i] = field.shape().get(i);
		}
		return new NdArray(field.type(), values, shape);
	}

	/**
	 * Set a field of structured values.
	 * @param name the name of the field
	 * @param values its values, as {@link #field} gives them
	 * @throws InvalidRequestException if there is no such field or the values do not fit
	 */
	public void setField(String name, NdArray values) {
		StructField field = struct().field(name);
		if (!field.type().equals(values.dataType) || values.size() != size() * field.count()) {
			throw new InvalidRequestException("%s are not values of the field '%s' of type '%s' for %d elements"
				.formatted(values, name, field.type(), size()));
		}
		field.set(values.array, bytes(), struct().slots());
	}

	private StructType struct() {
		if (this.dataType instanceof StructType struct) {
			return struct;
		}
		throw new InvalidRequestException("The data type '%s' has no fields".formatted(this.dataType.name()));
	}

	/**
	 * The values of a float type of at most single precision: {@code float16} and
	 * {@code bfloat16} are widened.
	 * @return a new array, or the Java array itself if it is one
	 * @throws InvalidRequestException if the data type has no such values
	 */
	public float[] toFloats() {
		return this.dataType.toFloats(this.array);
	}

	private <A> A as(Class<A> type) {
		if (!type.isInstance(this.array)) {
			throw new InvalidRequestException("The values of the data type '%s' are in a %s, not in a %s"
				.formatted(this.dataType.name(), this.dataType.elementType(), type.getSimpleName()));
		}
		return type.cast(this.array);
	}

	/**
	 * The same values in another shape.
	 * @param shape a shape of as many elements
	 * @return the values, sharing the Java array
	 */
	public NdArray reshape(int... shape) {
		return new NdArray(this.dataType, this.array, shape);
	}

	/**
	 * Whether this is the shape.
	 */
	boolean hasShape(long[] shape) {
		boolean same = shape.length == this.shape.length;
		for (int i = 0; same && i < shape.length; i++) {
			same = shape[i] == this.shape[i];
		}
		return same;
	}

	/**
	 * The view that codecs read and write.
	 */
	ArrayView view() {
		int[] slotShape = this.shape;
		if (this.dataType.slots() > 1) {
			slotShape = Arrays.copyOf(this.shape, this.shape.length + 1);
			slotShape[this.shape.length] = this.dataType.slots();
		}
		return ArrayView.of(this.dataType.elementType(), this.array, slotShape);
	}

	@Override
	public String toString() {
		return this.dataType.name() + Arrays.toString(this.shape);
	}

}
