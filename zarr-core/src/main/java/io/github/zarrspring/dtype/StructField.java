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

	/**
	 * After how many elements the field is aligned as in the first again. All those that
	 * are aligned alike can be copied at once.
	 */
	private int step(int elementSize) {
		int width = this.type.elementType().slotBytes();
		int step = 1;
		while (step * elementSize % width != 0) {
			step++;
		}
		return step;
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
		int step = step(elementSize);
		int stride = step * elementSize / this.type.elementType().slotBytes();
		for (int i = 0; i < Math.min(step, number); i++) {
			view(elements, i * elementSize)
				.get(new Rows((number - i - 1) / step + 1, slots, 0, stride, 1, i * slots, step * slots, 1), target);
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
		int step = step(elementSize);
		int stride = step * elementSize / this.type.elementType().slotBytes();
		for (int i = 0; i < Math.min(step, number); i++) {
			view(elements, i * elementSize)
				.put(new Rows((number - i - 1) / step + 1, slots, i * slots, step * slots, 1, 0, stride, 1), source);
		}
	}

	private ElementBuffer view(byte[] elements, int element) {
		int start = element + this.offset;
		return this.type.view(ByteBuffer.wrap(elements, start, elements.length - start), ByteOrder.LITTLE_ENDIAN);
	}

}
