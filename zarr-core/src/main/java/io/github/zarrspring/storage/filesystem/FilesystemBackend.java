package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * The {@code filesystem} backend: each value is a file below a root directory, named by
 * its key. Any number of backends, in this process and others, may use the same root.
 * <p>
 * Whatever happens to a process, a value is the whole old or the whole new one; with
 * {@link Sync#ALWAYS} that holds for the loss of power too, and nothing is lost that a
 * call has returned from. Conditional writes are atomic against all writers that use this
 * backend, in any process. Other tools can read at any time, and write while no such
 * process does.
 * <p>
 * A key cannot be a value and the beginning of another key at once
 * ({@link InvalidRequestException}), nor be longer than the file system takes. On file
 * systems that do not tell upper from lower case, keys must not differ in that alone.
 * Symbolic links below the root are not followed ({@link StoreAccessDeniedException}) and
 * not listed; pipes, sockets and devices are no values. Below {@code .zarr-spring} are
 * the store's own files, which are no keys; the folder is made at the first write. If
 * somebody removes it while the store is in use, locks that are held at that moment keep
 * nobody out until they are given back. Once the root was there it has to stay the same
 * directory: if it is moved away, removed or unmounted, all calls that do not find what
 * they look for fail with {@code StoreUnavailableException} until it is back. An
 * interrupted thread fails with {@code StoreUnavailableException} and stays interrupted.
 * <p>
 * Safe for use by several threads.
 */
public final class FilesystemBackend implements StorageBackend {

	private static final Capabilities CAPABILITIES = new Capabilities(true, true, Capabilities.AtomicScope.VALUE, false,
			false, Capabilities.RoundTrip.LOCAL);

	private static final BufferPool BUFFERS = new BufferPool(
			Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16));

	private final AtomicBoolean closed = new AtomicBoolean();

	private final KeyPaths paths;

	private final HiddenFolder hidden;

	private final Directories directories;

	private final SortedNames names = new SortedNames();

	private final ValueReader reader;

	private final ValueWriter writer;

	/**
	 * The store in a directory, whose writes do not wait for the device.
	 * @param root the directory, which is made at the first write if it is missing
	 */
	public FilesystemBackend(Path root) {
		this(root, Sync.NEVER);
	}

	/**
	 * The store in a directory.
	 * @param root the directory, which is made at the first write if it is missing
	 * @param sync what writes and deletes wait for
	 */
	public FilesystemBackend(Path root, Sync sync) {
		this(root, sync, false);
	}

	/**
	 * The store in a directory.
	 * @param root the directory
	 * @param sync what writes and deletes wait for
	 * @param existing whether the directory has to be there, so that the store fails
	 * while it is missing; else it is made at the first write, and the store is empty
	 * until then
	 */
	public FilesystemBackend(Path root, Sync sync, boolean existing) {
		this.paths = new KeyPaths(root);
		this.hidden = HiddenFolder.of(this.paths.root());
		this.directories = new Directories(this.paths, this.hidden, existing);
		this.reader = new ValueReader(this.paths, this.directories, BUFFERS);
		this.writer = new ValueWriter(this.paths, this.directories, this.hidden, this.reader, sync);
	}

	/**
	 * The root directory.
	 * @return its path, without symbolic links
	 */
	public Path root() {
		return this.paths.root();
	}

	@Override
	public Capabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return read(key, ByteRange.ALL);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		ValueReader.Part part = call("read", key, () -> this.reader.read(key, range, Memory.HEAP));
		return (part != null) ? Optional.of(value(key, range, part)) : Optional.empty();
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		ValueReader.Part part = call("read", key, () -> this.reader.read(key, range, BUFFERS));
		if (part == null) {
			return Optional.empty();
		}
		try (Loan loan = new Loan(value(key, range, part), () -> BUFFERS.give(part.buffer()))) {
			return Optional.ofNullable(borrower.apply(loan.value()));
		}
	}

	@Override
	public <R> Optional<R> open(StoreKey key, ByteRange first, Function<OpenValue, R> reads) {
		return Optional.ofNullable(call("read", key, () -> this.reader.open(key, first, reads)));
	}

	private StoredValue value(StoreKey key, ByteRange range, ValueReader.Part part) {
		ByteBuffer bytes = part.bytes();
		return part.whole() ? new StoredValue(bytes, () -> ContentVersion.of(bytes))
				: new StoredValue(bytes, new PartVersion(() -> read(key), range, bytes));
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		put(key, null, bytes);
	}

	@Override
	public void writeAll(Map<StoreKey, ByteBuffer> values) {
		Set<String> changed = new LinkedHashSet<>();
		values.forEach((key, bytes) -> {
			call("write", key, () -> this.writer.put(key, null, bytes));
			changed.add(KeyPaths.parent(key.value()));
		});
		force(changed);
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		return put(key, expected, bytes);
	}

	private boolean put(StoreKey key, @Nullable Version expected, ByteBuffer bytes) {
		return call("write", key, () -> {
			boolean written = this.writer.put(key, expected, bytes);
			if (written) {
				this.writer.force(KeyPaths.parent(key.value()));
			}
			return written;
		});
	}

	@Override
	public void delete(StoreKey key) {
		call("delete", key, () -> this.writer.delete(key, null));
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		return call("delete", key, () -> this.writer.delete(key, expected));
	}

	@Override
	public void deleteAll(String prefix) {
		force(within("delete", prefix, Set.of(),
				(directory) -> new TreeDeleter(this.paths, this.directories, this.hidden, prefix).delete(directory)));
	}

	private void force(Set<String> changed) {
		call("force", "what was written", () -> {
			for (String directory : changed) {
				this.writer.force(directory);
			}
			return true;
		});
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		if (limit < 1) {
			throw new InvalidRequestException("A page of %d keys cannot be listed".formatted(limit));
		}
		return within("list", prefix, List.of(),
				(directory) -> new KeyLister(this.paths, this.names, prefix, after, limit).list(directory));
	}

	@Override
	public boolean locksNodes() {
		return true;
	}

	@Override
	public boolean exists(StoreKey key) {
		return call("read", key, () -> this.reader.exists(key));
	}

	@Override
	public StoreInfo info() {
		return info("");
	}

	@Override
	public StoreInfo info(String prefix) {
		return within("list", prefix, new StoreInfo(0, 0), (directory) -> FileCounter.count(this.paths, prefix));
	}

	@Override
	public <T> T locked(SortedMap<NodePath, NodeLock> nodes, Supplier<T> work) {
		return call("lock", nodes.keySet().toString(), () -> this.hidden.locked(nodes, work));
	}

	@Override
	public String location() {
		return FileLocation.ofDirectory(this.paths.root());
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			try {
				this.hidden.release();
			}
			catch (IOException ex) {
				throw FileFailures.translate("close", "the store", ex);
			}
		}
	}

	private <T extends @Nullable Object> T call(String action, StoreKey key, HiddenFolder.FileAction<T> work) {
		checkOpen();
		try {
			return work.run();
		}
		catch (IOException ex) {
			throw FileFailures.translate(action, key, specific(ex));
		}
	}

	private <T> T call(String action, String subject, HiddenFolder.FileAction<T> work) {
		checkOpen();
		try {
			return work.run();
		}
		catch (IOException ex) {
			throw FileFailures.translate(action, subject, specific(ex));
		}
	}

	private IOException specific(IOException ex) {
		return (FileFailures.isUnspecific(ex) && this.paths.isReadOnly())
				? new AccessDeniedException(this.paths.root().toString(), null, "the file system is read-only") : ex;
	}

	/**
	 * Do something in the directory that a prefix leads to, if there is one.
	 */
	private <T> T within(String action, String prefix, T otherwise, DirectoryAction<T> work) {
		return call(action, "'" + prefix + "'", () -> {
			if (StoreKey.first(prefix) == null || KeyPaths.isHidden(prefix)) {
				return otherwise;
			}
			String directory = KeyPaths.parent(prefix);
			try {
				return this.directories.isPresent(directory) ? work.run(directory) : otherwise;
			}
			catch (InvalidPathException ex) {
				return otherwise;
			}
		});
	}

	private void checkOpen() {
		if (this.closed.get()) {
			throw new StoreFailureException("The filesystem store is closed");
		}
	}

	private interface DirectoryAction<T> {

		T run(String directory) throws IOException;

	}

}
