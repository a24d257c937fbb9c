package io.github.zarrspring.codec;

import io.github.zarrspring.dtype.ElementBuffer;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.dtype.Rows;
import org.jspecify.annotations.Nullable;

/**
 * Encoded elements of which tiles are copied with rows and columns exchanged: what lies
 * side by side on either side is copied in bulk, and turned in between, where it is in
 * the cache. For one thread.
 */
final class TransposedElements implements ElementBuffer {

	/**
	 * Fewer rows are not worth it.
	 */
	private static final int FEW_ROWS = 8;

	private final ElementBuffer elements;

	private final ElementType type;

	private @Nullable Object columns;

	private @Nullable Object turned;

	/**
	 * Elements in another order.
	 * @param elements the elements as they are encoded
	 * @param type their type
	 */
	TransposedElements(ElementBuffer elements, ElementType type) {
		this.elements = elements;
		this.type = type;
	}

	@Override
	public void get(Rows rows, Object target) {
		if (!isTile(rows)) {
			this.elements.get(rows, target);
			return;
		}
		Object columns = allocate(this.columns, rows);
		this.columns = columns;
		this.elements.get(
				new Rows(rows.length(), rows.number(), rows.firstStart(), rows.firstStride(), 1, 0, rows.number(), 1),
				columns);
		for (int row = 0; row < rows.number(); row++) {
			this.type.copy(columns, row, rows.number(), target, rows.second(row), 1, rows.length());
		}
	}

	@Override
	public void put(Rows rows, Object source) {
		if (!isTile(rows)) {
			this.elements.put(rows, source);
			return;
		}
		Object columns = allocate(this.columns, rows);
		this.columns = columns;
		for (int column = 0; column < rows.length(); column++) {
			this.type.copy(source, rows.firstStart() + column * rows.firstStride(), 1, columns, column * rows.number(),
					1, rows.number());
		}
		Object turned = allocate(this.turned, rows);
		this.turned = turned;
		for (int row = 0; row < rows.number(); row++) {
			this.type.copy(columns, row, rows.number(), turned, row * rows.length(), 1, rows.length());
		}
		this.elements.put(new Rows(rows.number(), rows.length(), 0, rows.length(), 1, rows.secondStart(),
				rows.secondRowStride(), 1), turned);
	}

	private static boolean isTile(Rows rows) {
		return rows.firstRowStride() == 1 && rows.firstStride() != 1 && rows.secondStride() == 1
				&& rows.number() >= FEW_ROWS;
	}

	private Object allocate(@Nullable Object before, Rows rows) {
		int slots = rows.number() * rows.length();
		return (before != null && this.type.length(before) >= slots) ? before : this.type.allocate(slots);
	}

}
