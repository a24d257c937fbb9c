package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementBuffer;
import io.github.zarrspring.dtype.Rows;
import io.github.zarrspring.dtype.SlotSquares;
import org.jspecify.annotations.Nullable;

/**
 * The encoded elements of a chunk. Rows of whole elements are copied: their positions and
 * distances count slots, their lengths elements. Where what lies side by side are rows in
 * the chunk and columns in the array, both are copied in bulk, and turned in between,
 * where they are in the cache. For one thread.
 */
final class ChunkElements {

	/**
	 * Turning fewer rows or columns is not worth it.
	 */
	private static final int FEW = 8;

	/**
	 * Turning larger elements is not worth it: each is copied in bulk.
	 */
	private static final int LARGE = 16;

	/**
	 * Chunks of so many bytes still are in some cache when they were copied.
	 */
	private static final int CACHED = 1 << 22;

	/**
	 * Pieces of so many bytes are fetched ahead of time.
	 */
	private static final int NEAR = 1 << 16;

	private final ByteBuffer bytes;

	private final DataType type;

	private final ByteOrder order;

	private final ElementBuffer slots;

	private final Scratch scratch;

	private final boolean whole;

	private @Nullable ByteBuffer array;

	private @Nullable Tile decoded;

	private byte[] encoded = {};

	/**
	 * The elements of a chunk.
	 * @param bytes the encoded elements, from the position to the limit
	 * @param type their type, of a fixed size
	 * @param order their byte order
	 * @param scratch buffers for as long as this is used
	 * @param whole whether all elements are copied, rather than some
	 */
	ChunkElements(ByteBuffer bytes, DataType type, ByteOrder order, Scratch scratch, boolean whole) {
		this.bytes = bytes.slice();
		this.type = type;
		this.order = order;
		this.slots = type.view(bytes, order);
		this.scratch = scratch;
		this.whole = whole;
	}

	/**
	 * Copy elements into an array.
	 * @param rows which elements, the first place being the chunk, the second the array
	 * @param target the array
	 */
	void get(Rows rows, Object target) {
		if (isTile(rows)) {
			getTile(rows, target);
		}
		else if (this.type.slots() == 1) {
			this.slots.get(rows, target);
		}
		else {
			inSlots(rows, (row) -> this.slots.get(row, target));
		}
	}

	private void getTile(Rows rows, Object target) {
		int size = this.type.itemSize();
		int length = rows.number() * size;
		int step = bytes(rows.firstStride());
		int from = bytes(rows.firstStart());
		ByteBuffer array = array((long) step * rows.length());
		byte[] source;
		if (array != null) {
			source = array.array();
			from += array.arrayOffset() + array.position();
		}
		else {
			source = encoded(rows);
			for (int i = 0; i < rows.length(); i++) {
				this.bytes.get(from + i * step, source, i * length, length);
			}
			from = 0;
			step = length;
		}
		Tile tile = decoded(rows);
		SlotSquares.transpose(source, from, step, tile.bytes(), 0, rows.length() * size, rows.length(), rows.number(),
				size);
		int slots = rows.length() * this.type.slots();
		tile.slots()
			.get(new Rows(rows.number(), slots, 0, slots, 1, rows.secondStart(), rows.secondRowStride(), 1), target);
	}

	/**
	 * Copy elements out of an array.
	 * @param rows which elements, the first place being the array, the second the chunk
	 * @param source the array
	 */
	void put(Rows rows, Object source) {
		if (isTile(rows)) {
			putTile(rows, source);
		}
		else if (this.type.slots() == 1) {
			this.slots.put(rows, source);
		}
		else {
			inSlots(rows, (row) -> this.slots.put(row, source));
		}
	}

	private void putTile(Rows rows, Object source) {
		int size = this.type.itemSize();
		int length = rows.length() * size;
		int slots = rows.number() * this.type.slots();
		Tile tile = decoded(rows);
		tile.slots().put(new Rows(rows.length(), slots, rows.firstStart(), rows.firstStride(), 1, 0, slots, 1), source);
		byte[] target = encoded(rows);
		SlotSquares.transpose(tile.bytes(), 0, rows.number() * size, target, 0, length, rows.length(), rows.number(),
				size);
		for (int row = 0; row < rows.number(); row++) {
			this.bytes.put(bytes(rows.second(row)), target, row * length, length);
		}
	}

	private boolean isTile(Rows rows) {
		int slots = this.type.slots();
		return rows.firstRowStride() == slots && rows.firstStride() != slots && rows.secondStride() == slots
				&& rows.number() >= FEW && rows.length() >= FEW && this.type.itemSize() <= LARGE;
	}

	private int bytes(int slots) {
		return slots * this.type.elementType().slotBytes();
	}

	/**
	 * Hand on rows of elements as rows of slots.
	 */
	private void inSlots(Rows rows, Consumer<Rows> copy) {
		int slots = this.type.slots();
		if (rows.firstStride() == slots && rows.secondStride() == slots) {
			copy.accept(new Rows(rows.number(), rows.length() * slots, rows.firstStart(), rows.firstRowStride(), 1,
					rows.secondStart(), rows.secondRowStride(), 1));
		}
		else {
			for (int row = 0; row < rows.number(); row++) {
				copy.accept(new Rows(rows.length(), slots, rows.first(row), rows.firstStride(), 1, rows.second(row),
						rows.secondStride(), 1));
			}
		}
	}

	/**
	 * The bytes in an array, for the first tile. To copy all of them in a row into the
	 * cache is faster than to fetch pieces from far apart.
	 * @param span how far apart the first and the last piece of a tile are
	 * @return a buffer with an array, {@code null} if pieces are to be copied
	 */
	private @Nullable ByteBuffer array(long span) {
		if (this.array == null) {
			int size = this.bytes.capacity();
			boolean near = this.bytes.hasArray() && span <= NEAR;
			if (!near && this.whole && size <= CACHED) {
				this.array = this.scratch.takeHeap(size).put(0, this.bytes, 0, size);
			}
			else if (this.bytes.hasArray()) {
				this.array = this.bytes;
			}
		}
		return this.array;
	}

	private Tile decoded(Rows rows) {
		Tile tile = this.decoded;
		int size = rows.number() * rows.length() * this.type.itemSize();
		if (tile == null || tile.bytes().length < size) {
			byte[] bytes = new byte[size];
			tile = new Tile(bytes, this.type.view(ByteBuffer.wrap(bytes), this.order));
			this.decoded = tile;
		}
		return tile;
	}

	private byte[] encoded(Rows rows) {
		int size = rows.number() * rows.length() * this.type.itemSize();
		if (this.encoded.length < size) {
			this.encoded = new byte[size];
		}
		return this.encoded;
	}

	/**
	 * A tile as it lies in the array, and its slots.
	 */
	private record Tile(byte[] bytes, ElementBuffer slots) {
	}

}
