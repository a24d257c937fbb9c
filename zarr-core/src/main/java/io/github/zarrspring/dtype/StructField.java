package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A field of a {@link StructType}.
 *
 * @param name the name, empty for bytes between fields that mean nothing
 * @param type the data type
 * @param shape the shape, empty for a single value
 * @param offset the first of its bytes within an element
 * @param order its byte order in the store where that differs from field to field
 */
public record StructField(String name, DataType type, List<Integer> shape, int offset, @Nullable ByteOrder order) {

	/**
	 * Check the field.
	 */
	public StructField {
		shape = List.copyOf(shape);
		for (int size : shape) {
			if (size < 1) {
				throw new CorruptDataException("The field '%s' has the shape %s".formatted(name, shape));
			}
		}
	}

	/**
	 * Whether these are bytes that mean nothing.
	 * @return whether the field has no name
	 */
	public boolean isPadding() {
		return this.name.isEmpty();
	}

	/**
	 * How many values the field has.
	 * @return the product of the shape
	 */
	public int count() {
		return Math.toIntExact(Math.min(Integer.MAX_VALUE, elements()));
	}

	private long elements() {
		return Limits.product(this.shape.stream().mapToInt(Integer::intValue).toArray());
	}

	/**
	 * The size of the field.
	 * @return the number of bytes
	 */
	long bytes() {
		return Math.min(Integer.MAX_VALUE, elements()) * this.type.itemSize();
	}

	private Rows rows(int number, int elementSize, boolean get) {
		int width = this.type.elementType().slotBytes();
		int slots = count() * this.type.slots();
		// Where fields are not aligned, each element is a buffer of its own.
		return get ? new Rows(number, slots, 0, elementSize / width, 1, 0, slots, 1)
				: new Rows(number, slots, 0, slots, 1, 0, elementSize / width, 1);
	}

	private boolean isStrided(int elementSize) {
		return elementSize % this.type.elementType().slotBytes() == 0;
	}

	/**
	 * Copy the values of the field out of elements.
	 * @param elements the elements
	 * @param elementSize the size of an element
	 * @param target a Java array of the type of the field
	 */
	public void get(byte[] elements, int elementSize, Object target) {
		int number = elements.length / elementSize;
		int slots = count() * this.type.slots();
		if (number > 0 && isStrided(elementSize)) {
			view(elements, this.offset, elements.length - this.offset).get(rows(number, elementSize, true), target);
			return;
		}
		for (int i = 0; i < number; i++) {
			view(elements, i * elementSize + this.offset, (int) bytes())
				.get(new Rows(1, slots, 0, 0, 1, i * slots, 0, 1), target);
		}
	}

	/**
	 * Copy the values of the field into elements.
	 * @param source a Java array of the type of the field
	 * @param elements the elements
	 * @param elementSize the size of an element
	 */
	public void set(Object source, byte[] elements, int elementSize) {
		int number = elements.length / elementSize;
		int slots = count() * this.type.slots();
		if (number > 0 && isStrided(elementSize)) {
			view(elements, this.offset, elements.length - this.offset).put(rows(number, elementSize, false), source);
			return;
		}
		for (int i = 0; i < number; i++) {
			view(elements, i * elementSize + this.offset, (int) bytes())
				.put(new Rows(1, slots, i * slots, 0, 1, 0, 0, 1), source);
		}
	}

	private ElementBuffer view(byte[] elements, int start, int length) {
		return this.type.view(ByteBuffer.wrap(elements, start, length), ByteOrder.LITTLE_ENDIAN);
	}

}
