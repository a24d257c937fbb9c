package io.github.zarrspring.storage.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.FlushableBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.filesystem.FileFailures;
import io.github.zarrspring.storage.filesystem.FileLocation;
import io.github.zarrspring.storage.filesystem.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * The {@code zip} backend: the entries of a zip archive, read in place, whatever tool
 * wrote it. Entries whose names are no keys are not seen; of several with one name the
 * last counts.
 * <p>
 * Writes go to a file beside the archive and are seen by this backend alone. With
 * {@link #flush} and {@link #close} a whole new archive takes the place of the old one,
 * at once: whatever happens, there is one of the two. A process that dies before loses
 * what it wrote since. From its first write on a backend has the archive for itself, and
 * another that writes is refused; readers go on to see the archive that they opened.
 * <p>
 * A part of a stored entry is read as it is. Whole entries, and parts of compressed ones,
 * are checked against the checksum of the archive. Safe for use by several threads.
 */
public final class ZipBackend implements StorageBackend, FlushableBackend {

	private static final Capabilities CAPABILITIES = new Capabilities(true, true, Capabilities.AtomicScope.VALUE, false,
			false, Capabilities.RoundTrip.LOCAL);

	private final Path path;

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private final ZipIndex index;

	private boolean closed;

	/**
	 * Open an archive, or one that is made at the first flush.
	 * @param path the archive
	 * @throws io.github.zarrspring.exception.CorruptDataException if the file is no
	 * archive
	 * @throws io.github.zarrspring.exception.ZarrException if it cannot be read
	 */
	public ZipBackend(Path path) {
		this.path = path.toAbsolutePath();
		if (this.path.getFileName() == null) {
			throw new InvalidRequestException("'%s' cannot be the file of a zip store".formatted(path));
		}
		this.index = new ZipIndex(this.path);
		boolean opened = false;
		try {
			this.index.open();
			opened = true;
		}
		catch (IOException ex) {
			throw FileFailures.translate("open", "'" + path + "'", ex);
		}
		finally {
			if (!opened) {
				this.index.closeQuietly();
			}
		}
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
		return reading("read", key.value(), () -> {
			ZipValue value = this.index.get(key);
			return (value != null) ? Optional.of(new StoredValue(value.read(range), value.version()))
					: Optional.empty();
		});
	}

	@Override
	public boolean locksNodes() {
		return true;
	}

	@Override
	public boolean exists(StoreKey key) {
		return reading("read", key.value(), () -> this.index.get(key) != null);
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		writing("write", key.value(), () -> {
			this.index.put(key, bytes);
			return true;
		});
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		return writing("write", key.value(), () -> {
			this.index.beginWriting();
			if (!this.index.version(key).equals(expected)) {
				return false;
			}
			this.index.put(key, bytes);
			return true;
		});
	}

	@Override
	public void delete(StoreKey key) {
		if (exists(key)) {
			writing("delete", key.value(), () -> {
				this.index.remove(key);
				return true;
			});
		}
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		return exists(key) && writing("delete", key.value(), () -> {
			this.index.beginWriting();
			if (expected.equals(Version.ABSENT) || !this.index.version(key).equals(expected)) {
				return false;
			}
			this.index.remove(key);
			return true;
		});
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		if (limit < 1) {
			throw new InvalidRequestException("A page of %d keys cannot be listed".formatted(limit));
		}
		return reading("list", prefix, () -> {
			List<StoreKey> page = new ArrayList<>();
			for (StoreKey key : this.index.keys(prefix, after)) {
				if (page.size() == limit || !key.value().startsWith(prefix)) {
					break;
				}
				page.add(key);
			}
			return page;
		});
	}

	@Override
	public StoreInfo info(String prefix) {
		return reading("list", prefix, () -> {
			long entries = 0;
			long bytes = 0;
			for (StoreKey key : this.index.keys(prefix, null)) {
				if (!key.value().startsWith(prefix)) {
					break;
				}
				ZipValue value = this.index.get(key);
				entries++;
				bytes += (value != null) ? value.size() : 0;
			}
			return new StoreInfo(entries, bytes);
		});
	}

	@Override
	public Flush flush() {
		return writing("save", this.path.toString(), this::save);
	}

	private Flush save() throws IOException {
		long start = System.nanoTime();
		long bytes = Uninterrupted.call(this.index::save);
		return new Flush(Duration.ofNanos(System.nanoTime() - start), bytes);
	}

	@Override
	public String location() {
		return FileLocation.ofArchive(this.path);
	}

	/**
	 * Save what was written and close the archive. Closing again does nothing.
	 * @throws io.github.zarrspring.exception.ZarrException if it could not be saved; the
	 * archive is as it was, and closed all the same
	 */
	@Override
	public void close() {
		this.lock.writeLock().lock();
		try {
			if (!this.closed) {
				this.closed = true;
				Uninterrupted.call(this.index::save);
			}
		}
		catch (IOException ex) {
			throw FileFailures.translate("save", "'" + this.path + "'", ex);
		}
		finally {
			this.index.closeQuietly();
			this.lock.writeLock().unlock();
		}
	}

	private <T> T reading(String action, String subject, FileAction<T> work) {
		this.lock.readLock().lock();
		try {
			return run(action, subject, work);
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	private <T> T writing(String action, String subject, FileAction<T> work) {
		this.lock.writeLock().lock();
		try {
			return run(action, subject, work);
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	private <T> T run(String action, String subject, FileAction<T> work) {
		if (this.closed) {
			throw new StoreFailureException("The zip store is closed");
		}
		try {
			return work.run();
		}
		catch (IOException ex) {
			throw FileFailures.translate(action, "'" + subject + "'", ex);
		}
	}

	private interface FileAction<T> {

		T run() throws IOException;

	}

}
