package io.github.zarrspring.spring.s3;

import java.util.UUID;

import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * What tells one content of an object from another. Its ETag is what the service
 * compares; the history is what tells who wrote it.
 *
 * @param etag the ETag with its quotes
 * @param history who wrote it
 */
record ObjectState(String etag, WriteHistory history) {

	static ObjectState of(GetObjectResponse response) {
		String etag = response.eTag();
		// Without an ETag nothing can be compared: no version is like another.
		return new ObjectState((etag != null) ? etag : '"' + UUID.randomUUID().toString() + '"',
				WriteHistory.of(response.metadata()));
	}

	/**
	 * What a version stands for.
	 * @return the state, {@code null} for {@link Version#ABSENT}
	 */
	static @Nullable ObjectState of(Version version) {
		if (version.equals(Version.ABSENT)) {
			return null;
		}
		String token = version.token();
		int end = token.lastIndexOf(' ');
		return (end < 0 || token.endsWith("\"")) ? new ObjectState(token, WriteHistory.NONE)
				: new ObjectState(token.substring(0, end), WriteHistory.parse(token.substring(end + 1)));
	}

	Version version() {
		String writes = this.history.format();
		return new Version(writes.isEmpty() ? this.etag : this.etag + ' ' + writes);
	}

}
