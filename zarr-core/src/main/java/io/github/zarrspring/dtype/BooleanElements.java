package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The loops for {@code boolean[]}.
 */
final class BooleanElements extends ElementType {

	BooleanElements() {
		super(boolean[].class, 1);
	}

	@Override
	public Object allocate(int length) {
		return new boolean[length];
	}

	@Override
	public int length(Object array) {
		return ((boolean[]) array).length;
	}

	@Override
	public ElementBuffer view(ByteBuffer bytes, ByteOrder order) {
		return new View(bytes.slice());
	}

	@Override
	void copyStrided(Object source, int sourcePosition, int sourceStride, Object target, int targetPosition,
			int targetStride, int count) {
		boolean[] from = (boolean[]) source;
		boolean[] to = (boolean[]) target;
		for (int i = 0; i < count; i++) {
			to[targetPosition + i * targetStride] = from[sourcePosition + i * sourceStride];
		}
	}

	@Override
	void copySlots(Object source, int sourceOffset, int[] sourcePositions, Object target, int targetOffset,
			int[] targetPositions) {
		boolean[] from = (boolean[]) source;
		boolean[] to = (boolean[]) target;
		for (int i = 0; i < sourcePositions.length; i++) {
			to[targetOffset + targetPositions[i]] = from[sourceOffset + sourcePositions[i]];
		}
	}

	@Override
	public boolean isFilled(Object source, int position, int stride, int count, Object element, int slot) {
		boolean[] values = (boolean[]) source;
		boolean expected = ((boolean[]) element)[slot];
		for (int i = 0; i < count; i++) {
			if (values[position + i * stride] != expected) {
				return false;
			}
		}
		return true;
	}

	private record View(ByteBuffer slots) implements ElementBuffer {

		@Override
		public void get(Rows rows, Object target) {
			boolean[] to = (boolean[]) target;
			for (int row = 0; row < rows.number(); row++) {
				int position = rows.first(row);
				int targetPosition = rows.second(row);
				for (int i = 0; i < rows.length(); i++) {
					byte value = this.slots.get(position + i * rows.firstStride());
					to[targetPosition + i * rows.secondStride()] = value != 0;
				}
			}
		}

		@Override
		public void put(Rows rows, Object source) {
			boolean[] from = (boolean[]) source;
			for (int row = 0; row < rows.number(); row++) {
				int sourcePosition = rows.first(row);
				int position = rows.second(row);
				for (int i = 0; i < rows.length(); i++) {
					boolean value = from[sourcePosition + i * rows.firstStride()];
					this.slots.put(position + i * rows.secondStride(), (byte) (value ? 1 : 0));
				}
			}
		}

	}

}
