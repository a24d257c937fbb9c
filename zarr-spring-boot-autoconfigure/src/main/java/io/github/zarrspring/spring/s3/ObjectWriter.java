package io.github.zarrspring.spring.s3;

import java.nio.ByteBuffer;
import java.util.Map;

import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Sends objects: small ones with one request, large ones in parts.
 */
final class ObjectWriter {

	private final S3Calls calls;

	private final MultipartWriter multipart;

	ObjectWriter(S3Calls calls, MultipartWriter multipart) {
		this.calls = calls;
		this.multipart = multipart;
	}

	/**
	 * Whether a value of a size is sent in parts.
	 */
	boolean isMultipart(long size) {
		return size >= this.calls.settings().multipartThreshold() && size > 0;
	}

	/**
	 * Send an object, once.
	 * @param key the object key
	 * @param bytes its bytes
	 * @param history who wrote it
	 * @param condition what must be stored
	 * @param inParts whether it may be sent in parts
	 * @throws software.amazon.awssdk.core.exception.SdkException if the service fails
	 */
	void put(String key, ByteBuffer bytes, WriteHistory history, Condition condition, boolean inParts) {
		if (inParts && isMultipart(bytes.remaining())) {
			this.multipart.put(key, bytes, history, condition);
			return;
		}
		PutObjectRequest request = PutObjectRequest.builder()
			.bucket(this.calls.settings().bucket())
			.key(key)
			.metadata(Map.of(WriteHistory.METADATA, history.format()))
			.ifMatch(condition.ifMatch())
			.ifNoneMatch(condition.ifNoneMatch())
			.requestPayer(this.calls.payer())
			.checksumCRC32C(this.calls.settings().checksums() ? BufferBody.crc32c(bytes) : null)
			.overrideConfiguration(condition.isNone() ? null : WithoutRetries.OVERRIDE)
			.build();
		this.calls.call((client) -> client.putObject(request, BufferBody.of(bytes)));
	}

}
