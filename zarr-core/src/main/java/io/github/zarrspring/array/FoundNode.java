package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.Objects;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.NodeMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A node that was found, whether its metadata could be read or not.
 *
 * @param metadata its metadata, {@code null} if they cannot be read
 * @param failure why not, {@code null} if they can
 * @param document its main document, {@code null} if it has none or cannot be read
 * @param through the consolidated metadata that it is there by, {@code null} if it has
 * documents of its own
 */
record FoundNode(@Nullable NodeMetadata metadata, @Nullable ZarrException failure, @Nullable ByteBuffer document,
		@Nullable Snapshot through) {

	static FoundNode readable(StoredNode stored) {
		return new FoundNode(stored.metadata(), null, stored.mainDocument(), null);
	}

	static FoundNode readable(NodeMetadata metadata) {
		return new FoundNode(metadata, null, null, null);
	}

	static FoundNode readable(NodeMetadata metadata, Snapshot through) {
		return new FoundNode(metadata, null, null, through);
	}

	/**
	 * A node with a failure that is its own. One of the store, which may be away or not
	 * allow to look, says nothing of the node and is thrown.
	 */
	static FoundNode unreadable(ZarrException failure) {
		if (failure instanceof CorruptDataException || failure instanceof UnsupportedExtensionException
				|| failure instanceof LimitExceededException) {
			return new FoundNode(null, failure, null, null);
		}
		throw failure;
	}

	NodeMetadata require() {
		if (this.failure != null) {
			throw this.failure;
		}
		return Objects.requireNonNull(this.metadata);
	}

}
