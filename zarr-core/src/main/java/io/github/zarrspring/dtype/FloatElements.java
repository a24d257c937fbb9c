package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The loops for {@code float[]}.
 */
final class FloatElements extends ElementType {

	FloatElements() {
		super(float[].class, Float.BYTES);
	}

	@Override
	public Object allocate(int length) {
		return new float[length];
	}

	@Override
	public int length(Object array) {
		return ((float[]) array).length;
	}

	@Override
	public ElementBuffer view(ByteBuffer bytes, ByteOrder order) {
		return ReversedElements.of(bytes, order, Float.BYTES, (slots) -> new View(slots.asFloatBuffer()));
	}

	@Override
	void copyStrided(Object source, int sourcePosition, int sourceStride, Object target, int targetPosition,
			int targetStride, int count) {
		float[] from = (float[]) source;
		float[] to = (float[]) target;
		for (int i = 0; i < count; i++) {
			to[targetPosition + i * targetStride] = from[sourcePosition + i * sourceStride];
		}
	}

	@Override
	void copySlots(Object source, int sourceOffset, int[] sourcePositions, Object target, int targetOffset,
			int[] targetPositions) {
		float[] from = (float[]) source;
		float[] to = (float[]) target;
		for (int i = 0; i < sourcePositions.length; i++) {
			to[targetOffset + targetPositions[i]] = from[sourceOffset + sourcePositions[i]];
		}
	}

	@Override
	public boolean isFilled(Object source, int position, int stride, int count, Object element, int slot) {
		float[] values = (float[]) source;
		int expected = Float.floatToRawIntBits(((float[]) element)[slot]);
		for (int i = 0; i < count; i++) {
			if (Float.floatToRawIntBits(values[position + i * stride]) != expected) {
				return false;
			}
		}
		return true;
	}

	private record View(FloatBuffer slots) implements ElementBuffer {

		@Override
		public void get(Rows rows, Object target) {
			float[] to = (float[]) target;
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
			float[] from = (float[]) source;
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
