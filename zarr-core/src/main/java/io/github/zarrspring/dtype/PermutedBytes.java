package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;

/**
 * Elements of several bytes that stand in another order in the store.
 *
 * @param bytes the elements as stored
 * @param places where in the store each byte of an element is
 */
record PermutedBytes(ByteBuffer bytes, int[] places) implements ElementBuffer {

	@Override
	public void get(Rows rows, Object target) {
		byte[] to = (byte[]) target;
		for (int row = 0; row < rows.number(); row++) {
			int position = rows.first(row);
			int targetPosition = rows.second(row);
			int place = position % this.places.length;
			int element = position - place;
			int step = rows.firstStride();
			for (int i = 0; i < rows.length(); i++) {
				to[targetPosition] = this.bytes.get(element + this.places[place]);
				targetPosition += rows.secondStride();
				place += step;
				while (place >= this.places.length) {
					place -= this.places.length;
					element += this.places.length;
				}
			}
		}
	}

	@Override
	public void put(Rows rows, Object source) {
		byte[] from = (byte[]) source;
		for (int row = 0; row < rows.number(); row++) {
			int sourcePosition = rows.first(row);
			int position = rows.second(row);
			int place = position % this.places.length;
			int element = position - place;
			int step = rows.secondStride();
			for (int i = 0; i < rows.length(); i++) {
				this.bytes.put(element + this.places[place], from[sourcePosition]);
				sourcePosition += rows.firstStride();
				place += step;
				while (place >= this.places.length) {
					place -= this.places.length;
					element += this.places.length;
				}
			}
		}
	}

}
