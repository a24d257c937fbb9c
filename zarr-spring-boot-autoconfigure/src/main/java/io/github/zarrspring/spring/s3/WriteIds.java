package io.github.zarrspring.spring.s3;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives out the ids of the writes of one backend.
 */
final class WriteIds {

	private final String writer;

	private final AtomicLong number = new AtomicLong();

	WriteIds() {
		byte[] random = new byte[9];
		new SecureRandom().nextBytes(random);
		this.writer = Base64.getUrlEncoder().encodeToString(random);
	}

	WriteId next() {
		return new WriteId(this.writer, this.number.incrementAndGet());
	}

}
