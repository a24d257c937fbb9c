package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.storage.StoredValue;

/**
 * The metadata of a node and the documents that they were read from.
 *
 * @param metadata the metadata
 * @param documents the stored documents by name
 */
record StoredNode(NodeMetadata metadata, Map<String, StoredValue> documents) {

	/**
	 * The document that makes it a node.
	 */
	ByteBuffer mainDocument() {
		return Objects.requireNonNull(this.documents.get(NodeStore.mainDocument(this.metadata))).bytes();
	}

}
