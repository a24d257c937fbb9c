package io.github.zarrspring.spring.jpa;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;

import io.github.zarrspring.storage.StoreKey;

/**
 * How keys and values become columns. Keys are UTF-8: bytes sort as code points do, in
 * every database and whatever its collation.
 */
final class EntryRow {

	private EntryRow() {
	}

	static byte[] key(StoreKey key) {
		return bytes(key.value());
	}

	static byte[] bytes(String key) {
		return key.getBytes(StandardCharsets.UTF_8);
	}

	static byte[][] keys(Iterable<StoreKey> keys, int count) {
		byte[][] all = new byte[count][];
		int i = 0;
		for (StoreKey key : keys) {
			all[i++] = key(key);
		}
		return all;
	}

	static StoreKey key(byte[] key) {
		return StoreKey.of(new String(key, StandardCharsets.UTF_8));
	}

	/**
	 * Where keys end that start with a prefix.
	 */
	static byte[] end(String prefix) {
		byte[] bytes = bytes(prefix);
		byte[] end = Arrays.copyOf(bytes, bytes.length + 1);
		// No byte of UTF-8 is as high.
		end[bytes.length] = (byte) 0xFF;
		return end;
	}

	/**
	 * A version of its own for each write, in all processes and for ever.
	 */
	static String newVersion() {
		return UUID.randomUUID().toString();
	}

	/**
	 * Set a value without copying it.
	 */
	static void setValue(PreparedStatement statement, int index, ByteBuffer bytes) throws SQLException {
		if (!bytes.hasArray()) {
			byte[] copy = new byte[bytes.remaining()];
			bytes.duplicate().get(copy);
			statement.setBytes(index, copy);
			return;
		}
		int start = bytes.arrayOffset() + bytes.position();
		if (start == 0 && bytes.remaining() == bytes.array().length) {
			statement.setBytes(index, bytes.array());
		}
		else {
			InputStream stream = new ByteArrayInputStream(bytes.array(), start, bytes.remaining());
			statement.setBinaryStream(index, stream, bytes.remaining());
		}
	}

}
