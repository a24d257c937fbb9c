package io.github.zarrspring.spring.s3;

import java.time.Duration;

import io.github.zarrspring.spring.ConditionalWrites;

/**
 * How a store uses an S3 service.
 *
 * @param bucket the bucket
 * @param prefix what all object keys start with: empty, or with a slash at its end
 * @param requesterPays whether the caller agrees to pay for requests and transfer
 * @param checksums whether writes carry a checksum and reads are checked against one
 * @param conditionalWrites what is relied on where several write to one key
 * @param maxConnections the most requests at a time
 * @param callTimeout the longest that one request may take, in all
 * @param resolveTimeout the longest that the outcome of a write is looked for whose
 * answer was lost
 * @param multipartThreshold the size in bytes from which on values are written in parts
 * @param maxValueBytes the most bytes that one read may allocate
 * @param forbiddenIsAbsent whether a read that is denied means that there is no object,
 * as services say it that do not tell what is there
 */
public record S3Settings(String bucket, String prefix, boolean requesterPays, boolean checksums,
		ConditionalWrites conditionalWrites, int maxConnections, Duration callTimeout, Duration resolveTimeout,
		long multipartThreshold, long maxValueBytes, boolean forbiddenIsAbsent) {

	/**
	 * The least size of a part that services take, but for the last.
	 */
	private static final long MIN_PART = 5L << 20;

	private static final long MAX_PART = 16L << 20;

	/**
	 * The settings for a bucket, with all else as it is by default.
	 * @param bucket the bucket
	 * @param prefix what all object keys start with: empty, or with a slash at its end
	 */
	public S3Settings(String bucket, String prefix) {
		this(bucket, prefix, false, true, ConditionalWrites.PROBED, 64, Duration.ofMinutes(2), Duration.ofSeconds(30),
				64L << 20, Runtime.getRuntime().maxMemory() / 2, false);
	}

	/**
	 * These settings with other conditional writes.
	 * @param changed what is relied on
	 * @return the changed settings
	 */
	public S3Settings withConditionalWrites(ConditionalWrites changed) {
		return new S3Settings(this.bucket, this.prefix, this.requesterPays, this.checksums, changed,
				this.maxConnections, this.callTimeout, this.resolveTimeout, this.multipartThreshold, this.maxValueBytes,
				this.forbiddenIsAbsent);
	}

	/**
	 * These settings with other sizes.
	 * @param multipart the size in bytes from which on values are written in parts
	 * @param maxValue the most bytes that one read may allocate
	 * @return the changed settings
	 */
	public S3Settings withSizes(long multipart, long maxValue) {
		return new S3Settings(this.bucket, this.prefix, this.requesterPays, this.checksums, this.conditionalWrites,
				this.maxConnections, this.callTimeout, this.resolveTimeout, multipart, maxValue,
				this.forbiddenIsAbsent);
	}

	/**
	 * These settings with other time-outs.
	 * @param call the longest that one request may take
	 * @param resolve the longest that the outcome of a write is looked for
	 * @return the changed settings
	 */
	public S3Settings withTimeouts(Duration call, Duration resolve) {
		return new S3Settings(this.bucket, this.prefix, this.requesterPays, this.checksums, this.conditionalWrites,
				this.maxConnections, call, resolve, this.multipartThreshold, this.maxValueBytes,
				this.forbiddenIsAbsent);
	}

	/**
	 * These settings with another meaning of a read that is denied.
	 * @param changed whether it means that there is no object
	 * @return the changed settings
	 */
	public S3Settings withForbiddenIsAbsent(boolean changed) {
		return new S3Settings(this.bucket, this.prefix, this.requesterPays, this.checksums, this.conditionalWrites,
				this.maxConnections, this.callTimeout, this.resolveTimeout, this.multipartThreshold, this.maxValueBytes,
				changed);
	}

	int partSize() {
		return (int) Math.max(MIN_PART, Math.min(MAX_PART, this.multipartThreshold));
	}

}
