package io.github.zarrspring.limits;

import io.github.zarrspring.exception.LimitExceededException;

/**
 * Bounds on everything that metadata, a stored value or a request can make the engine
 * allocate. What is over a bound is refused with its numbers before anything is
 * allocated; nothing is queued for ever and nothing is left to {@link OutOfMemoryError}.
 *
 * @param metadataBytes the size of one metadata document, in bytes
 * @param rank the number of dimensions of an array
 * @param chunkBytes the decoded size of one chunk, in bytes; never more than
 * {@link #MAX_CHUNK_BYTES}
 * @param resultBytes the size of the values that one read gives back, in bytes
 * @param inFlightBytes the size of all chunks that one call works on at a time, and of
 * all that is read from remote stores at a time, in bytes
 * @param indexEntries the number of inner chunks of one shard
 */
public record Limits(long metadataBytes, int rank, long chunkBytes, long resultBytes, long inFlightBytes,
		long indexEntries) {

	/**
	 * The most that one chunk can have: what fits into one Java array.
	 */
	public static final long MAX_CHUNK_BYTES = Integer.MAX_VALUE - 16;

	/**
	 * The bounds that follow from the size of the heap: a chunk may take a quarter of it,
	 * a result and the work in flight half of it each.
	 * @return the default limits
	 */
	public static Limits ofHeap() {
		long heap = Runtime.getRuntime().maxMemory();
		return new Limits(16L << 20, 32, Math.min(MAX_CHUNK_BYTES, heap / 4), heap / 2, heap / 2, 1L << 26);
	}

	/**
	 * Check a size against a bound.
	 * @param what what has the size, for the message
	 * @param size the size asked for
	 * @param bound the bound it must not exceed
	 * @param property the property that sets the bound, for the message
	 * @return the size
	 * @throws LimitExceededException if the size is over the bound
	 */
	public static long check(String what, long size, long bound, String property) {
		if (size > bound) {
			throw new LimitExceededException(
					"%s of %d is more than the %d that %s allows".formatted(what, size, bound, property));
		}
		return size;
	}

	/**
	 * Check the decoded size of a chunk.
	 * @param bytes the size in bytes
	 * @return the size, which fits an {@code int}
	 * @throws LimitExceededException if a chunk must not have this size
	 */
	public int checkChunkBytes(long bytes) {
		return (int) check("A chunk size", bytes, Math.min(this.chunkBytes, MAX_CHUNK_BYTES),
				"zarr.limits.chunk-bytes");
	}

	/**
	 * Check the size of the values that a read gives back.
	 * @param bytes the size in bytes
	 * @throws LimitExceededException if a result must not have this size
	 */
	public void checkResultBytes(long bytes) {
		check("A result size", bytes, this.resultBytes, "zarr.limits.result-bytes");
	}

	/**
	 * Check the size of a metadata document.
	 * @param bytes the size in bytes
	 * @throws LimitExceededException if a document must not have this size
	 */
	public void checkMetadataBytes(long bytes) {
		check("A metadata document size", bytes, this.metadataBytes, "zarr.limits.metadata-bytes");
	}

	/**
	 * Check a number of dimensions.
	 * @param rank the number of dimensions
	 * @throws LimitExceededException if an array must not have so many
	 */
	public void checkRank(int rank) {
		check("A rank", rank, this.rank, "zarr.limits.rank");
	}

	/**
	 * Check a number of inner chunks of a shard.
	 * @param entries the number of inner chunks
	 * @throws LimitExceededException if a shard must not have so many
	 */
	public void checkIndexEntries(long entries) {
		check("A number of inner chunks of a shard", entries, this.indexEntries, "zarr.limits.index-entries");
	}

	/**
	 * The product of a shape.
	 * @param shape the sizes, none of them negative
	 * @return the number of elements, {@link Long#MAX_VALUE} if there are more than that
	 */
	public static long product(long... shape) {
		long product = 1;
		boolean overflow = false;
		for (long size : shape) {
			if (size == 0) {
				return 0;
			}
			long high = Math.multiplyHigh(product, size);
			product *= size;
			overflow |= high != 0 || product < 0;
		}
		return overflow ? Long.MAX_VALUE : product;
	}

	/**
	 * The product of a shape.
	 * @param shape the sizes, none of them negative
	 * @return the number of elements, {@link Long#MAX_VALUE} if there are more than that
	 */
	public static long product(int... shape) {
		long[] sizes = new long[shape.length];
		for (int i = 0; i < shape.length; i++) {
			sizes[i] = shape[i];
		}
		return product(sizes);
	}

}
