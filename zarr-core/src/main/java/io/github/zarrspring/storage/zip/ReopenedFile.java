package io.github.zarrspring.storage.zip;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Set;

import io.github.zarrspring.storage.filesystem.Transfers;

/**
 * An open file that several threads use. An interrupted thread closes the channel it
 * uses: for the others the file is opened again, if it is still the same.
 */
final class ReopenedFile implements AutoCloseable {

	private final Path path;

	private final Set<OpenOption> options;

	private final Object identity;

	private FileChannel channel;

	private boolean closed;

	ReopenedFile(Path path, OpenOption... options) throws IOException {
		this.path = path;
		this.options = Set.of(options);
		this.identity = this.options.contains(StandardOpenOption.WRITE) ? "" : identity(path);
		this.channel = FileChannel.open(path, options);
	}

	/**
	 * What tells the file from another under the same name.
	 */
	private static Object identity(Path path) throws IOException {
		Transfers.checkFile(path);
		BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
		return Arrays.asList(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
	}

	/**
	 * Whether the file is still what is to be found under its name.
	 */
	boolean isCurrent() throws IOException {
		return Files.exists(this.path) && this.identity.equals(identity(this.path));
	}

	/**
	 * Use the file, again if another thread's interrupt closed it meanwhile.
	 */
	<T> T use(Use<T> use) throws IOException {
		while (true) {
			FileChannel open = open();
			try {
				return use.with(open);
			}
			catch (ClosedChannelException ex) {
				if (Thread.currentThread().isInterrupted() || isClosed()) {
					throw ex;
				}
			}
		}
	}

	private synchronized FileChannel open() throws IOException {
		if (!this.channel.isOpen() && !this.closed) {
			this.channel = this.options.contains(StandardOpenOption.WRITE)
					? FileChannel.open(this.path, StandardOpenOption.READ, StandardOpenOption.WRITE)
					: FileChannel.open(this.path, StandardOpenOption.READ);
			if (!this.options.contains(StandardOpenOption.WRITE) && !isCurrent()) {
				this.closed = true;
				this.channel.close();
				throw new IOException("The archive was replaced while it was read: open it again");
			}
		}
		return this.channel;
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	@Override
	public synchronized void close() throws IOException {
		this.closed = true;
		this.channel.close();
	}

	/**
	 * What is done with the file.
	 *
	 * @param <T> what comes of it
	 */
	interface Use<T> {

		T with(FileChannel open) throws IOException;

	}

}
