package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.github.zarrspring.exception.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Numbers all changes and appends them to a file, see {@link SnapshotBackend}.
 * <p>
 * Records are put together in a buffer under a lock that is held for as long as copying
 * takes, and written when the buffer is full or somebody waits for them. Who waits either
 * leads, and writes and forces for all while records go to another buffer, or is woken by
 * who does. Those whom the last force has set free are likely to come back with the next
 * change: a leader waits for them, for a fraction of what that force took, since two
 * groups that take turns would be served half as often as one.
 * <p>
 * After a failed write or force nobody knows what the file holds: nothing more goes to
 * that segment, and nothing is tried again. The next cut opens another segment, and the
 * snapshot of that cut makes up for what the broken one may lack.
 */
final class Journal {

	private static final int BUFFER = 1 << 20;

	private static final long SECOND = 1_000_000_000L;

	private static final long LONGEST_PAUSE = 1_000_000L;

	private final JournalMode mode;

	private final Runnable onFailure;

	private final ReentrantLock appending = new ReentrantLock();

	private final ReentrantLock writing = new ReentrantLock();

	private final Leadership leadership = new Leadership();

	private ByteBuffer buffer;

	private ByteBuffer other;

	private SegmentFile segment;

	private volatile long sequence;

	private volatile long durable;

	private volatile long durableSince = System.nanoTime();

	private volatile @Nullable Failure failure;

	private volatile long bytes;

	private volatile @Nullable Thread leader;

	private volatile long joinedAt;

	private long lastForce;

	private volatile long forces;

	/**
	 * A journal.
	 * @param mode when a change has to be on the device
	 * @param segment an empty segment
	 * @param sequence the number of the last change that there was
	 * @param onFailure what to do when the journal breaks
	 */
	Journal(JournalMode mode, SegmentFile segment, long sequence, Runnable onFailure) {
		this.mode = mode;
		this.segment = segment;
		this.sequence = sequence;
		this.durable = sequence;
		this.onFailure = onFailure;
		this.buffer = ByteBuffer.allocateDirect(BUFFER);
		this.other = ByteBuffer.allocateDirect(BUFFER);
		putBase(JournalFormat.CONTINUED);
	}

	private void putBase(int kind) {
		JournalFormat.putRecord(this.buffer, this.segment.salt(), this.sequence, 0, 0, kind);
	}

	/**
	 * Append a change, which has to be applied before the lock on its keys is given back.
	 * @param change the change
	 * @return its number, to be given to {@link #await}
	 * @throws StoreUnavailableException if the journal is broken and the mode does not
	 * allow to go on without; the change must not be applied then
	 */
	long append(Change change) {
		this.appending.lock();
		try {
			Failure current = this.failure;
			if (current != null
					&& (this.mode == JournalMode.EVERY_WRITE || current.segment() == this.segment.number())) {
				return without(current);
			}
			try {
				put(change);
			}
			catch (IOException ex) {
				return without(fail(this.segment, ex));
			}
			if (this.mode == JournalMode.EVERY_SECOND && this.durable == this.sequence) {
				// Nothing before this change waits for the device.
				this.durableSince = System.nanoTime();
			}
			this.sequence++;
			Thread waiting = this.leader;
			if (waiting != null && this.sequence == this.joinedAt) {
				LockSupport.unpark(waiting);
			}
			return this.sequence;
		}
		finally {
			this.appending.unlock();
		}
	}

	private long without(Failure current) {
		if (this.mode == JournalMode.EVERY_WRITE) {
			throw current.exception("The change was not made");
		}
		this.sequence++;
		return this.sequence;
	}

	private void put(Change change) throws IOException {
		if (this.buffer.remaining() < JournalFormat.RECORD_HEADER) {
			writeOut();
		}
		JournalFormat.putRecord(this.buffer, this.segment.salt(), this.sequence + 1, change.size(), change.checksum(),
				JournalFormat.CONTINUED);
		for (ByteBuffer part : change.parts()) {
			ByteBuffer source = part.duplicate();
			int end = source.limit();
			while (source.position() < end) {
				if (!this.buffer.hasRemaining()) {
					writeOut();
				}
				source.limit(Math.min(end, source.position() + this.buffer.remaining()));
				this.buffer.put(source);
			}
		}
	}

	private void writeOut() throws IOException {
		this.writing.lock();
		try {
			write(this.segment, this.buffer);
		}
		finally {
			this.writing.unlock();
		}
	}

	/**
	 * Write a buffer while the lock for that is held, unless what comes before it could
	 * not be written.
	 */
	private void write(SegmentFile target, ByteBuffer full) throws IOException {
		try {
			Failure current = this.failure;
			if (current != null && current.segment() == target.number()) {
				throw current.cause();
			}
			target.write(full.flip());
			this.bytes = target.size();
		}
		catch (IOException ex) {
			fail(target, ex);
			throw ex;
		}
		finally {
			full.clear();
		}
	}

	/**
	 * Wait until a change is as safe as the mode promises.
	 * @param number its number
	 * @throws StoreUnavailableException if it was applied but could not be made safe
	 */
	void await(long number) {
		if (this.mode == JournalMode.EVERY_WRITE) {
			force(number);
		}
		else if (System.nanoTime() - this.durableSince > SECOND && this.failure == null) {
			// Whoever forces every second does not keep up.
			force(number);
		}
	}

	/**
	 * Force all that was appended to the device.
	 */
	void forceAll() {
		if (this.failure == null) {
			force(this.sequence);
		}
	}

	private void force(long number) {
		this.leadership.await(() -> this.durable >= number || this.failure != null, this::forceBatch);
		Failure current = this.failure;
		if (this.durable < number && current != null && this.mode == JournalMode.EVERY_WRITE) {
			throw current.exception("The change is made, but is not safe until the next snapshot");
		}
	}

	private void forceBatch() {
		letOthersJoin();
		long start = System.nanoTime();
		this.appending.lock();
		SegmentFile current = this.segment;
		long last = this.sequence;
		ByteBuffer full = this.buffer;
		this.buffer = this.other;
		this.other = full;
		// Taken here, so that nobody writes the next buffer before this one.
		this.writing.lock();
		this.appending.unlock();
		try {
			write(current, full);
		}
		catch (IOException ex) {
			// Kept, for all who wait.
			return;
		}
		finally {
			this.writing.unlock();
		}
		finish(current, last, start);
	}

	private void finish(SegmentFile current, long last, long start) {
		try {
			current.force();
		}
		catch (IOException ex) {
			fail(current, ex);
			return;
		}
		this.lastForce = System.nanoTime() - start;
		this.forces++;
		// Those who wait already, and as many as this sets free.
		this.joinedAt = this.sequence + last - this.durable;
		this.durableSince = start;
		this.durable = last;
	}

	private void letOthersJoin() {
		if (this.mode != JournalMode.EVERY_WRITE) {
			return;
		}
		long deadline = System.nanoTime() + Math.min(this.lastForce / 4, LONGEST_PAUSE);
		this.leader = Thread.currentThread();
		long left = deadline - System.nanoTime();
		while (this.sequence < this.joinedAt && left > 0) {
			LockSupport.parkNanos(this, left);
			left = deadline - System.nanoTime();
		}
		this.leader = null;
	}

	/**
	 * Do something at a moment at which nothing is appended, and let what comes after it
	 * go to another segment. The old one is on the device when this returns, unless it
	 * breaks.
	 * @param next the other segment
	 * @param pause runs its argument while nothing is appended
	 */
	void cut(SegmentFile next, Pause pause) {
		cut(next, pause, JournalFormat.CONTINUED);
	}

	/**
	 * Begin again with an empty store, while nothing is appended.
	 * @param next the segment to begin with
	 */
	void restart(SegmentFile next) {
		cut(next, Runnable::run, JournalFormat.EMPTIED);
	}

	private void cut(SegmentFile next, Pause pause, int kind) {
		this.leadership.exclusively(() -> {
			long start = System.nanoTime();
			SegmentFile old = this.segment;
			ByteBuffer rest = this.buffer;
			long[] last = new long[1];
			pause.run(() -> {
				last[0] = this.sequence;
				this.segment = next;
				this.buffer = this.other;
				this.other = rest;
				putBase(kind);
			});
			Failure current = this.failure;
			if (current == null) {
				try {
					write(old, rest);
					finish(old, last[0], start);
				}
				catch (IOException ex) {
					// Kept, for all who wait.
				}
			}
			rest.clear();
			this.bytes = next.size();
			closeQuietly(old);
		});
	}

	private void closeQuietly(SegmentFile old) {
		try {
			old.close();
		}
		catch (IOException ex) {
			fail(old, ex);
		}
	}

	/**
	 * A snapshot was saved, so that nothing is missing that stood in segments before its
	 * cut.
	 * @param number the first segment after the cut
	 * @param last the last change of the snapshot
	 */
	void heal(long number, long last) {
		this.leadership.exclusively(() -> {
			Failure current = this.failure;
			if (current != null && current.segment() < number) {
				this.durable = Math.max(this.durable, last);
				this.failure = null;
			}
		});
	}

	private synchronized Failure fail(SegmentFile broken, IOException cause) {
		Failure current = this.failure;
		if (current == null || current.segment() < broken.number()) {
			current = new Failure(broken.number(), cause);
			this.failure = current;
			this.onFailure.run();
		}
		return current;
	}

	/**
	 * The number of the last change.
	 */
	long sequence() {
		return this.sequence;
	}

	long segmentNumber() {
		return this.segment.number();
	}

	/**
	 * How often changes were forced to the device.
	 */
	long forces() {
		return this.forces;
	}

	/**
	 * The bytes of the segment that is written to.
	 */
	long bytes() {
		return this.bytes;
	}

	/**
	 * Whether nothing can be appended to the segment that is written to.
	 */
	boolean isSegmentBroken() {
		Failure current = this.failure;
		return current != null && current.segment() >= this.segment.number();
	}

	/**
	 * What broke the journal.
	 * @return a text, {@code null} if it works
	 */
	@Nullable String problem() {
		Failure current = this.failure;
		return (current != null) ? current.text() : null;
	}

	/**
	 * Force what was appended and close the file.
	 */
	void close() throws IOException {
		forceAll();
		this.segment.close();
		Failure current = this.failure;
		if (current != null) {
			throw current.cause();
		}
	}

	/**
	 * Runs something while nothing is appended.
	 */
	interface Pause {

		void run(Runnable work);

	}

	private record Failure(long segment, IOException cause) {

		String text() {
			return "The journal cannot be written: " + this.cause;
		}

		StoreUnavailableException exception(String consequence) {
			return new StoreUnavailableException("%s. %s".formatted(text(), consequence), this.cause);
		}

	}

}
