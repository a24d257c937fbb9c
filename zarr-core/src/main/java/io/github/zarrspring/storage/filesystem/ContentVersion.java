package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import io.github.zarrspring.storage.Version;

/**
 * The version of a value as the hash of its content: files have nothing else that never
 * stands for two contents, since times are coarse and numbers of files are used again.
 */
final class ContentVersion {

	private static final int SLICE = 1 << 20;

	private ContentVersion() {
	}

	/**
	 * The version of a content.
	 * @param bytes the bytes from the position to the limit of the buffer, which stay as
	 * they are
	 * @return the version
	 */
	static Version of(ByteBuffer bytes) {
		MessageDigest digest = newDigest();
		digest.update(bytes.duplicate());
		return version(digest);
	}

	/**
	 * The version of a file's content.
	 * @param channel the file
	 * @param buffers what to read it through
	 * @return the version
	 * @throws IOException if the file cannot be read
	 */
	static Version of(FileChannel channel, BufferPool buffers) throws IOException {
		MessageDigest digest = newDigest();
		long size = channel.size();
		ByteBuffer buffer = buffers.take((int) Math.min(size, SLICE));
		try {
			for (long position = 0; position < size; position += buffer.limit()) {
				buffer.clear().limit((int) Math.min(buffer.capacity(), size - position));
				Transfers.read(channel, position, buffer);
				digest.update(buffer.flip());
			}
		}
		finally {
			buffers.give(buffer);
		}
		return version(digest);
	}

	private static Version version(MessageDigest digest) {
		return new Version(Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()));
	}

	private static MessageDigest newDigest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
