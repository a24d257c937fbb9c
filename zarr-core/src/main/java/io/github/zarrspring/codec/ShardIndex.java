package io.github.zarrspring.codec;

import java.nio.ByteBuffer;

import io.github.zarrspring.exception.CorruptDataException;

/**
 * Where in a shard its inner chunks are (Zarr v3 specification, "Sharding codec", "Binary
 * shard format"). What a stored index says is checked when it is asked for: entries may
 * lie anywhere, overlap and leave gaps, but not reach beyond the shard. Immutable.
 */
public final class ShardIndex {

	/**
	 * The offset and size of an inner chunk that is not stored: 2<sup>64</sup> - 1.
	 */
	private static final long MISSING = -1;

	private final long[] entries;

	/**
	 * An index.
	 * @param entries offset and size of one inner chunk after another
	 */
	ShardIndex(long[] entries) {
		this.entries = entries;
	}

	/**
	 * The number of inner chunks that a shard of this index can have.
	 * @return the number of entries
	 */
	public int count() {
		return this.entries.length / 2;
	}

	/**
	 * Whether an inner chunk is not stored and so all fill value.
	 * @param number the number of the inner chunk
	 * @return whether it is missing
	 */
	public boolean isMissing(int number) {
		return this.entries[2 * number] == MISSING && this.entries[2 * number + 1] == MISSING;
	}

	/**
	 * Where an inner chunk starts.
	 * @param number the number of an inner chunk that is not missing
	 * @return its first byte
	 * @throws CorruptDataException if no shard can have it there
	 */
	public long offset(int number) {
		long offset = this.entries[2 * number];
		long size = this.entries[2 * number + 1];
		if (isUnsound(offset, size)) {
			throw new CorruptDataException("The inner chunk %d has %s bytes at %s in the index of its shard"
				.formatted(number, Long.toUnsignedString(size), Long.toUnsignedString(offset)));
		}
		return offset;
	}

	/**
	 * The size of an inner chunk.
	 * @param number the number of an inner chunk that is not missing
	 * @return the number of bytes
	 * @throws CorruptDataException if no shard can have it there
	 */
	public long size(int number) {
		offset(number);
		return this.entries[2 * number + 1];
	}

	/**
	 * Whether some shard can have all its inner chunks where this says.
	 * @return whether {@link #offset} and {@link #size} answer for all that are not
	 * missing
	 */
	public boolean isSound() {
		for (int i = 0; i < this.entries.length; i += 2) {
			long offset = this.entries[i];
			long size = this.entries[i + 1];
			boolean missing = offset == MISSING && size == MISSING;
			if (!missing && isUnsound(offset, size)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isUnsound(long offset, long size) {
		return offset < 0 || size < 0 || size > Long.MAX_VALUE - offset;
	}

	/**
	 * Check that an inner chunk is within its shard.
	 * @param number the number of an inner chunk that is not missing
	 * @param shardSize the size of the shard in bytes
	 * @throws CorruptDataException if it is not
	 */
	public void check(int number, long shardSize) {
		if (offset(number) > shardSize || size(number) > shardSize - offset(number)) {
			throw new CorruptDataException("The inner chunk %d has %d bytes at %d in a shard of %d bytes"
				.formatted(number, size(number), offset(number), shardSize));
		}
	}

	/**
	 * An inner chunk of a shard that is there as a whole.
	 * @param number the number of an inner chunk that is not missing
	 * @param shard the shard from the position to the limit
	 * @return the encoded inner chunk
	 */
	ByteBuffer slice(int number, ByteBuffer shard) {
		check(number, shard.remaining());
		return shard.slice(shard.position() + (int) offset(number), (int) size(number));
	}

	/**
	 * The memory that this takes.
	 * @return the number of bytes
	 */
	public long bytes() {
		return (long) Long.BYTES * this.entries.length;
	}

}
