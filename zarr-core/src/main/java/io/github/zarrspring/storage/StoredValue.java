package io.github.zarrspring.storage;

import java.nio.ByteBuffer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The bytes under a key, or a part of them, with the version of the whole. Safe for use
 * by several threads.
 */
public final class StoredValue {

	private final ByteBuffer bytes;

	private final @Nullable Supplier<Version> versionSource;

	private volatile @Nullable Version version;

	/**
	 * A value with its version.
	 * @param bytes the bytes from the position to the limit of the buffer, not to be
	 * changed any more
	 * @param version the version
	 */
	public StoredValue(ByteBuffer bytes, Version version) {
		this.bytes = bytes.slice();
		this.versionSource = null;
		this.version = version;
	}

	/**
	 * A value whose version is found out when it is asked for.
	 * @param bytes the bytes from the position to the limit of the buffer, not to be
	 * changed any more
	 * @param versionSource what gives the version of these very bytes, each time the same
	 */
	public StoredValue(ByteBuffer bytes, Supplier<Version> versionSource) {
		this.bytes = bytes.slice();
		this.versionSource = versionSource;
	}

	/**
	 * The bytes. The buffer is the caller's own, its content is not: it may be shared
	 * with the store and must not be changed.
	 * @return a big-endian buffer from 0 to the number of bytes
	 */
	public ByteBuffer bytes() {
		return this.bytes.duplicate();
	}

	/**
	 * The number of bytes.
	 * @return the size
	 */
	public int size() {
		return this.bytes.limit();
	}

	/**
	 * The version of the stored value, of the whole value if this is a part of it.
	 * @return the version
	 */
	public Version version() {
		Version version = this.version;
		if (version == null && this.versionSource != null) {
			version = this.versionSource.get();
			this.version = version;
		}
		return (version != null) ? version : Version.ABSENT;
	}

	/**
	 * A part of this value. Its version is the version of the whole.
	 * @param range the part
	 * @return the part, sharing the bytes
	 */
	public StoredValue slice(ByteRange range) {
		int start = (int) range.start(size());
		int count = (int) range.count(size());
		return new StoredValue(this.bytes.slice(start, count), this::version);
	}

}
