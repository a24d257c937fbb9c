package io.github.zarrspring.codec;

import java.util.Arrays;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.limits.Limits;

/**
 * What the chunks at one place of a codec pipeline are (Zarr v3 specification, "decoded
 * representation" and "encoded representation"). Immutable; its arrays are not to be
 * changed.
 *
 * @param dataType the data type of the elements
 * @param shape the shape of the chunk
 * @param fillValue the fill value, the slots of one element
 */
public record ChunkRepresentation(DataType dataType, int[] shape, Object fillValue) {

	/**
	 * The number of elements.
	 * @return the product of the shape, which {@link Limits} has checked
	 */
	public int elements() {
		return Math.toIntExact(Limits.product(this.shape));
	}

	/**
	 * The shape of the chunk in slots of Java arrays: elements of several slots have them
	 * side by side along one more dimension.
	 * @return the shape in slots
	 */
	public int[] slotShape() {
		int slots = this.dataType.slots();
		if (slots == 1) {
			return this.shape;
		}
		int[] slotShape = Arrays.copyOf(this.shape, this.shape.length + 1);
		slotShape[this.shape.length] = slots;
		return slotShape;
	}

}
