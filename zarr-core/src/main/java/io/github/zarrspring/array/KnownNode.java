package io.github.zarrspring.array;

import java.nio.ByteBuffer;

import io.github.zarrspring.metadata.NodeMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node: its metadata, and its main document as it was stored then. A
 * node whose document is still the same, byte by byte, is what it was.
 *
 * @param metadata the metadata
 * @param document the bytes of the main document, {@code null} if they were not kept or
 * the metadata are consolidated ones, which may be older than the node's own
 * @param live what the handles of the path share
 * @param generation which of the nodes at this path it is
 */
record KnownNode(NodeMetadata metadata, @Nullable ByteBuffer document, LiveNode live, int generation) {

	static KnownNode of(NodeMetadata metadata, @Nullable ByteBuffer document, LiveNode live) {
		return new KnownNode(metadata, document, live, live.generation());
	}

	/**
	 * What is known of the same node after its metadata were changed or read again.
	 */
	KnownNode with(NodeMetadata metadata, ByteBuffer document) {
		return new KnownNode(metadata, document, this.live, this.generation);
	}

	/**
	 * Check that the node is still there, as far as this application knows.
	 * @throws io.github.zarrspring.exception.NodeNotFoundException if it is not
	 */
	void check() {
		this.live.check(this.generation);
	}

}
