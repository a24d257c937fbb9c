package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of one encoded chunk where they are stored, to be read in parts. All reads of
 * one source see the same stored content, or fail.
 */
public interface ByteSource {

	/**
	 * Read all bytes.
	 * @return the bytes, {@code null} if there is no such chunk
	 */
	@Nullable ByteBuffer readAll();

	/**
	 * Read the last bytes.
	 * @param length the number of bytes at most
	 * @return the bytes, {@code null} if there is no such chunk
	 */
	@Nullable ByteBuffer readSuffix(long length);

	/**
	 * Read several parts, those close to each other at once.
	 * @param parts the offset and length of each part
	 * @return the bytes of each part, fewer where the chunk ends before, {@code null} if
	 * there is no such chunk
	 */
	@Nullable List<ByteBuffer> read(List<Part> parts);

	/**
	 * A part of the bytes.
	 *
	 * @param offset the first byte
	 * @param length the number of bytes
	 */
	record Part(long offset, long length) {
	}

}
