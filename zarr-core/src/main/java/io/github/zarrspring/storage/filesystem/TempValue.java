package io.github.zarrspring.storage.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.jspecify.annotations.Nullable;

/**
 * A value on its way into its place, by way of a file of its own. For one thread.
 */
final class TempValue implements Closeable {

	private final TempFolder folder;

	private final ByteBuffer bytes;

	private final Sync sync;

	private @Nullable Path file;

	/**
	 * A value that is not in a file yet.
	 * @param folder where to make the file
	 * @param bytes the bytes from the position to the limit of the buffer
	 * @param sync whether to wait for the device
	 */
	TempValue(TempFolder folder, ByteBuffer bytes, Sync sync) {
		this.folder = folder;
		this.bytes = bytes;
		this.sync = sync;
	}

	/**
	 * Write the value to its file.
	 * @return the file
	 * @throws IOException if it fails
	 */
	Path prepare() throws IOException {
		Path file = this.folder.write(this.bytes, this.sync);
		this.file = file;
		return file;
	}

	/**
	 * Put the value into its place.
	 * @param path the place
	 * @throws IOException if it fails
	 */
	void moveTo(Path path) throws IOException {
		Path file = this.file;
		Files.move((file != null) ? file : prepare(), path, StandardCopyOption.ATOMIC_MOVE);
		this.file = null;
	}

	/**
	 * Find out whether the file is still there, so that it is written again if not.
	 */
	void check() {
		if (this.file != null && !Files.exists(this.file)) {
			this.file = null;
		}
	}

	/**
	 * Remove the file if the value did not come to its place.
	 */
	@Override
	public void close() throws IOException {
		if (this.file != null) {
			Files.deleteIfExists(this.file);
		}
	}

}
