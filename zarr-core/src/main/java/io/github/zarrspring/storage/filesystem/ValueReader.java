package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.function.Function;

import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * Reads values from their files. It takes no lock: a file under a value's name is whole
 * and never changes, since a write puts another in its place. Safe for use by several
 * threads.
 */
final class ValueReader {

	private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

	private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

	private final KeyPaths paths;

	private final Directories directories;

	private final BufferPool buffers;

	/**
	 * A reader.
	 * @param paths where the values are
	 * @param directories the directories they are in
	 * @param buffers what to read through
	 */
	ValueReader(KeyPaths paths, Directories directories, BufferPool buffers) {
		this.paths = paths;
		this.directories = directories;
		this.buffers = buffers;
	}

	/**
	 * Read a part of a value.
	 * @param key the key
	 * @param range the part
	 * @param memory what gives a buffer of a size, or a larger one
	 * @return the part, {@code null} if there is no value
	 * @throws IOException if it fails
	 */
	@Nullable Part read(StoreKey key, ByteRange range, Memory memory) throws IOException {
		return with(key, (channel) -> {
			long size = channel.size();
			int count = countOf(key, range, size);
			return new Part(fill(channel, range.start(size), count, memory), count == size);
		});
	}

	/**
	 * Read parts of a value through one open file: the content stays what it was when it
	 * was opened, whatever is put in its place or becomes of its name.
	 * @param key the key
	 * @param first the part to read at first
	 * @param reads what reads the other parts
	 * @return what it made of them, {@code null} if there is no value
	 * @throws IOException if opening it or reading the first part fails
	 */
	<R> @Nullable R open(StoreKey key, ByteRange first, Function<OpenValue, R> reads) throws IOException {
		Path path = this.paths.of(key);
		FileChannel channel = with(key, path, () -> isFile(key, path) ? openFile(key, path) : null);
		if (channel == null) {
			return null;
		}
		try (OpenFile file = with(key, path, () -> new OpenFile(key, channel, this.buffers, first))) {
			return (file != null) ? reads.apply(file) : null;
		}
		finally {
			channel.close();
		}
	}

	/**
	 * The version of a value.
	 * @param key the key
	 * @return the version, {@link Version#ABSENT} if there is no value
	 * @throws IOException if it fails
	 */
	Version version(StoreKey key) throws IOException {
		Version version = with(key, (channel) -> ContentVersion.of(channel, this.buffers));
		return (version != null) ? version : Version.ABSENT;
	}

	/**
	 * Whether there is a value.
	 * @param key the key
	 * @return whether there is a file with its name
	 * @throws IOException if it fails
	 */
	boolean exists(StoreKey key) throws IOException {
		Path path = this.paths.of(key);
		String directory = KeyPaths.parent(key.value());
		return with(key, path, () -> (this.directories.isPresent(directory) && attributes(path).isRegularFile()) ? path
				: null) != null;
	}

	private <T> @Nullable T with(StoreKey key, Use<T> use) throws IOException {
		Path path = this.paths.of(key);
		return with(key, path, () -> {
			if (!isFile(key, path)) {
				return null;
			}
			try (FileChannel channel = openFile(key, path)) {
				return use.apply(channel);
			}
		});
	}

	private <T> @Nullable T with(StoreKey key, Path path, HiddenFolder.FileAction<@Nullable T> action)
			throws IOException {
		String directory = KeyPaths.parent(key.value());
		try {
			if (this.directories.isKnown(directory) || this.directories.isPresent(directory)) {
				T result = action.run();
				if (result != null || this.directories.isPresent(directory)) {
					return result;
				}
			}
			return null;
		}
		catch (NoSuchFileException ex) {
			// Nothing is missing in a store that is gone.
			this.directories.isPresent(directory);
			return null;
		}
		catch (IOException ex) {
			if (isMissing(key, path)) {
				return null;
			}
			if (Files.isSymbolicLink(path)) {
				throw new StoreAccessDeniedException("'%s' is a symbolic link, which is not followed".formatted(key),
						ex);
			}
			throw ex;
		}
	}

	/**
	 * Whether there is a file under a value's name. Files alone are values; to open a
	 * pipe would take until somebody opens its other end.
	 */
	private boolean isFile(StoreKey key, Path path) throws IOException {
		Set<String> files = this.directories.files(KeyPaths.parent(key.value()));
		if (files != null && files.contains(key.value())) {
			return true;
		}
		BasicFileAttributes attributes = attributes(path);
		if (attributes.isSymbolicLink()) {
			throw new FileSystemException(path.toString(), null, "it is a symbolic link");
		}
		if (files != null && attributes.isRegularFile()) {
			this.directories.addFile(files, key.value());
		}
		return attributes.isRegularFile();
	}

	private static BasicFileAttributes attributes(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Open a file in the directory that was met before, and not in one that a link in its
	 * place leads to.
	 */
	private FileChannel openFile(StoreKey key, Path path) throws IOException {
		String directory = KeyPaths.parent(key.value());
		while (true) {
			FileChannel channel = FileChannel.open(path, OPTIONS, NO_ATTRIBUTES);
			boolean same = false;
			try {
				same = this.directories.isSame(directory);
				if (same) {
					return channel;
				}
			}
			finally {
				if (!same) {
					channel.close();
				}
			}
			if (!this.directories.isPresent(directory)) {
				throw new NoSuchFileException(path.toString());
			}
		}
	}

	/**
	 * Whether a failure means that there is no value: a directory has the key's name, a
	 * file the name of a directory that it would be in, or the key is too long for a
	 * file.
	 */
	private boolean isMissing(StoreKey key, Path path) {
		return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || this.directories.isBelowFile(path)
				|| FileFailures.isTooLong(key.value());
	}

	/**
	 * Read from a place in a file.
	 * @param channel the file
	 * @param position where to read, in bytes
	 * @param count how many bytes to read
	 * @param memory where the buffer comes from
	 * @return the buffer, filled from 0 to its position
	 * @throws IOException if it fails; the buffer is given back then
	 */
	static ByteBuffer fill(FileChannel channel, long position, int count, Memory memory) throws IOException {
		ByteBuffer buffer = memory.take(count);
		boolean filled = false;
		try {
			buffer.limit(count);
			Transfers.read(channel, position, buffer);
			filled = true;
			return buffer;
		}
		finally {
			if (!filled) {
				memory.give(buffer);
			}
		}
	}

	/**
	 * How many bytes of a value a range has.
	 * @param key the key of the value
	 * @param range the range
	 * @param size the size of the value in bytes
	 * @return the number of bytes
	 */
	static int countOf(StoreKey key, ByteRange range, long size) {
		long count = range.count(size);
		if (count > Limits.MAX_CHUNK_BYTES) {
			throw new LimitExceededException("The %d bytes of '%s' are more than can be read at once: %d"
				.formatted(count, key, Limits.MAX_CHUNK_BYTES));
		}
		return (int) count;
	}

	/**
	 * A part of a value.
	 *
	 * @param buffer the buffer it was read to, from 0 to its position
	 * @param whole whether it is the whole value
	 */
	record Part(ByteBuffer buffer, boolean whole) {

		/**
		 * The bytes of the part.
		 * @return a buffer of just these
		 */
		ByteBuffer bytes() {
			return this.buffer.duplicate().flip();
		}

	}

	private interface Use<T> {

		@Nullable T apply(FileChannel channel) throws IOException;

	}

}
