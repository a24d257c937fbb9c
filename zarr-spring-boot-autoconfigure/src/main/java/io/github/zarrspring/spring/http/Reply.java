package io.github.zarrspring.spring.http;

import java.nio.ByteBuffer;

import io.github.zarrspring.exception.StoreFailureException;
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
 * @param cut whether the body is just the part that was wanted
 * @param complete whether the body is the whole value
 */
record Reply(int status, HttpHeaders headers, byte[] body, boolean cut, boolean complete) {

	static final String WRITE_IDS = "Zarr-Write-Ids";

	/**
	 * An answer whose body nobody reads.
	 */
	static Reply of(int status, HttpHeaders headers) {
		return new Reply(status, headers, new byte[0], false, false);
	}

	Reply withBody(byte[] body, boolean cut, boolean complete) {
		return new Reply(this.status, this.headers, body, cut, complete);
	}

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
	 * The value, or the part of it, that is the body.
	 */
	StoredValue value() {
		Version version = version();
		ByteBuffer bytes = ByteBuffer.wrap(this.body);
		return (version != null) ? new StoredValue(bytes, version) : new StoredValue(bytes, this::contentVersion);
	}

	private Version contentVersion() {
		if (!this.complete) {
			throw new StoreFailureException(
					"The value is longer than it may be, and the server gives it no strong ETag as its version");
		}
		return ContentVersion.of(this.body);
	}

}
