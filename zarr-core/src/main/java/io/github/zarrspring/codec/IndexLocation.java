package io.github.zarrspring.codec;

/**
 * Where in a shard its index is (Zarr v3 specification, "Sharding codec",
 * {@code index_location}).
 */
public enum IndexLocation {

	/**
	 * Before the inner chunks.
	 */
	START,

	/**
	 * Behind the inner chunks.
	 */
	END

}
