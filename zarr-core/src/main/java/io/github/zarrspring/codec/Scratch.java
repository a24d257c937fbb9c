package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The buffers that one chunk needs on its way through a pipeline. They come from a pool
 * and go back to it when the scratch is closed, all at once; what is to outlive that is
 * detached by {@link #finish}. For use by one thread.
 * <p>
 * A pool gives each borrower a holder of buffers of its own rather than single buffers: a
 * holder grows to what the chunks of its array need and then never allocates again.
 */
public final class Scratch implements AutoCloseable {

	private final BufferPool pool;

	private final BufferPool.Holder holder;

	private final boolean retained;

	private final List<ByteBuffer> taken = new ArrayList<>(4);

	private boolean last = true;

	private boolean arrays;

	private byte @Nullable [] result;

	/**
	 * A scratch.
	 * @param pool where its buffers come from
	 * @param retained whether the encoded chunk outlives the scratch
	 */
	Scratch(BufferPool pool, boolean retained) {
		this.pool = pool;
		this.holder = pool.borrow();
		this.retained = retained;
	}

	/**
	 * The most bytes that a step of decoding may give where the metadata do not say how
	 * many there are.
	 * @return the number of bytes
	 */
	public int maxBytes() {
		return this.pool.maxChunkBytes();
	}

	/**
	 * A direct buffer, big-endian and of unknown content.
	 * @param size its size in bytes
	 * @return a buffer from 0 to the size
	 */
	public ByteBuffer takeDirect(int size) {
		return take(this.holder.direct(), size, true);
	}

	/**
	 * A buffer with an array, big-endian and of unknown content. Its array may be larger
	 * than it and it may start anywhere in its array.
	 * @param size its size in bytes
	 * @return a buffer from 0 to the size
	 */
	public ByteBuffer takeHeap(int size) {
		return take(this.holder.heap(), size, false);
	}

	/**
	 * A buffer like another, which is what native codecs need.
	 * @param other a buffer
	 * @param size the size of the new buffer in bytes
	 * @return a direct buffer if the other one is, else one with an array
	 */
	public ByteBuffer takeLike(ByteBuffer other, int size) {
		return other.isDirect() ? takeDirect(size) : takeHeap(size);
	}

	/**
	 * A buffer for an encoded result of known size: of the kind that the store takes
	 * without a copy if this is the last codec of a pipeline.
	 * @param size its size in bytes
	 * @return a buffer from 0 to the size
	 */
	public ByteBuffer takeResult(int size) {
		if (this.last && this.retained) {
			ByteBuffer result = ByteBuffer.allocate(size);
			this.result = result.array();
			return result;
		}
		return (this.retained || this.arrays) ? takeHeap(size) : takeDirect(size);
	}

	/**
	 * The buffers that are taken by now, to {@link #release} those that are taken after.
	 * @return how many there are
	 */
	int mark() {
		return this.taken.size();
	}

	/**
	 * Make free what was taken after a mark.
	 * @param mark the mark
	 */
	void release(int mark) {
		for (int i = this.taken.size() - 1; i >= mark; i--) {
			free(this.taken.remove(i));
		}
	}

	private void free(ByteBuffer buffer) {
		(buffer.isDirect() ? this.holder.direct() : this.holder.heap()).add(buffer);
	}

	/**
	 * Another scratch of the same pool.
	 * @param retained whether the encoded chunk outlives it
	 * @return buffers for one thread, to be closed
	 */
	Scratch another(boolean retained) {
		return this.pool.scratch(retained);
	}

	/**
	 * Say whether what is taken next is for the last codec of the outermost pipeline.
	 * @param last whether it is
	 * @return what was said before
	 */
	boolean last(boolean last) {
		boolean before = this.last;
		this.last = last;
		return before;
	}

	/**
	 * Say whether what is taken next is for a codec that works on arrays.
	 * @param arrays whether it is
	 * @return what was said before
	 */
	boolean arrays(boolean arrays) {
		boolean before = this.arrays;
		this.arrays = arrays;
		return before;
	}

	/**
	 * The same bytes in an array.
	 * @param bytes the bytes
	 * @return the same if they are in an array that is not read-only, else a copy
	 */
	ByteBuffer onHeap(ByteBuffer bytes) {
		return bytes.hasArray() ? bytes : takeHeap(bytes.remaining()).put(bytes.duplicate()).flip();
	}

	/**
	 * An encoded chunk as the store may have it.
	 * @param encoded the encoded chunk
	 * @return the same if the store is done with it before the scratch is closed, else a
	 * buffer of its own memory and of exactly its size
	 */
	public ByteBuffer finish(ByteBuffer encoded) {
		boolean own = encoded.hasArray() && encoded.array() == this.result
				&& encoded.remaining() == encoded.array().length;
		if (!this.retained || own) {
			return encoded;
		}
		ByteBuffer copy = ByteBuffer.allocate(encoded.remaining());
		return copy.put(encoded.duplicate()).flip();
	}

	private ByteBuffer take(List<ByteBuffer> free, int size, boolean direct) {
		ByteBuffer buffer = null;
		for (int i = free.size() - 1; i >= 0 && buffer == null; i--) {
			if (free.get(i).capacity() >= size) {
				buffer = free.remove(i);
			}
		}
		if (buffer == null) {
			// One that is too small makes room for one that is not.
			if (!free.isEmpty()) {
				free.remove(free.size() - 1);
			}
			buffer = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
		}
		this.taken.add(buffer);
		return buffer.duplicate().clear().limit(size);
	}

	@Override
	public void close() {
		release(0);
		this.pool.giveBack(this.holder);
	}

}
