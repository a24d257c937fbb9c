package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;

import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A shard that is being made or changed. Inner chunks that are not touched stay as they
 * were encoded; one that is covered as a whole is not decoded. For use by one thread,
 * which may have others work for it.
 */
public final class ShardEdit {

	/**
	 * Stands for an inner chunk that is not stored any more.
	 */
	private static final ByteBuffer REMOVED = ByteBuffer.allocate(0);

	private final Shards shards;

	private final @Nullable ByteBuffer stored;

	private final @Nullable ShardIndex index;

	private final Work work;

	/**
	 * The inner chunks that have changed.
	 */
	private final @Nullable ByteBuffer[] changed;

	/**
	 * A shard to be changed.
	 * @param shards the layout of the shard
	 * @param stored the encoded shard from the position to the limit, {@code null} if
	 * there is none
	 * @param work how inner chunks are worked on
	 * @throws io.github.zarrspring.exception.CorruptDataException if the index does not
	 * decode
	 */
	public ShardEdit(Shards shards, @Nullable ByteBuffer stored, Work work) {
		this.shards = shards;
		this.stored = stored;
		this.work = work;
		this.changed = new ByteBuffer[shards.size()];
		if (stored != null) {
			try (Scratch scratch = work.scratch()) {
				this.index = shards.indexOf(stored, scratch);
			}
		}
		else {
			this.index = null;
		}
	}

	/**
	 * Read inner chunks.
	 * @param chunks the inner chunks, with the values to read into
	 */
	public void read(InnerChunks chunks) {
		this.work.forEach(chunks.size(), (i) -> {
			InnerChunks.InnerChunk chunk = chunks.get(i);
			ByteBuffer encoded = encoded(chunk.number());
			Shards nested = this.shards.inner().shards();
			if (nested != null && encoded != null) {
				new ShardEdit(nested, encoded, this.work).read(chunk.cut(nested));
			}
			else if (nested != null) {
				chunk.cut(nested).fill(this.shards.fillValue());
			}
			else {
				chunk.receive((values) -> decode(encoded, chunk.region(), values));
			}
		});
	}

	/**
	 * Whether all that is touched of inner chunks is fill value.
	 * @param chunks the inner chunks, whatever their values
	 * @return whether it is
	 */
	public boolean isFilled(InnerChunks chunks) {
		for (int i = 0; i < chunks.size(); i++) {
			ByteBuffer encoded = encoded(chunks.number(i));
			if (encoded != null && !isFilled(encoded, chunks.get(i))) {
				return false;
			}
		}
		return true;
	}

	private boolean isFilled(ByteBuffer encoded, InnerChunks.InnerChunk chunk) {
		Shards nested = this.shards.inner().shards();
		if (nested != null) {
			return new ShardEdit(nested, encoded, this.work).isFilled(chunk.cut(nested));
		}
		ArrayView values = this.shards.allocate();
		decode(encoded, this.shards.wholeChunk(), values);
		return values.slice(chunk.region()).isFilled(this.shards.fillValue());
	}

	private void decode(@Nullable ByteBuffer encoded, Region region, ArrayView target) {
		if (encoded == null) {
			target.fill(this.shards.fillValue());
			return;
		}
		try (Scratch scratch = this.work.scratch()) {
			this.shards.inner().decode(encoded, region, target, scratch);
		}
	}

	/**
	 * Write inner chunks.
	 * @param chunks the inner chunks, with the values to write
	 */
	public void write(InnerChunks chunks) {
		this.work.forEach(chunks.size(), (i) -> {
			InnerChunks.InnerChunk chunk = chunks.get(i);
			ByteBuffer encoded = encode(chunk);
			this.changed[chunk.number()] = (encoded != null) ? encoded : REMOVED;
		});
	}

	private @Nullable ByteBuffer encode(InnerChunks.InnerChunk chunk) {
		ByteBuffer old = chunk.whole() ? null : encoded(chunk.number());
		Shards nested = this.shards.inner().shards();
		try (Scratch scratch = this.work.scratch()) {
			if (nested != null) {
				ShardEdit edit = new ShardEdit(nested, old, this.work);
				edit.write(chunk.cut(nested));
				return edit.isEmpty() ? null : scratch.finish(edit.encode(scratch));
			}
			ArrayView values = chunk.whole() ? chunk.values() : merge(old, chunk);
			if (!this.work.writesEmptyChunks() && values.isFilled(this.shards.fillValue())) {
				return null;
			}
			return scratch.finish(this.shards.inner().encode(values, scratch));
		}
	}

	private ArrayView merge(@Nullable ByteBuffer old, InnerChunks.InnerChunk chunk) {
		ArrayView values = this.shards.allocate();
		decode(old, this.shards.wholeChunk(), values);
		chunk.put(values.slice(chunk.region()));
		return values;
	}

	/**
	 * An inner chunk as it is now.
	 */
	private @Nullable ByteBuffer encoded(int number) {
		ByteBuffer changed = this.changed[number];
		if (changed != null) {
			return (changed != REMOVED) ? changed.duplicate() : null;
		}
		return (this.stored != null && this.index != null && !this.index.isMissing(number))
				? this.index.slice(number, this.stored) : null;
	}

	/**
	 * Whether no inner chunk is stored.
	 * @return whether the shard need not be stored either
	 */
	public boolean isEmpty() {
		for (int i = 0; i < this.changed.length; i++) {
			if (encoded(i) != null) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The shard as it is now: the inner chunks one after another in the order of the
	 * index.
	 * @param scratch where buffers come from
	 * @return the encoded shard from the position to the limit, in a buffer of the
	 * scratch
	 * @throws io.github.zarrspring.exception.LimitExceededException if it is larger than
	 * a shard may be
	 */
	public ByteBuffer encode(Scratch scratch) {
		boolean atStart = this.shards.indexLocation() == IndexLocation.START;
		long[] entries = new long[2 * this.changed.length];
		Arrays.fill(entries, -1);
		long end = atStart ? this.shards.indexSize() : 0;
		for (int i = 0; i < this.changed.length; i++) {
			ByteBuffer chunk = encoded(i);
			if (chunk != null) {
				entries[2 * i] = end;
				entries[2 * i + 1] = chunk.remaining();
				end += chunk.remaining();
			}
		}
		long size = end + (atStart ? 0 : this.shards.indexSize());
		Limits.check("A shard size", size, this.work.maxBytes(), "zarr.limits.in-flight");
		boolean last = scratch.last(false);
		ByteBuffer index = this.shards.encode(entries, scratch);
		scratch.last(last);
		ByteBuffer shard = scratch.takeResult((int) size);
		if (atStart) {
			shard.put(index);
		}
		for (int i = 0; i < this.changed.length; i++) {
			ByteBuffer chunk = encoded(i);
			if (chunk != null) {
				shard.put(chunk);
			}
		}
		if (!atStart) {
			shard.put(index);
		}
		return shard.flip();
	}

	/**
	 * How the inner chunks of a shard are worked on.
	 */
	public interface Work {

		/**
		 * Do something for each inner chunk.
		 * @param count the number of inner chunks
		 * @param task what to do for each number, possibly on several threads
		 */
		void forEach(int count, IntConsumer task);

		/**
		 * Buffers for one inner chunk whose bytes outlive them.
		 * @return buffers for one thread, to be closed
		 */
		Scratch scratch();

		/**
		 * Whether inner chunks that are all fill value are stored.
		 * @return whether they are
		 */
		boolean writesEmptyChunks();

		/**
		 * How large an encoded shard may be.
		 * @return the number of bytes at most
		 */
		long maxBytes();

	}

}
