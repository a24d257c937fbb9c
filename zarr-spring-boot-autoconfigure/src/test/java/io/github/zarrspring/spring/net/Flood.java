package io.github.zarrspring.spring.net;

/**
 * What a {@link FloodServer} answers.
 */
enum Flood {

	/**
	 * Chunks of four bytes that come with far more, as the server says.
	 */
	ANNOUNCED(200_000_000),

	/**
	 * The same without an ETag, so that a version could only be made of all of it.
	 */
	UNTAGGED(200_000_000),

	/**
	 * The same without a word on how much it will be.
	 */
	CHUNKED(200_000_000),

	/**
	 * Chunks that are not large for the heap, but all of them together are.
	 */
	MANY(60_000_000),

	/**
	 * Chunks that come compressed to a thousandth.
	 */
	COMPRESSED(300_000_000),

	/**
	 * A metadata document.
	 */
	METADATA(500_000_000),

	/**
	 * A metadata document without a word on how much it will be.
	 */
	CHUNKED_METADATA(500_000_000);

	private final long size;

	Flood(long size) {
		this.size = size;
	}

	long size() {
		return this.size;
	}

	boolean isOfMetadata() {
		return this == METADATA || this == CHUNKED_METADATA;
	}

	boolean isChunked() {
		return this == CHUNKED || this == CHUNKED_METADATA;
	}

}
