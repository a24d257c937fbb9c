package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * The loops for {@code long[]}.
 */
final class LongElements extends ElementType {

	LongElements() {
		super(long[].class, Long.BYTES);
	}

	@Override
	public Object allocate(int length) {
		return new long[length];
	}

	@Override
	public int length(Object array) {
		return ((long[]) array).length;
	}

	@Override
	public ElementBuffer view(ByteBuffer bytes, ByteOrder order) {
		return ReversedElements.of(bytes, order, Long.BYTES, (slots) -> new View(slots.asLongBuffer()));
	}

	@Override
	void copyStrided(Object source, int sourcePosition, int sourceStride, Object target, int targetPosition,
			int targetStride, int count) {
		long[] from = (long[]) source;
		long[] to = (long[]) target;
		for (int i = 0; i < count; i++) {
			to[targetPosition + i * targetStride] = from[sourcePosition + i * sourceStride];
		}
	}

	@Override
	void copySlots(Object source, int sourceOffset, int[] sourcePositions, Object target, int targetOffset,
			int[] targetPositions) {
		long[] from = (long[]) source;
		long[] to = (long[]) target;
		for (int i = 0; i < sourcePositions.length; i++) {
			to[targetOffset + targetPositions[i]] = from[sourceOffset + sourcePositions[i]];
		}
	}

	@Override
	public boolean isFilled(Object source, int position, int stride, int count, Object element, int slot) {
		long[] values = (long[]) source;
		long expected = ((long[]) element)[slot];
		for (int i = 0; i < count; i++) {
			if (values[position + i * stride] != expected) {
				return false;
			}
		}
		return true;
	}

	private record View(LongBuffer slots) implements ElementBuffer {

		@Override
		public void get(Rows rows, Object target) {
			long[] to = (long[]) target;
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
			long[] from = (long[]) source;
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
