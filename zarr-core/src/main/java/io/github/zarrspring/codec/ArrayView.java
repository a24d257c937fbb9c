package io.github.zarrspring.codec;

import java.util.Arrays;

import io.github.zarrspring.dtype.ElementType;

/**
 * A part of a Java array, seen as an n-dimensional array: where its first slot is and how
 * far apart slots are along each dimension. Elements of several slots have them side by
 * side along a last dimension of their own. Its arrays of numbers are not to be changed.
 *
 * @param type the type of the Java array
 * @param array the Java array
 * @param offset the position of the first slot
 * @param shape the number of slots along each dimension
 * @param strides the distance between slots along each dimension
 */
public record ArrayView(ElementType type, Object array, int offset, int[] shape, int[] strides) {

	/**
	 * All of a Java array in C order.
	 * @param type the type of the Java array
	 * @param array the Java array
	 * @param shape the number of slots along each dimension
	 * @return the view
	 */
	public static ArrayView of(ElementType type, Object array, int[] shape) {
		return new ArrayView(type, array, 0, shape, strides(shape));
	}

	/**
	 * The strides of C order.
	 * @param shape the shape
	 * @return the strides, the last of them one
	 */
	public static int[] strides(int[] shape) {
		int[] strides = new int[shape.length];
		int stride = 1;
		for (int i = shape.length - 1; i >= 0; i--) {
			strides[i] = stride;
			stride *= shape[i];
		}
		return strides;
	}

	/**
	 * A part of this view.
	 * @param region the part; a dimension beyond those of the region stays whole
	 * @return the view of the part
	 */
	public ArrayView slice(Region region) {
		int[] shape = this.shape.clone();
		int[] strides = this.strides.clone();
		int offset = this.offset;
		for (int i = 0; i < region.count().length; i++) {
			offset += region.start()[i] * this.strides[i];
			strides[i] *= region.step()[i];
			shape[i] = region.count()[i];
		}
		return new ArrayView(this.type, this.array, offset, shape, strides);
	}

	/**
	 * This view with its dimensions in another order.
	 * @param order for each new dimension the dimension it comes from; a dimension beyond
	 * those stays the last
	 * @return the view of the same slots
	 */
	public ArrayView transpose(int[] order) {
		int[] full = order;
		if (order.length < this.shape.length) {
			full = Arrays.copyOf(order, this.shape.length);
			full[order.length] = order.length;
		}
		return new ArrayView(this.type, this.array, this.offset, Region.permute(this.shape, full),
				Region.permute(this.strides, full));
	}

	/**
	 * Copy all slots from another view.
	 * @param source a view of the same shape and type
	 */
	public void copyFrom(ArrayView source) {
		StridedLoop.run(this.shape, source.offset, source.strides, this.offset, this.strides, (rows) -> {
			for (int i = 0; i < rows.number(); i++) {
				this.type.copy(source.array, rows.first(i), rows.firstStride(), this.array, rows.second(i),
						rows.secondStride(), rows.length());
			}
		});
	}

	/**
	 * Set all elements to one.
	 * @param element the slots of one element; the slots of each element of this view lie
	 * side by side
	 */
	public void fill(Object element) {
		int slots = this.type.length(element);
		StridedLoop.run(this.shape, this.offset, this.strides, this.offset, this.strides, (rows) -> {
			for (int row = 0; row < rows.number(); row++) {
				fill(rows.second(row), rows.secondStride(), rows.length(), element, slots);
			}
		});
	}

	private void fill(int position, int stride, int count, Object element, int slots) {
		if (stride == 1) {
			this.type.fill(this.array, position, count, element);
			return;
		}
		for (int i = 0; i < count; i++) {
			this.type.fill(this.array, position + i * stride, slots, element);
		}
	}

	/**
	 * Whether all elements are one, bit by bit.
	 * @param element the slots of one element
	 * @return whether all elements have its bits
	 */
	public boolean isFilled(Object element) {
		int slots = this.type.length(element);
		if (slots == 1) {
			return isFilled(this.shape, this.offset, this.strides, element, 0);
		}
		int rank = this.shape.length - 1;
		int[] shape = Arrays.copyOf(this.shape, rank);
		int[] strides = Arrays.copyOf(this.strides, rank);
		for (int slot = 0; slot < slots; slot++) {
			if (!isFilled(shape, this.offset + slot, strides, element, slot)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * How much memory the elements take besides the array that they are in: texts and
	 * byte strings are objects of their own.
	 * @param shared an element that is not counted, since many places have the same
	 * @return the number of bytes, 0 where the elements are numbers; rather too many than
	 * too few
	 */
	public long heldBytes(Object shared) {
		if (!(this.array instanceof Object[] elements)) {
			return 0;
		}
		Object uncounted = ((Object[]) shared)[0];
		long[] bytes = new long[1];
		StridedLoop.all(this.shape, this.offset, this.strides, (position, stride, count) -> {
			for (int i = 0; i < count; i++) {
				Object element = elements[position + i * stride];
				bytes[0] += (element != uncounted) ? VlenCodec.heldBytes(element) : 0;
			}
			return true;
		});
		return bytes[0];
	}

	private boolean isFilled(int[] shape, int offset, int[] strides, Object element, int slot) {
		return StridedLoop.all(shape, offset, strides,
				(position, stride, count) -> this.type.isFilled(this.array, position, stride, count, element, slot));
	}

}
