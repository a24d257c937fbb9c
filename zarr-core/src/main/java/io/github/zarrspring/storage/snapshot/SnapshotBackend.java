package io.github.zarrspring.storage.snapshot;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.DroppableBackend;
import io.github.zarrspring.storage.FlushableBackend;
import io.github.zarrspring.storage.ReportingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.access.LeaseFile;
import io.github.zarrspring.storage.access.LeaseKeeping;
import io.github.zarrspring.storage.access.LeaseStore;
import io.github.zarrspring.storage.filesystem.FileLocation;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import io.github.zarrspring.storage.zip.ArchiveWriter;
import org.jspecify.annotations.Nullable;

/**
 * The {@code snapshot} backend: values in a map of this process, saved from time to time
 * to an archive that any Zarr tool opens, with a journal of the changes since, if wanted.
 * A read is one look into the map. One backend at a time can have a path open. Safe for
 * use by several threads.
 * <h2>How it works</h2>
 * <p>
 * <b>Changes</b> have consecutive numbers. A change is made while a lock on its keys, one
 * of 64, is held: it gets its number, goes to the buffer of the {@link Journal} if there
 * is one, and to the map. With {@link JournalMode#EVERY_WRITE} the call then waits, no
 * lock held, until the journal is on the device up to its number; others may read the
 * value before that, but what they write because of it stands behind it in the journal.
 * What one call changes is one record, replayed as a whole or not at all.
 * <p>
 * <b>A snapshot</b> is made of one moment, the {@link Cut}: all 64 locks are held while
 * the number of the last change is noted and the journal goes on to another segment,
 * which was made before. Then references to all values are collected while writers go on;
 * until that is done, which takes milliseconds, a writer first leaves a reference to what
 * it replaces. The archive is then written from references to bytes that never change,
 * and no writer waits for it or pays for it. Its comment has the number, the count and a
 * checksum of all bytes.
 * <p>
 * <b>On the device</b>, each step forced before the next: the segment and its name; the
 * archive under a temporary name; a second name for the archive before it, as an older
 * generation; the archive's own name by an atomic rename; then generations beyond those
 * to keep are removed, and the segments that the oldest kept does not need. Whenever the
 * power goes, there is a whole archive under one of these names, and all segments since.
 * <p>
 * <b>Loading</b> takes the newest generation whose checksums are right, puts damaged ones
 * aside, and replays the segments from its number on, as long as one number follows
 * another. A record that is not whole ends a segment: if nothing whole follows, it was
 * never acknowledged and is cut off; if something does, that is damage, and the store
 * reports {@link ReportingBackend.Condition#DOWN} with what came before it.
 * <p>
 * <b>A full disk or a broken device</b> harms nothing that was saved. A snapshot that
 * fails leaves its temporary file behind for nobody and is tried again. After a failed
 * write or force of the journal nothing is appended to that segment, since nobody knows
 * what it holds: with {@code EVERY_WRITE} changes are refused, otherwise they go on
 * unsaved, until a snapshot of a later moment, with a segment of its own, has made up for
 * it. Calls whose force failed have failed although their change is in memory.
 */
public final class SnapshotBackend
		implements StorageBackend, FlushableBackend, DroppableBackend, ReportingBackend, LeaseKeeping {

	private static final Capabilities CAPABILITIES = new Capabilities(true, true, Capabilities.AtomicScope.VALUE, false,
			true, Capabilities.RoundTrip.MEMORY);

	private final KeyStripes stripes = new KeyStripes();

	private final AtomicLong changes = new AtomicLong();

	private final boolean journalled;

	private final SnapshotSaver saver;

	private final LeaseStore leases;

	private volatile @Nullable ConcurrentMapBackend memory;

	private volatile @Nullable Journal journal;

	private @Nullable Cut cut;

	/**
	 * Open a store, and load what there is unless the options say that this is done in
	 * the background.
	 * @param options how values are kept
	 * @param log takes what somebody should know of: damage that was found, files that
	 * could not be written
	 * @throws StoreUnavailableException if another backend has the path open
	 * @throws io.github.zarrspring.exception.CorruptDataException if there are archives
	 * and all of them are damaged
	 * @throws io.github.zarrspring.exception.ZarrException if the files cannot be used
	 */
	public SnapshotBackend(SnapshotOptions options, Consumer<String> log) {
		this.journalled = options.journal() != JournalMode.OFF;
		this.saver = new SnapshotSaver(this, options, log);
		this.saver.open();
		this.leases = openLeases();
	}

	private LeaseStore openLeases() {
		try {
			return new LeaseFile(this.saver.leaseFile()).open(this.saver::whileOpen);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * How values are kept.
	 * @return the options
	 */
	public SnapshotOptions options() {
		return this.saver.options();
	}

	@Override
	public Capabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return memory().read(key);
	}

	@Override
	public boolean locksNodes() {
		return true;
	}

	@Override
	public boolean exists(StoreKey key) {
		return memory().exists(key);
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		return memory().list(prefix, after, limit);
	}

	@Override
	public StoreInfo info() {
		return memory().info();
	}

	@Override
	public StoreInfo info(String prefix) {
		return memory().info(prefix);
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		ArchiveWriter.check(key.value(), bytes.remaining());
		Change change = this.journalled ? Change.write(key, bytes) : null;
		ReentrantLock lock = this.stripes.of(key);
		long number;
		lock.lock();
		try {
			ConcurrentMapBackend target = memory();
			number = begin(change);
			keep(key, target);
			target.write(key, bytes);
		}
		finally {
			lock.unlock();
		}
		settle(number);
	}

	@Override
	public void writeAll(Map<StoreKey, ByteBuffer> values) {
		if (values.isEmpty()) {
			return;
		}
		values.forEach((key, bytes) -> ArchiveWriter.check(key.value(), bytes.remaining()));
		Change change = this.journalled ? Change.writeAll(values) : null;
		long[] number = new long[1];
		this.stripes.locked(values.keySet(), () -> {
			ConcurrentMapBackend target = memory();
			number[0] = begin(change);
			values.forEach((key, bytes) -> {
				keep(key, target);
				target.write(key, bytes);
			});
		});
		settle(number[0]);
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		ArchiveWriter.check(key.value(), bytes.remaining());
		Change change = this.journalled ? Change.write(key, bytes) : null;
		ReentrantLock lock = this.stripes.of(key);
		long number;
		lock.lock();
		try {
			ConcurrentMapBackend target = memory();
			if (!isVersion(target, key, expected)) {
				return false;
			}
			number = begin(change);
			keep(key, target);
			target.write(key, bytes);
		}
		finally {
			lock.unlock();
		}
		settle(number);
		return true;
	}

	private static boolean isVersion(ConcurrentMapBackend target, StoreKey key, Version expected) {
		return target.read(key).map(StoredValue::version).orElse(Version.ABSENT).equals(expected);
	}

	@Override
	public void delete(StoreKey key) {
		deleteAll(List.of(key));
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		Change change = this.journalled ? Change.delete(key) : null;
		ReentrantLock lock = this.stripes.of(key);
		long number;
		lock.lock();
		try {
			ConcurrentMapBackend target = memory();
			if (expected.equals(Version.ABSENT) || !isVersion(target, key, expected)) {
				return false;
			}
			number = begin(change);
			keep(key, target);
			target.delete(key);
		}
		finally {
			lock.unlock();
		}
		settle(number);
		return true;
	}

	@Override
	public void deleteAll(Collection<StoreKey> keys) {
		ConcurrentMapBackend before = memory();
		List<StoreKey> present = keys.stream().filter(before::exists).toList();
		if (present.isEmpty()) {
			// Somebody else may have deleted them and still wait for the device.
			settle(sequence());
			return;
		}
		Change change = this.journalled ? Change.deleteAll(present) : null;
		long[] number = new long[1];
		this.stripes.locked(present, () -> {
			ConcurrentMapBackend target = memory();
			number[0] = begin(change);
			present.forEach((key) -> {
				keep(key, target);
				target.delete(key);
			});
		});
		settle(number[0]);
	}

	@Override
	public void deleteAll(String prefix) {
		List<StoreKey> keys = new ArrayList<>();
		memory().forEach((key, value) -> {
			if (key.value().startsWith(prefix)) {
				keys.add(key);
			}
		});
		for (int i = 0; i < keys.size(); i += PAGE) {
			deleteAll(keys.subList(i, Math.min(keys.size(), i + PAGE)));
		}
		settle(sequence());
	}

	private long begin(@Nullable Change change) {
		this.saver.checkWritable();
		Journal current = this.journal;
		return (change != null && current != null) ? current.append(change) : this.changes.incrementAndGet();
	}

	private void keep(StoreKey key, ConcurrentMapBackend target) {
		Cut current = this.cut;
		if (current != null) {
			current.keep(key, target);
		}
	}

	private void settle(long number) {
		Journal current = this.journal;
		if (current != null) {
			current.await(number);
		}
	}

	private ConcurrentMapBackend memory() {
		ConcurrentMapBackend current = this.memory;
		if (current == null) {
			throw this.saver.notReady();
		}
		return current;
	}

	/**
	 * The number of the last change.
	 */
	long sequence() {
		Journal current = this.journal;
		return (current != null) ? current.sequence() : this.changes.get();
	}

	@Nullable Journal journal() {
		return this.journal;
	}

	/**
	 * Begin to answer.
	 */
	void start(ConcurrentMapBackend loaded, long sequence, @Nullable Journal opened) {
		this.changes.set(sequence);
		this.journal = opened;
		this.memory = loaded;
	}

	/**
	 * Take the values as they are at one moment.
	 * @param next the segment that the journal goes on with, {@code null} to stay with
	 * that it has
	 * @param values what takes the values
	 * @return the number of the last change in them
	 */
	long cut(@Nullable SegmentFile next, Consumer<Cut.Values> values) {
		ConcurrentMapBackend source = memory();
		Cut taken = new Cut();
		long[] number = new long[1];
		Journal current = this.journal;
		Journal.Pause pause = (work) -> this.stripes.allLocked(() -> {
			number[0] = sequence();
			this.cut = taken;
			work.run();
		});
		try {
			if (next != null && current != null) {
				current.cut(next, pause);
			}
			else {
				pause.run(() -> {
				});
			}
			taken.collect(source);
		}
		finally {
			this.stripes.allLocked(() -> this.cut = null);
		}
		values.accept(taken.values());
		return number[0];
	}

	/**
	 * Do something while nobody changes anything.
	 */
	void paused(Runnable work) {
		this.stripes.allLocked(work);
	}

	/**
	 * Remove all values, unseen by the journal, while nobody changes anything.
	 */
	void clear() {
		memory().deleteAll("");
	}

	/**
	 * Stop to answer, while nobody changes anything.
	 */
	void stop() {
		ConcurrentMapBackend last = this.memory;
		this.memory = null;
		if (last != null) {
			last.close();
		}
	}

	@Override
	public Flush flush() {
		return this.saver.save();
	}

	@Override
	public void drop() {
		this.saver.drop();
	}

	@Override
	public LeaseStore leases() {
		return this.leases;
	}

	@Override
	public Report report() {
		return this.saver.report();
	}

	/**
	 * Whether the store is still being loaded, so that every call fails for now.
	 * @return whether it is
	 */
	public boolean isLoading() {
		return this.saver.isLoading();
	}

	/**
	 * Whether the store was loaded, which it never is if that has failed.
	 * @return whether it was
	 */
	public boolean isLoaded() {
		return this.saver.isLoaded();
	}

	/**
	 * Whether the store was closed.
	 * @return whether it was
	 */
	public boolean isClosed() {
		return this.saver.isClosed();
	}

	/**
	 * Have something done when the store is loaded, or could not be; at once if that is
	 * so already.
	 * @param listener what to do, on any thread
	 */
	public void whenLoaded(Runnable listener) {
		this.saver.whenLoaded(listener);
	}

	/**
	 * How the store is kept, in numbers.
	 * @return the numbers as they are now
	 */
	public SnapshotStatistics statistics() {
		return this.saver.statistics();
	}

	@Override
	public String location() {
		return FileLocation.ofArchive(options().path());
	}

	/**
	 * Save changes, unless the options say otherwise, and close the store. Closing again
	 * does nothing.
	 * @throws StoreFailureException or another exception if changes could not be saved;
	 * the store is closed all the same
	 */
	@Override
	public void close() {
		this.saver.close();
	}

}
