package io.github.zarrspring.spring.s3;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.IntStream;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Sends objects in parts, several at a time. Nothing is stored before the last request,
 * which is the one that compares.
 */
final class MultipartWriter {

	private final S3Calls calls;

	private final Parallel parallel;

	MultipartWriter(S3Calls calls, Parallel parallel) {
		this.calls = calls;
		this.parallel = parallel;
	}

	void put(String key, ByteBuffer bytes, WriteHistory history, Condition condition) {
		String upload = create(key, history);
		CompletedPart[] parts;
		try {
			parts = send(key, upload, bytes);
		}
		catch (RuntimeException | Error ex) {
			abort(key, upload, ex);
			throw ex;
		}
		complete(key, upload, parts, condition);
	}

	private String create(String key, WriteHistory history) {
		CreateMultipartUploadRequest request = CreateMultipartUploadRequest.builder()
			.bucket(this.calls.settings().bucket())
			.key(key)
			.metadata(Map.of(WriteHistory.METADATA, history.format()))
			.contentType("application/octet-stream")
			.requestPayer(this.calls.payer())
			.checksumAlgorithm(this.calls.settings().checksums() ? ChecksumAlgorithm.CRC32_C : null)
			.build();
		return this.calls.call((client) -> client.createMultipartUpload(request)).uploadId();
	}

	private CompletedPart[] send(String key, String upload, ByteBuffer bytes) {
		int partSize = this.calls.settings().partSize();
		CompletedPart[] parts = new CompletedPart[(bytes.remaining() + partSize - 1) / partSize];
		this.parallel.forEach(IntStream.range(0, parts.length).boxed().toList(), (number) -> {
			int start = number * partSize;
			ByteBuffer part = bytes.slice(bytes.position() + start, Math.min(partSize, bytes.remaining() - start));
			parts[number] = send(key, upload, number + 1, part);
		});
		return parts;
	}

	private CompletedPart send(String key, String upload, int number, ByteBuffer part) {
		String checksum = this.calls.settings().checksums() ? BufferBody.crc32c(part) : null;
		UploadPartRequest request = UploadPartRequest.builder()
			.bucket(this.calls.settings().bucket())
			.key(key)
			.uploadId(upload)
			.partNumber(number)
			.requestPayer(this.calls.payer())
			.checksumCRC32C(checksum)
			.build();
		UploadPartResponse response = this.calls.call((client) -> client.uploadPart(request, BufferBody.of(part)));
		return CompletedPart.builder().partNumber(number).eTag(response.eTag()).checksumCRC32C(checksum).build();
	}

	private void complete(String key, String upload, CompletedPart[] parts, Condition condition) {
		CompleteMultipartUploadRequest request = CompleteMultipartUploadRequest.builder()
			.bucket(this.calls.settings().bucket())
			.key(key)
			.uploadId(upload)
			.multipartUpload((completed) -> completed.parts(parts))
			.ifMatch(condition.ifMatch())
			.ifNoneMatch(condition.ifNoneMatch())
			.requestPayer(this.calls.payer())
			.overrideConfiguration(condition.isNone() ? null : WithoutRetries.OVERRIDE)
			.build();
		try {
			this.calls.call((client) -> client.completeMultipartUpload(request));
		}
		catch (SdkException ex) {
			if (S3Failures.isRefused(ex)) {
				abort(key, upload, ex);
			}
			throw ex;
		}
	}

	/**
	 * Give up the parts that were sent. Where that fails too, the service's rule for
	 * abandoned uploads is left to clear them away.
	 */
	private void abort(String key, String upload, Throwable failure) {
		try {
			this.calls.call(
					(client) -> client.abortMultipartUpload((request) -> request.bucket(this.calls.settings().bucket())
						.key(key)
						.uploadId(upload)
						.requestPayer(this.calls.payer())));
		}
		catch (RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

}
