package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.limits.Limits;

/**
 * The buffers that are kept between chunks, so that a decoded chunk costs no allocation.
 * There are as many holders as threads work at a time, kept up to a bound in number and
 * bytes. Safe for use by several threads.
 */
public final class BufferPool {

	private final SlotPool<Holder> holders;

	private final long maxHolderBytes;

	private final int maxChunkBytes;

	/**
	 * A pool for chunks as large as the heap allows.
	 * @param holders the number of holders to keep
	 * @param maxBytes the most bytes to keep
	 */
	public BufferPool(int holders, long maxBytes) {
		this(holders, maxBytes, Limits.ofHeap().chunkBytes());
	}

	/**
	 * A pool.
	 * @param holders the number of holders to keep
	 * @param maxBytes the most bytes to keep
	 * @param maxChunkBytes the most bytes of a chunk where it does not say how many it
	 * has
	 */
	public BufferPool(int holders, long maxBytes, long maxChunkBytes) {
		this.holders = new SlotPool<>(holders);
		this.maxHolderBytes = maxBytes / holders;
		this.maxChunkBytes = (int) Math.min(maxChunkBytes, Limits.MAX_CHUNK_BYTES);
	}

	int maxChunkBytes() {
		return this.maxChunkBytes;
	}

	/**
	 * Buffers for one chunk.
	 * @param retained whether the encoded chunk outlives the scratch, see
	 * {@link io.github.zarrspring.storage.Capabilities#retainsBytes()}
	 * @return buffers for one thread, to be closed
	 */
	public Scratch scratch(boolean retained) {
		return new Scratch(this, retained);
	}

	Holder borrow() {
		Holder holder = this.holders.take();
		return (holder != null) ? holder : new Holder(new ArrayList<>(), new ArrayList<>());
	}

	void giveBack(Holder holder) {
		if (holder.bytes() > this.maxHolderBytes) {
			holder.direct().clear();
			holder.heap().clear();
		}
		// A holder too many is left to the garbage collector.
		this.holders.give(holder);
	}

	/**
	 * The free buffers of one borrower.
	 *
	 * @param direct direct buffers
	 * @param heap buffers with arrays
	 */
	record Holder(List<ByteBuffer> direct, List<ByteBuffer> heap) {

		long bytes() {
			long bytes = 0;
			for (ByteBuffer buffer : this.direct) {
				bytes += buffer.capacity();
			}
			for (ByteBuffer buffer : this.heap) {
				bytes += buffer.capacity();
			}
			return bytes;
		}

	}

}
