package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

import io.github.zarrspring.exception.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the files of a store for one backend: against other processes by a lock on a
 * file, against this one, where such locks do not help, by a list.
 * <p>
 * A system's file lock ends when the process closes <i>any</i> channel to the file, so
 * that within a process nobody may even open it while it is locked. The list of what is
 * locked has to be one for the whole process, whatever class loaders there are; the
 * system properties are the only thing of that kind. The file may be removed by who holds
 * the lock. Who gets it therefore looks whether the file is still the one under its name.
 */
public final class PathLock implements AutoCloseable {

	private static final String HELD = PathLock.class.getName() + ':';

	private static final int OWNER_SIZE = 64;

	private final Path file;

	private final String held;

	private final FileChannel channel;

	private final Object identity;

	private PathLock(Path file, String held, FileChannel channel, Object identity) {
		this.file = file;
		this.held = held;
		this.channel = channel;
		this.identity = identity;
	}

	/**
	 * Take a lock, without waiting.
	 * @param file the file to lock, in a directory that exists
	 * @param store what it protects, for the message
	 * @return the lock
	 * @throws StoreUnavailableException if another backend has it
	 * @throws IOException if the file cannot be made or locked
	 */
	public static PathLock take(Path file, Path store) throws IOException {
		Path real = Objects.requireNonNull(file.getParent())
			.toRealPath()
			.resolve(Objects.requireNonNull(file.getFileName()));
		String held = HELD + real.getFileSystem() + ':' + real;
		if (System.getProperties().putIfAbsent(held, "") != null) {
			throw new StoreUnavailableException(
					"'%s' is in use by another store or context of this application: give ".formatted(store)
							+ "each store a path of its own, and close one before the next is opened on the same");
		}
		PathLock lock = null;
		try {
			while (lock == null) {
				lock = tryOnce(real, held, store);
			}
			return lock;
		}
		finally {
			if (lock == null) {
				System.getProperties().remove(held);
			}
		}
	}

	/**
	 * Take the lock.
	 * @return the lock, {@code null} if the file was removed meanwhile
	 */
	private static @Nullable PathLock tryOnce(Path file, String held, Path store) throws IOException {
		Object before = identity(file);
		FileChannel channel;
		try {
			channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		boolean locked = false;
		try {
			if (!tryLock(channel)) {
				throw new StoreUnavailableException("'%s' is in use by another process (%s): only one at a time can "
					.formatted(store, owner(channel)) + "open it. Stop that one, or give this store a path of its own");
			}
			locked = before.equals(identity(file));
			if (!locked) {
				return null;
			}
			String owner = "process %s".formatted(ProcessHandle.current().pid());
			channel.write(ByteBuffer.wrap("%-64s".formatted(owner).getBytes(StandardCharsets.US_ASCII)));
			return new PathLock(file, held, channel, before);
		}
		finally {
			if (!locked) {
				channel.close();
			}
		}
	}

	/**
	 * What tells a file from another under the same name later, without opening it.
	 */
	private static Object identity(Path file) throws IOException {
		if (!Files.exists(file)) {
			try {
				Files.createFile(file);
			}
			catch (FileAlreadyExistsException ex) {
				// Another process was faster.
				return identity(file);
			}
		}
		try {
			Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
			// Where files have no identity they cannot be removed while they are open.
			return (key != null) ? key : "";
		}
		catch (NoSuchFileException ex) {
			return identity(file);
		}
	}

	private static boolean tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
	}

	private static String owner(FileChannel channel) throws IOException {
		ByteBuffer owner = ByteBuffer.allocate(OWNER_SIZE);
		channel.read(owner, 0);
		return StandardCharsets.US_ASCII.decode(owner.flip()).toString().strip();
	}

	/**
	 * Whether the lock still keeps others out.
	 * @return whether the file is still the one under its name
	 * @throws IOException if that cannot be found out
	 */
	public boolean isCurrent() throws IOException {
		try {
			Object key = Files.readAttributes(this.file, BasicFileAttributes.class).fileKey();
			return this.identity.equals((key != null) ? key : "");
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * Remove the file and end the lock.
	 * @throws IOException if that fails
	 */
	public void remove() throws IOException {
		try {
			Files.deleteIfExists(this.file);
		}
		finally {
			close();
		}
	}

	@Override
	public void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			System.getProperties().remove(this.held);
		}
	}

}
