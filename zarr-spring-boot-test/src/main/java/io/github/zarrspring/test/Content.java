package io.github.zarrspring.test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;

/**
 * Contents of values for tests.
 */
final class Content {

	private Content() {
	}

	/**
	 * A content from text.
	 * @param text the text
	 * @return a new buffer with its UTF-8 bytes
	 */
	static ByteBuffer of(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Any content.
	 * @param random where it comes from
	 * @param size the number of bytes
	 * @return the bytes
	 */
	static byte[] random(Random random, int size) {
		byte[] bytes = new byte[size];
		random.nextBytes(bytes);
		return bytes;
	}

	/**
	 * The bytes of a value.
	 * @param value the value
	 * @return a copy of them
	 */
	static byte[] bytes(StoredValue value) {
		return bytes(value.bytes());
	}

	/**
	 * The bytes of a buffer.
	 * @param buffer the buffer, which stays as it is
	 * @return a copy of them
	 */
	static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

	/**
	 * A value as text.
	 * @param backend the store
	 * @param key the key
	 * @return the text, {@code <missing>} if there is no value
	 */
	static String text(StorageBackend backend, StoreKey key) {
		return backend.read(key).map((value) -> new String(bytes(value), StandardCharsets.UTF_8)).orElse("<missing>");
	}

}
