package io.github.zarrspring.storage.snapshot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * What one call changes, as the journal will have it, made before any lock is taken. For
 * each key: one byte that tells whether it is written or deleted, the lengths of key and
 * value, the key in UTF-8, the value.
 */
final class Change {

	static final byte WRITE = 1;

	static final byte DELETE = 2;

	/**
	 * The bytes of an entry before its key.
	 */
	static final int ENTRY_SIZE = 1 + Integer.BYTES + Integer.BYTES;

	private final ByteBuffer[] parts;

	private final long size;

	private final int checksum;

	private Change(ByteBuffer[] parts) {
		this.parts = parts;
		CRC32C crc = new CRC32C();
		long bytes = 0;
		for (ByteBuffer part : parts) {
			bytes += part.remaining();
			crc.update(part.duplicate());
		}
		this.size = bytes;
		this.checksum = (int) crc.getValue();
	}

	static Change write(StoreKey key, ByteBuffer value) {
		return new Change(new ByteBuffer[] { head(WRITE, key, value.remaining()), value.slice() });
	}

	static Change writeAll(Map<StoreKey, ByteBuffer> values) {
		ByteBuffer[] parts = new ByteBuffer[2 * values.size()];
		int count = 0;
		for (Map.Entry<StoreKey, ByteBuffer> entry : values.entrySet()) {
			parts[count++] = head(WRITE, entry.getKey(), entry.getValue().remaining());
			parts[count++] = entry.getValue().slice();
		}
		return new Change(parts);
	}

	static Change delete(StoreKey key) {
		return deleteAll(List.of(key));
	}

	static Change deleteAll(Collection<StoreKey> keys) {
		return new Change(keys.stream().map((key) -> head(DELETE, key, 0)).toArray(ByteBuffer[]::new));
	}

	private static ByteBuffer head(byte kind, StoreKey key, int length) {
		byte[] name = key.value().getBytes(StandardCharsets.UTF_8);
		ByteBuffer head = ByteBuffer.allocate(ENTRY_SIZE + name.length);
		return head.put(kind).putInt(name.length).putInt(length).put(name).flip();
	}

	/**
	 * The bytes, to be read from duplicates.
	 */
	ByteBuffer[] parts() {
		return this.parts;
	}

	long size() {
		return this.size;
	}

	int checksum() {
		return this.checksum;
	}

	/**
	 * What is done with the entries of a change that is read back.
	 */
	interface Target {

		/**
		 * A key was written or deleted.
		 * @param key the key
		 * @param value the value, {@code null} if it was deleted
		 */
		void accept(StoreKey key, @Nullable ByteBuffer value);

	}

}
