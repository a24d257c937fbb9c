package io.github.zarrspring.spring.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The bytes of a buffer as the body of a request, without a copy of them.
 */
final class BufferBody {

	private BufferBody() {
	}

	static RequestBody of(ByteBuffer bytes) {
		ByteBuffer own = bytes.slice();
		return RequestBody.fromContentProvider(() -> stream(own), own.remaining(), "application/octet-stream");
	}

	private static InputStream stream(ByteBuffer bytes) {
		return bytes.hasArray() ? new ByteArrayInputStream(bytes.array(), bytes.arrayOffset(), bytes.limit())
				: new BufferStream(bytes.duplicate());
	}

	/**
	 * The checksum of the bytes as services want it.
	 */
	static String crc32c(ByteBuffer bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes.duplicate());
		byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
		return Base64.getEncoder().encodeToString(value);
	}

	/**
	 * Reads a buffer outside the heap.
	 */
	private static final class BufferStream extends InputStream {

		private final ByteBuffer bytes;

		BufferStream(ByteBuffer bytes) {
			this.bytes = bytes;
			bytes.mark();
		}

		@Override
		public int read() {
			return this.bytes.hasRemaining() ? this.bytes.get() & 0xFF : -1;
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			if (length > 0 && !this.bytes.hasRemaining()) {
				return -1;
			}
			int count = Math.min(length, this.bytes.remaining());
			this.bytes.get(target, offset, count);
			return count;
		}

		@Override
		public int available() {
			return this.bytes.remaining();
		}

		@Override
		public boolean markSupported() {
			return true;
		}

		@Override
		public synchronized void mark(int limit) {
			this.bytes.mark();
		}

		@Override
		public synchronized void reset() {
			this.bytes.reset();
		}

	}

}
