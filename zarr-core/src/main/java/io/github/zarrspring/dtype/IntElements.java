package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * The loops for {@code int[]}.
 */
final class IntElements extends ElementType {

	IntElements() {
		super(int[].class, Integer.BYTES);
	}

	@Override
	public Object allocate(int length) {
		return new int[length];
	}

	@Override
	public int length(Object array) {
		return ((int[]) array).length;
	}

	@Override
	public ElementBuffer view(ByteBuffer bytes, ByteOrder order) {
		return ReversedElements.of(bytes, order, Integer.BYTES, (slots) -> new View(slots.asIntBuffer()));
	}

	@Override
	void copyStrided(Object source, int sourcePosition, int sourceStride, Object target, int targetPosition,
			int targetStride, int count) {
		int[] from = (int[]) source;
		int[] to = (int[]) target;
		for (int i = 0; i < count; i++) {
			to[targetPosition + i * targetStride] = from[sourcePosition + i * sourceStride];
		}
	}

	@Override
	void copySlots(Object source, int sourceOffset, int[] sourcePositions, Object target, int targetOffset,
			int[] targetPositions) {
		int[] from = (int[]) source;
		int[] to = (int[]) target;
		for (int i = 0; i < sourcePositions.length; i++) {
			to[targetOffset + targetPositions[i]] = from[sourceOffset + sourcePositions[i]];
		}
	}

	@Override
	public boolean isFilled(Object source, int position, int stride, int count, Object element, int slot) {
		int[] values = (int[]) source;
		int expected = ((int[]) element)[slot];
		for (int i = 0; i < count; i++) {
			if (values[position + i * stride] != expected) {
				return false;
			}
		}
		return true;
	}

	private record View(IntBuffer slots) implements ElementBuffer {

		@Override
		public void get(Rows rows, Object target) {
			int[] to = (int[]) target;
			for (int row = 0; row < rows.number(); row++) {
				int position = rows.first(row);
				int targetPosition = rows.second(row);
				if (rows.isContiguous()) {
					this.slots.get(position, to, targetPosition, rows.length());
					continue;
				}
				for (int i = 0; i < rows.length(); i++) {
					to[targetPosition + i * rows.secondStride()] = this.slots.get(position + i * rows.firstStride());
				}
			}
		}

		@Override
		public void put(Rows rows, Object source) {
			int[] from = (int[]) source;
			for (int row = 0; row < rows.number(); row++) {
				int sourcePosition = rows.first(row);
				int position = rows.second(row);
				if (rows.isContiguous()) {
					this.slots.put(position, from, sourcePosition, rows.length());
					continue;
				}
				for (int i = 0; i < rows.length(); i++) {
					this.slots.put(position + i * rows.secondStride(), from[sourcePosition + i * rows.firstStride()]);
				}
			}
		}

	}

}
