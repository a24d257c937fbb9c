package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The values that are being written: each in a file of its own until it is whole and
 * renamed into its place. Each process has a folder for them, guarded by a lock on a file
 * beside it for as long as the process lives; folders that nobody guards are what killed
 * processes left, and are removed when the next process writes for the first time. Safe
 * for use by several threads.
 */
final class TempFolder {

	private static final String GUARD = ".lock";

	/**
	 * Names this process, for all class loaders and backends in it: to open and close a
	 * guard of one's own process would unlock it.
	 */
	private static final String PROCESS = ProcessHandle.current().pid() + "-"
			+ ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L) + "-";

	private static final Set<StandardOpenOption> CREATE = Set.of(StandardOpenOption.CREATE_NEW,
			StandardOpenOption.WRITE);

	private final HiddenFolder hidden;

	private final Path folder;

	private final AtomicLong names = new AtomicLong();

	private final ReentrantLock registration = new ReentrantLock();

	private volatile @Nullable Path own;

	private @Nullable FileChannel guard;

	/**
	 * The folder, which need not be there yet.
	 * @param hidden the folder that it is in
	 * @param folder its path
	 */
	TempFolder(HiddenFolder hidden, Path folder) {
		this.hidden = hidden;
		this.folder = folder;
	}

	/**
	 * Write a value to a new file.
	 * @param bytes the bytes from the position to the limit of the buffer, which stay as
	 * they are
	 * @param sync whether to wait for the device
	 * @return the file
	 * @throws IOException if it fails, in which case there is no file
	 */
	Path write(ByteBuffer bytes, Sync sync) throws IOException {
		String name = Long.toString(this.names.getAndIncrement(), Character.MAX_RADIX);
		Path own = own(null);
		try {
			return write(own.resolve(name), bytes, sync);
		}
		catch (NoSuchFileException ex) {
			// Somebody removed the folder under our feet.
			return write(own(own).resolve(name), bytes, sync);
		}
	}

	private static Path write(Path file, ByteBuffer bytes, Sync sync) throws IOException {
		FileChannel channel = FileChannel.open(file, CREATE);
		boolean written = false;
		try (channel) {
			Transfers.write(channel, bytes);
			if (sync == Sync.ALWAYS) {
				channel.force(true);
			}
			written = true;
		}
		finally {
			if (!written) {
				Files.deleteIfExists(file);
			}
		}
		return file;
	}

	private Path own(@Nullable Path lost) throws IOException {
		Path own = this.own;
		if (own != null && !own.equals(lost)) {
			return own;
		}
		this.registration.lock();
		try {
			if (this.own == null || this.own.equals(lost)) {
				this.own = register();
				removeLeftovers();
			}
			return this.own;
		}
		finally {
			this.registration.unlock();
		}
	}

	/**
	 * Make this process's folder. The guard comes first and goes last. Another process
	 * may take a guard that is not locked yet for a leftover, lock it and remove it; then
	 * it is either locked or gone here, and the next name is tried.
	 */
	private Path register() throws IOException {
		while (true) {
			String name = PROCESS + UUID.randomUUID();
			Path guardFile = this.folder.resolve(name + GUARD);
			FileChannel guard = this.hidden.inside(() -> FileChannel.open(guardFile, CREATE));
			boolean guarded = false;
			try {
				if (guard.tryLock() != null && Files.exists(guardFile)) {
					Path own = this.folder.resolve(name);
					Files.createDirectory(own);
					closeGuard();
					this.guard = guard;
					guarded = true;
					return own;
				}
			}
			finally {
				if (!guarded) {
					guard.close();
				}
			}
		}
	}

	/**
	 * Close the guard of the folder that was lost, if there was one.
	 */
	private void closeGuard() throws IOException {
		FileChannel before = this.guard;
		this.guard = null;
		if (before != null) {
			before.close();
		}
	}

	private void removeLeftovers() throws IOException {
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.folder)) {
			for (Path entry : entries) {
				String name = entry.getFileName().toString();
				if (!name.startsWith(PROCESS)) {
					removeIfLeftover(entry, name);
				}
			}
		}
	}

	private static void removeIfLeftover(Path entry, String name) throws IOException {
		try {
			if (name.endsWith(GUARD)) {
				removeUnlessGuarded(entry, name);
			}
			else if (!Files.exists(entry.resolveSibling(name + GUARD))) {
				removeFolder(entry);
			}
		}
		catch (FileSystemException ex) {
			// Somebody else removed it first, or it is not ours to remove: it only takes
			// space, and nothing refers to it.
			return;
		}
	}

	private static void removeUnlessGuarded(Path guardFile, String name) throws IOException {
		if (!Files.isRegularFile(guardFile, LinkOption.NOFOLLOW_LINKS)) {
			// To open a pipe would take until somebody opens its other end.
			return;
		}
		try (FileChannel guard = FileChannel.open(guardFile, StandardOpenOption.WRITE);
				FileLock lock = guard.tryLock()) {
			if (lock != null) {
				removeFolder(guardFile.resolveSibling(name.substring(0, name.length() - GUARD.length())));
				Files.deleteIfExists(guardFile);
			}
		}
		catch (OverlappingFileLockException ex) {
			// Guarded by this process, though it does not bear its name: no leftover.
			return;
		}
	}

	private static void removeFolder(Path folder) throws IOException {
		if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
			for (Path file : files) {
				Files.deleteIfExists(file);
			}
		}
		Files.deleteIfExists(folder);
	}

	/**
	 * Remove this process's folder, once nobody writes any more.
	 * @throws IOException if that fails
	 */
	void close() throws IOException {
		Path own = this.own;
		FileChannel guard = this.guard;
		if (own == null || guard == null) {
			return;
		}
		try (guard) {
			removeFolder(own);
			Files.deleteIfExists(own.resolveSibling(own.getFileName() + GUARD));
		}
	}

}
