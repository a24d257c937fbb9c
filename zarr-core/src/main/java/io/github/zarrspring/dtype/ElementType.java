package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One of the Java array types that hold the elements of chunks and results, with the
 * loops that move them. All loops over elements of the engine are here, one class per
 * Java array type, so that none of them boxes and all of them compile to plain array
 * code; an array is passed as {@code Object} and positions count its slots.
 */
public abstract class ElementType {

	/**
	 * {@code boolean[]}, one byte each.
	 */
	public static final ElementType BOOLEANS = new BooleanElements();

	/**
	 * {@code byte[]}.
	 */
	public static final ElementType BYTES = new ByteElements();

	/**
	 * {@code short[]}.
	 */
	public static final ElementType SHORTS = new ShortElements();

	/**
	 * {@code int[]}.
	 */
	public static final ElementType INTS = new IntElements();

	/**
	 * {@code long[]}.
	 */
	public static final ElementType LONGS = new LongElements();

	/**
	 * {@code float[]}.
	 */
	public static final ElementType FLOATS = new FloatElements();

	/**
	 * {@code double[]}.
	 */
	public static final ElementType DOUBLES = new DoubleElements();

	/**
	 * {@code String[]}, of which no element is {@code null}.
	 */
	public static final ElementType STRINGS = new ObjectElements(String[].class, "");

	/**
	 * {@code byte[][]}, of which no element is {@code null}.
	 */
	public static final ElementType BYTE_STRINGS = new ObjectElements(byte[][].class, new byte[0]);

	private final Class<?> arrayClass;

	private final int slotBytes;

	/**
	 * Create an element type.
	 * @param arrayClass the class of the Java arrays
	 * @param slotBytes the size of one slot in encoded form
	 */
	ElementType(Class<?> arrayClass, int slotBytes) {
		this.arrayClass = arrayClass;
		this.slotBytes = slotBytes;
	}

	/**
	 * The class of the Java arrays.
	 * @return an array class
	 */
	public final Class<?> arrayClass() {
		return this.arrayClass;
	}

	/**
	 * The size of one slot of an array in encoded form.
	 * @return the number of bytes, 0 if it varies
	 */
	public final int slotBytes() {
		return this.slotBytes;
	}

	/**
	 * A new array.
	 * @param length the number of slots
	 * @return the array, all zero or empty
	 */
	public abstract Object allocate(int length);

	/**
	 * The length of an array.
	 * @param array an array of this type
	 * @return the number of slots
	 */
	public abstract int length(Object array);

	/**
	 * Encoded elements as slots.
	 * @param bytes the encoded elements, from the position to the limit
	 * @param order their byte order
	 * @return a view of the bytes
	 */
	public abstract ElementBuffer view(ByteBuffer bytes, ByteOrder order);

	/**
	 * Copy slots.
	 * @param source the array to copy from
	 * @param sourcePosition the first slot to copy
	 * @param sourceStride the distance between slots to copy
	 * @param target the array to copy to
	 * @param targetPosition the first slot to copy to
	 * @param targetStride the distance between slots to copy to
	 * @param count the number of slots
	 */
	public final void copy(Object source, int sourcePosition, int sourceStride, Object target, int targetPosition,
			int targetStride, int count) {
		if (sourceStride == 1 && targetStride == 1) {
			System.arraycopy(source, sourcePosition, target, targetPosition, count);
		}
		else {
			copyStrided(source, sourcePosition, sourceStride, target, targetPosition, targetStride, count);
		}
	}

	/**
	 * Copy slots that do not lie side by side.
	 * @param source the array to copy from
	 * @param sourcePosition the first slot to copy
	 * @param sourceStride the distance between slots to copy
	 * @param target the array to copy to
	 * @param targetPosition the first slot to copy to
	 * @param targetStride the distance between slots to copy to
	 * @param count the number of slots
	 */
	abstract void copyStrided(Object source, int sourcePosition, int sourceStride, Object target, int targetPosition,
			int targetStride, int count);

	/**
	 * Copy elements between positions that follow no pattern, one after the other: where
	 * a target position comes twice, the last one stays.
	 * @param source the array to copy from
	 * @param sourceOffset what is added to each source position
	 * @param sourcePositions the first slot of each element to copy
	 * @param target the array to copy to
	 * @param targetOffset what is added to each target position
	 * @param targetPositions the first slot of each element to copy to, as many
	 * @param slots the number of slots of an element, which lie side by side
	 */
	public final void copyIndexed(Object source, int sourceOffset, int[] sourcePositions, Object target,
			int targetOffset, int[] targetPositions, int slots) {
		if (slots == 1) {
			copySlots(source, sourceOffset, sourcePositions, target, targetOffset, targetPositions);
			return;
		}
		for (int i = 0; i < sourcePositions.length; i++) {
			System.arraycopy(source, sourceOffset + sourcePositions[i], target, targetOffset + targetPositions[i],
					slots);
		}
	}

	/**
	 * Copy single slots between positions that follow no pattern, one after the other.
	 * @param source the array to copy from
	 * @param sourceOffset what is added to each source position
	 * @param sourcePositions the slots to copy
	 * @param target the array to copy to
	 * @param targetOffset what is added to each target position
	 * @param targetPositions the slots to copy to, as many
	 */
	void copySlots(Object source, int sourceOffset, int[] sourcePositions, Object target, int targetOffset,
			int[] targetPositions) {
		for (int i = 0; i < sourcePositions.length; i++) {
			System.arraycopy(source, sourceOffset + sourcePositions[i], target, targetOffset + targetPositions[i], 1);
		}
	}

	/**
	 * Repeat an element side by side.
	 * @param target the array to fill
	 * @param position the first slot
	 * @param count the number of slots, a multiple of the length of the element
	 * @param element the slots of the element
	 */
	public final void fill(Object target, int position, int count, Object element) {
		int filled = Math.min(count, length(element));
		System.arraycopy(element, 0, target, position, filled);
		while (filled < count) {
			int next = Math.min(filled, count - filled);
			System.arraycopy(target, position, target, position + filled, next);
			filled += next;
		}
	}

	/**
	 * Whether slots repeat one slot, bit by bit, so that a NaN equals itself and nothing
	 * else.
	 * @param source the array to look at
	 * @param position the first slot
	 * @param stride the distance between slots
	 * @param count the number of slots
	 * @param element the array with the slot to compare with
	 * @param slot the position of that slot
	 * @return whether all of them have its bits
	 */
	public abstract boolean isFilled(Object source, int position, int stride, int count, Object element, int slot);

	@Override
	public String toString() {
		return this.arrayClass.getSimpleName();
	}

}
