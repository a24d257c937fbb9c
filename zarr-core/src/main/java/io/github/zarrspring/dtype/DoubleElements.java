package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;

/**
 * The loops for {@code double[]}.
 */
final class DoubleElements extends ElementType {

	DoubleElements() {
		super(double[].class, Double.BYTES);
	}

	@Override
	public Object allocate(int length) {
		return new double[length];
	}

	@Override
	public int length(Object array) {
		return ((double[]) array).length;
	}

	@Override
	public ElementBuffer view(ByteBuffer bytes, ByteOrder order) {
		return ReversedElements.of(bytes, order, Double.BYTES, (slots) -> new View(slots.asDoubleBuffer()));
	}

	@Override
	void copyStrided(Object source, int sourcePosition, int sourceStride, Object target, int targetPosition,
			int targetStride, int count) {
		double[] from = (double[]) source;
		double[] to = (double[]) target;
		for (int i = 0; i < count; i++) {
			to[targetPosition + i * targetStride] = from[sourcePosition + i * sourceStride];
		}
	}

	@Override
	void copySlots(Object source, int sourceOffset, int[] sourcePositions, Object target, int targetOffset,
			int[] targetPositions) {
		double[] from = (double[]) source;
		double[] to = (double[]) target;
		for (int i = 0; i < sourcePositions.length; i++) {
			to[targetOffset + targetPositions[i]] = from[sourceOffset + sourcePositions[i]];
		}
	}

	@Override
	public boolean isFilled(Object source, int position, int stride, int count, Object element, int slot) {
		double[] values = (double[]) source;
		long expected = Double.doubleToRawLongBits(((double[]) element)[slot]);
		for (int i = 0; i < count; i++) {
			if (Double.doubleToRawLongBits(values[position + i * stride]) != expected) {
				return false;
			}
		}
		return true;
	}

	private record View(DoubleBuffer slots) implements ElementBuffer {

		@Override
		public void get(Rows rows, Object target) {
			double[] to = (double[]) target;
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
			double[] from = (double[]) source;
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
