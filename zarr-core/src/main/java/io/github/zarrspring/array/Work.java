package io.github.zarrspring.array;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.RoundTrip;

/**
 * How the chunks of one call are worked on in one store: how many at a time, and on which
 * threads.
 */
final class Work {

	private static final long BATCH_BYTES = 8L << 20;

	private static final long LOCAL_RUN_BYTES = 1L << 18;

	private static final long MAX_BATCH = 1000;

	private final Capabilities capabilities;

	private final ZarrEngine engine;

	private final long chunkBytes;

	private final int parallelism;

	private final AtomicLong held = new AtomicLong();

	private volatile boolean found;

	/**
	 * The work of one call.
	 * @param capabilities what the store can do now
	 * @param chunkBytes the decoded size of a chunk
	 * @param engine where threads come from
	 */
	Work(Capabilities capabilities, long chunkBytes, ZarrEngine engine) {
		this.capabilities = capabilities;
		this.engine = engine;
		this.chunkBytes = Math.max(1, chunkBytes);
		boolean remote = capabilities.roundTrip() == RoundTrip.REMOTE;
		// A chunk in work is there encoded and decoded.
		long fitting = engine.limits().inFlightBytes() / (2 * this.chunkBytes);
		this.parallelism = (int) Math.max(1, Math.min(fitting, remote ? engine.ioConcurrency() : engine.parallelism()));
	}

	/**
	 * Do something for each chunk, with calls to the store in between.
	 * @param chunks the number of chunks
	 * @param task what to do for each
	 */
	void forEach(long chunks, LongConsumer task) {
		forEach(chunks, this.parallelism, task);
	}

	/**
	 * Do something for each inner chunk of one of several shards, with calls to the store
	 * in between. The shards are worked on by {@link #forEach} at the same time.
	 * @param chunks the number of inner chunks
	 * @param shards the number of shards
	 * @param task what to do for each inner chunk
	 */
	void forEachInner(long chunks, long shards, LongConsumer task) {
		// The pool that decodes is bounded by itself, threads that wait for stores are
		// not.
		boolean pooled = this.capabilities.roundTrip() != RoundTrip.REMOTE
				&& this.parallelism == this.engine.parallelism();
		forEach(chunks,
				pooled ? this.parallelism : (int) Math.max(1, this.parallelism / Math.min(this.parallelism, shards)),
				task);
	}

	private void forEach(long chunks, int parallelism, LongConsumer task) {
		if (chunks == 1 || parallelism == 1 || this.capabilities.callerThread()) {
			for (long i = 0; i < chunks; i++) {
				task.accept(i);
			}
		}
		else if (this.capabilities.roundTrip() == RoundTrip.REMOTE) {
			this.engine.ioWorkers().forEach(chunks, parallelism, task);
		}
		else {
			this.engine.codecWorkers().forEach(chunks, parallelism, task);
		}
	}

	/**
	 * Do something for each chunk that makes no calls to the store.
	 * @param chunks the number of chunks
	 * @param task what to do for each
	 */
	void compute(long chunks, LongConsumer task) {
		this.engine.codecWorkers().forEach(chunks, this.engine.parallelism(), task);
	}

	/**
	 * Start to do something for each chunk that makes no calls to the store.
	 * @param chunks the number of chunks
	 * @param task what to do for each
	 * @return what the calling thread has to run in any case, to do its part and wait
	 */
	Runnable startComputing(long chunks, LongConsumer task) {
		return this.engine.codecWorkers().start(chunks, this.engine.parallelism(), task);
	}

	/**
	 * Encode or decode: as many threads as there are for it at a time, also where more
	 * threads wait for a store.
	 * @param task what to do
	 * @param <T> the type of its result
	 * @return its result
	 */
	<T> T code(Supplier<T> task) {
		if (this.capabilities.roundTrip() != RoundTrip.REMOTE) {
			return task.get();
		}
		this.engine.codecPermits().acquireUninterruptibly();
		try {
			return task.get();
		}
		finally {
			this.engine.codecPermits().release();
		}
	}

	/**
	 * Encode or decode, see {@link #code(Supplier)}.
	 * @param task what to do
	 */
	void code(Runnable task) {
		code(() -> {
			task.run();
			return task;
		});
	}

	/**
	 * Count the memory of values that were read. What texts and byte strings take is not
	 * known before.
	 * @param values values of the result
	 * @param fillValue the fill value, which costs nothing where it stands for them
	 */
	void received(ArrayView values, Object fillValue) {
		long bytes = values.heldBytes(fillValue);
		if (bytes > 0) {
			this.engine.limits().checkResultBytes(this.held.addAndGet(bytes));
		}
	}

	/**
	 * Tell that a chunk is stored.
	 */
	void found() {
		if (!this.found) {
			this.found = true;
		}
	}

	/**
	 * Whether any chunk is stored, as far as this call has read.
	 */
	boolean hasFound() {
		return this.found;
	}

	/**
	 * How many chunks are fetched or written at a time where calls stay on the caller's
	 * thread: so many that the round trips do not matter, so few that memory does not.
	 * @return the number of chunks of a batch
	 */
	int batchSize() {
		return (int) Math.max(this.parallelism, Math.min(MAX_BATCH, BATCH_BYTES / this.chunkBytes));
	}

	/**
	 * How many bytes are fetched with one call where they lie side by side: so many that
	 * the call does not matter, so few that all threads have something to do.
	 */
	long runBytes() {
		long most = (this.capabilities.roundTrip() == RoundTrip.REMOTE) ? BATCH_BYTES : LOCAL_RUN_BYTES;
		return Math.min(most, this.engine.limits().inFlightBytes() / (4L * this.parallelism));
	}

	/**
	 * Whether a conflict undoes the whole call, see {@link AtomicWork}.
	 */
	boolean isTransactional() {
		return AtomicWork.isTransactional(this.capabilities);
	}

	Capabilities capabilities() {
		return this.capabilities;
	}

}
