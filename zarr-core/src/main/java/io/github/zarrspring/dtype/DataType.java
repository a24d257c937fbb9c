package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * A data type: the name it has in v3 and v2 metadata, the forms of its fill values, and
 * how its elements lie in bytes and in Java arrays. Immutable.
 * <p>
 * A single element, such as a fill value, is passed as a Java array with the slots of one
 * element: {@code new float[] {Float.NaN}}. So all bits are kept and nothing is boxed.
 */
public interface DataType {

	/** True and false, one byte each, 0 or 1. */
	DataType BOOL = new BoolType();

	/** 8-bit integers. */
	DataType INT8 = IntegerType.signed(1);

	/** 16-bit integers. */
	DataType INT16 = IntegerType.signed(2);

	/** 32-bit integers. */
	DataType INT32 = IntegerType.signed(4);

	/** 64-bit integers. */
	DataType INT64 = IntegerType.signed(8);

	/** Unsigned 8-bit integers, in a {@code byte[]}. */
	DataType UINT8 = IntegerType.unsigned(1);

	/** Unsigned 16-bit integers, in a {@code short[]}. */
	DataType UINT16 = IntegerType.unsigned(2);

	/** Unsigned 32-bit integers, in an {@code int[]}. */
	DataType UINT32 = IntegerType.unsigned(4);

	/** Unsigned 64-bit integers, in a {@code long[]}. */
	DataType UINT64 = IntegerType.unsigned(8);

	/** IEEE 754 single precision. */
	DataType FLOAT32 = FloatType.single();

	/** IEEE 754 double precision. */
	DataType FLOAT64 = FloatType.twice();

	/** IEEE 754 half precision, bit by bit in a {@code short[]}. */
	DataType FLOAT16 = SmallFloatType.half();

	/** The upper half of single precision, bit by bit in a {@code short[]}. */
	DataType BFLOAT16 = SmallFloatType.brain();

	/** Pairs of single precision: real and imaginary part side by side. */
	DataType COMPLEX64 = ComplexType.single();

	/** Pairs of double precision: real and imaginary part side by side. */
	DataType COMPLEX128 = ComplexType.twice();

	/** Text of any length, in a {@code String[]}. */
	DataType STRING = VariableType.string();

	/** Bytes of any number, in a {@code byte[][]}. */
	DataType BYTES = VariableType.bytes();

	/** 2-bit integers, a {@code byte} each. */
	DataType INT2 = new SmallIntegerType(true, 2);

	/** 4-bit integers, a {@code byte} each. */
	DataType INT4 = new SmallIntegerType(true, 4);

	/** Unsigned 2-bit integers, a {@code byte} each. */
	DataType UINT2 = new SmallIntegerType(false, 2);

	/** Unsigned 4-bit integers, a {@code byte} each. */
	DataType UINT4 = new SmallIntegerType(false, 4);

	/**
	 * Points in time, {@code numpy.datetime64}.
	 * @param unit the unit in which they are counted
	 * @return the data type
	 */
	static TimeType datetime64(TimeUnit unit) {
		return new TimeType(true, unit, 1);
	}

	/**
	 * Durations, {@code numpy.timedelta64}.
	 * @param unit the unit in which they are counted
	 * @return the data type
	 */
	static TimeType timedelta64(TimeUnit unit) {
		return new TimeType(false, unit, 1);
	}

	/**
	 * Bytes of a fixed number that end where only zeros follow,
	 * {@code null_terminated_bytes}.
	 * @param length the number of bytes
	 * @return the data type
	 */
	static DataType fixedBytes(int length) {
		return new FixedBytesType(length, true);
	}

	/**
	 * Text of at most so many characters, {@code fixed_length_utf32}.
	 * @param length the number of characters
	 * @return the data type
	 */
	static DataType fixedString(int length) {
		return new Utf32Type(length);
	}

	/**
	 * Bytes without any meaning, {@code r8}, {@code r16} and so on.
	 * @param length the number of bytes
	 * @return the data type
	 */
	static DataType raw(int length) {
		return new FixedBytesType(length, false);
	}

	/**
	 * Structured elements.
	 * @param fields the data types of the fields by name, in their order
	 * @return the data type
	 */
	static StructType struct(Map<String, DataType> fields) {
		List<StructType.Member> members = new ArrayList<>();
		fields.forEach((name, type) -> members.add(new StructType.Member(name, type, List.of(), null)));
		return StructType.of(members);
	}

	/**
	 * The name in v3 metadata.
	 * @return the name
	 */
	String name();

	/**
	 * The type as v3 metadata writes it.
	 * @return name and configuration
	 */
	default Extension toExtension() {
		return Extension.of(name());
	}

	/**
	 * The type as v2 metadata writes it.
	 * @param order the byte order of the stored elements
	 * @return the {@code dtype} member
	 */
	Object toV2(ByteOrder order);

	/**
	 * The Java arrays that hold the elements.
	 * @return the element type
	 */
	ElementType elementType();

	/**
	 * The number of slots of a Java array that one element takes.
	 * @return 1, 2 for complex numbers, the size for raw bytes
	 */
	default int slots() {
		return 1;
	}

	/**
	 * The size of an encoded element.
	 * @return the number of bytes, 0 if it varies
	 */
	default int itemSize() {
		return slots() * elementType().slotBytes();
	}

	/**
	 * What an element takes in memory: the size of an encoded element, or that of a
	 * reference if it varies.
	 * @return the number of bytes, at least one
	 */
	default int memorySize() {
		return (itemSize() > 0) ? itemSize() : Long.BYTES;
	}

	/**
	 * Whether the byte order of encoded elements matters.
	 * @return whether it does
	 */
	default boolean isOrdered() {
		return elementType().slotBytes() > 1;
	}

	/**
	 * Encoded elements as slots of the Java array.
	 * @param bytes the encoded elements, from the position to the limit
	 * @param order their byte order
	 * @return a view of the bytes
	 */
	default ElementBuffer view(ByteBuffer bytes, ByteOrder order) {
		return elementType().view(bytes, order);
	}

	/**
	 * The elements in single precision, where that holds all of them exactly.
	 * @param array the Java array of the elements
	 * @return a new array, or the same if it is one
	 * @throws InvalidRequestException if the data type has no such elements
	 */
	default float[] toFloats(Object array) {
		if (array instanceof float[] floats && slots() == 1) {
			return floats;
		}
		throw new InvalidRequestException("The data type '%s' is not one of floats".formatted(name()));
	}

	/**
	 * The elements as text, where they are text.
	 * @param array the Java array of the elements
	 * @return one string for each element
	 * @throws InvalidRequestException if they are not
	 */
	default String[] toStrings(Object array) {
		throw new InvalidRequestException("The data type '%s' is not one of text".formatted(name()));
	}

	/**
	 * The elements as byte strings, where they are bytes.
	 * @param array the Java array of the elements
	 * @return one byte string for each element
	 * @throws InvalidRequestException if they are not
	 */
	default byte[][] toByteStrings(Object array) {
		throw new InvalidRequestException("The data type '%s' is not one of bytes".formatted(name()));
	}

	/**
	 * Elements of text or bytes from values of any length.
	 * @param values a {@code String[]} or {@code byte[][]}
	 * @return the Java array of the elements
	 * @throws InvalidRequestException if a value is too long, or the data type has none
	 * such
	 */
	default Object fromObjects(Object[] values) {
		if (elementType().arrayClass().isInstance(values)) {
			return values;
		}
		throw new InvalidRequestException(
				"The data type '%s' has no values from a %s".formatted(name(), values.getClass().getSimpleName()));
	}

	/**
	 * The fill value of arrays that name none.
	 * @return the slots of one element
	 */
	default Object defaultFillValue() {
		return elementType().allocate(slots());
	}

	/**
	 * Read a fill value in one of the forms of the v3 specification.
	 * @param json the value in the metadata
	 * @return the slots of one element
	 * @throws io.github.zarrspring.exception.CorruptDataException if it is not a fill
	 * value of this type
	 */
	Object parseFillValue(@Nullable Object json);

	/**
	 * Read a fill value in one of the forms of the v3 specification, where that depends
	 * on the byte order.
	 * @param json the value in the metadata
	 * @param order the byte order of the stored elements
	 * @return the slots of one element
	 * @throws io.github.zarrspring.exception.CorruptDataException if it is not a fill
	 * value of this type
	 */
	default Object parseFillValue(@Nullable Object json, ByteOrder order) {
		return parseFillValue(json);
	}

	/**
	 * Write a fill value in the form of the v3 specification.
	 * @param element the slots of one element
	 * @return the value for the metadata
	 */
	@Nullable Object formatFillValue(Object element);

	/**
	 * Read a fill value in one of the forms of the v2 specification.
	 * @param json the value in the metadata, not {@code null}
	 * @return the slots of one element
	 * @throws io.github.zarrspring.exception.CorruptDataException if it is not a fill
	 * value of this type
	 */
	default Object parseV2FillValue(Object json) {
		return parseFillValue(json);
	}

	/**
	 * Read a fill value in one of the forms of the v2 specification, where that depends
	 * on the byte order.
	 * @param json the value in the metadata, not {@code null}
	 * @param order the byte order of the stored elements
	 * @return the slots of one element
	 */
	default Object parseV2FillValue(Object json, ByteOrder order) {
		return parseV2FillValue(json);
	}

	/**
	 * Write a fill value in the form of the v2 specification, where that depends on the
	 * byte order.
	 * @param element the slots of one element
	 * @param order the byte order of the stored elements
	 * @return the value for the metadata
	 */
	default @Nullable Object formatV2FillValue(Object element, ByteOrder order) {
		return formatV2FillValue(element);
	}

	/**
	 * Write a fill value in the form of the v2 specification.
	 * @param element the slots of one element
	 * @return the value for the metadata
	 */
	default @Nullable Object formatV2FillValue(Object element) {
		return formatFillValue(element);
	}

}
