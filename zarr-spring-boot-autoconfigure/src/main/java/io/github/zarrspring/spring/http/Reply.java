package io.github.zarrspring.spring.http;

import java.nio.ByteBuffer;

import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * What a server answered.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body, decompressed
 * @param compressed whether the body came compressed
 */
record Reply(int status, HttpHeaders headers, byte[] body, boolean compressed) {

	static final String WRITE_IDS = "Zarr-Write-Ids";

	boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

	boolean isMissing() {
		return this.status == 404 || this.status == 410;
	}

	/**
	 * The version that the headers give: a strong ETag, with the write ids if the server
	 * keeps them. A weak one may stand for two contents.
	 */
	@Nullable Version version() {
		String etag = this.headers.getFirst(HttpHeaders.ETAG);
		if (etag == null || etag.isBlank() || etag.startsWith("W/")) {
			return null;
		}
		String ids = this.headers.getFirst(WRITE_IDS);
		return new Version((ids != null) ? etag + '\n' + ids : etag);
	}

	/**
	 * The value that is the body.
	 */
	StoredValue value() {
		Version version = version();
		ByteBuffer bytes = ByteBuffer.wrap(this.body);
		return (version != null) ? new StoredValue(bytes, version)
				: new StoredValue(bytes, () -> ContentVersion.of(this.body));
	}

}
