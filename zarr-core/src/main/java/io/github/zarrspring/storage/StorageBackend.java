package io.github.zarrspring.storage;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreFailureException;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the bytes of one store: values under keys, and nothing else. A backend never
 * decodes what it keeps.
 * <p>
 * <b>Missing and failed.</b> An empty {@link Optional} means that nothing is stored under
 * the key. Everything else that keeps a value from being given back is an exception of
 * {@code io.github.zarrspring.exception}: {@code StoreUnavailableException} if the same
 * call may succeed later, {@code StoreAccessDeniedException} if the store refuses it,
 * {@code StoreFailureException} otherwise.
 * <p>
 * <b>Bytes are immutable.</b> A write hands its buffer over: the caller does not change
 * its content afterwards, unless {@link Capabilities#retainsBytes()} is {@code false}, in
 * which case the backend must be done with it when the write returns. The position and
 * limit of the caller's buffer stay as they are. A read may share memory with the store;
 * nobody changes the content of what was read.
 * <p>
 * <b>Writes are whole.</b> A reader sees the value before a write or the value after it,
 * never a part of it, whatever happens to the writing thread or process.
 * <p>
 * <b>Versions.</b> A {@link Version} stands for one content of one key and never for two,
 * not after a delete, a rollback or a restart.
 * <p>
 * Backends are safe for use by several threads. Where {@link Capabilities#callerThread()}
 * says so, a call is part of what its thread is doing, such as a transaction, and must
 * not be handed to another thread. The methods without a body are all that a backend has
 * to have; {@link #capabilities} tells what else it overrides; {@link #compareAndSet} and
 * {@link #compareAndDelete} need overriding to be atomic against other writers, and
 * {@link Capabilities#conditionalWrites()} says that they are.
 */
public interface StorageBackend extends AutoCloseable {

	/**
	 * What the backend can do and how it wants to be called.
	 * @return the capabilities as they are for a call made now on this thread
	 */
	default Capabilities capabilities() {
		return Capabilities.MINIMAL;
	}

	/**
	 * Read a value.
	 * @param key the key
	 * @return the value, empty if there is none
	 */
	Optional<StoredValue> read(StoreKey key);

	/**
	 * Read a part of a value.
	 * @param key the key
	 * @param range the part, which is cut at the end of the value
	 * @return the part with the version of the whole value, empty if there is no value
	 */
	default Optional<StoredValue> read(StoreKey key, ByteRange range) {
		Optional<StoredValue> value = read(key);
		return range.equals(ByteRange.ALL) ? value : value.map((whole) -> whole.slice(range));
	}

	/**
	 * Read a part of a value and use it while the backend still lends its bytes: the
	 * backend may take them back, and use their memory again, as soon as the function
	 * returns. This spares a copy where the bytes come through a buffer that the backend
	 * keeps. A version that is needed later is to be asked for inside the function.
	 * @param key the key
	 * @param range the part, which is cut at the end of the value
	 * @param borrower what uses the bytes; its exceptions reach the caller as they are
	 * @param <R> the type of the result
	 * @return what the function made of it, empty if there is no value
	 */
	default <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		return read(key, range).map(borrower);
	}

	/**
	 * Read several parts of a value, all of them of one content, however often it is
	 * changed meanwhile. What is read on opening is what tells where the other parts are,
	 * such as the index of a shard.
	 * @param key the key
	 * @param first the part to read at first, which is cut at the end of the value
	 * @param reads what reads the other parts; what it is given is good until it returns,
	 * and its exceptions reach the caller as they are
	 * @param <R> the type of the result
	 * @return what the function made of it, empty if there is no value
	 * @throws io.github.zarrspring.exception.WriteConflictException if the value was
	 * changed meanwhile and what it was is gone; the call may be repeated
	 */
	default <R> Optional<R> open(StoreKey key, ByteRange first, Function<OpenValue, R> reads) {
		return OpenValue.open(this, key, first, reads);
	}

	/**
	 * Read several values, in as few round trips as the store allows.
	 * @param keys the keys
	 * @return the values that there are, in the order of the keys
	 */
	default Map<StoreKey, StoredValue> readAll(Collection<StoreKey> keys) {
		Map<StoreKey, StoredValue> values = new LinkedHashMap<>();
		for (StoreKey key : keys) {
			read(key).ifPresent((value) -> values.put(key, value));
		}
		return values;
	}

	/**
	 * The last values of a key, where the store keeps more than one.
	 * @param key the key
	 * @return the values, newest first, beginning with the one that a read gives; at most
	 * that one unless the store keeps a history; empty if there is no value
	 */
	default List<StoredValue> history(StoreKey key) {
		return read(key).map(List::of).orElseGet(List::of);
	}

	/**
	 * Write a value, whether there is one already or not.
	 * @param key the key
	 * @param bytes the bytes from the position to the limit of the buffer
	 */
	void write(StoreKey key, ByteBuffer bytes);

	/**
	 * Write several values, in as few round trips as the store allows. Each value is
	 * written whole; whether all of them become visible at once is a matter of
	 * {@link #atomically}. A failure says nothing about which of them were written.
	 * @param values the values
	 */
	default void writeAll(Map<StoreKey, ByteBuffer> values) {
		values.forEach(this::write);
	}

	/**
	 * Write a value if the version that is stored is the expected one.
	 * @param key the key
	 * @param expected the version that must be stored, {@link Version#ABSENT} for none
	 * @param bytes the bytes from the position to the limit of the buffer
	 * @return whether the value was written
	 */
	default boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		throw withoutConditionalWrites();
	}

	/**
	 * Write or delete several values, each if the version that is stored is the expected
	 * one, in as few round trips as the store allows. To be called within
	 * {@link #atomically}: if one version is not the expected one, some of the others may
	 * have been written, so that the caller has to give up all of them.
	 * @param writes the writes
	 * @return whether all were done
	 */
	default boolean compareAndSetAll(Map<StoreKey, ConditionalWrite> writes) {
		for (Map.Entry<StoreKey, ConditionalWrite> write : writes.entrySet()) {
			Version expected = write.getValue().expected();
			ByteBuffer bytes = write.getValue().bytes();
			if (!((bytes != null) ? compareAndSet(write.getKey(), expected, bytes)
					: compareAndDelete(write.getKey(), expected))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Keep others from changing several values until the end of {@link #atomically},
	 * where the store has such locks: what is read then is still there when it is
	 * written. Waits until others are done with them. Keys without a value are not
	 * locked. Elsewhere, and outside {@code atomically}, this does nothing.
	 * @param keys the keys, which are locked in their order whatever order they come in
	 */
	default void lockAll(Collection<StoreKey> keys) {
	}

	/**
	 * Delete a value. It is not an error if there is none.
	 * @param key the key
	 */
	void delete(StoreKey key);

	/**
	 * Delete a value if the version that is stored is the expected one.
	 * @param key the key
	 * @param expected the version that must be stored; for {@link Version#ABSENT} there
	 * is nothing to delete
	 * @return whether the value was deleted
	 */
	default boolean compareAndDelete(StoreKey key, Version expected) {
		throw withoutConditionalWrites();
	}

	/**
	 * Delete all values whose keys start with a prefix.
	 * @param prefix the prefix, empty for all keys
	 */
	default void deleteAll(String prefix) {
		StoreKey after = null;
		List<StoreKey> page;
		do {
			page = list(prefix, after, PAGE);
			deleteAll(page);
			after = page.isEmpty() ? null : page.get(page.size() - 1);
		}
		while (page.size() == PAGE);
	}

	/**
	 * Delete several values, in as few round trips as the store allows. It is not an
	 * error if some of them are missing.
	 * @param keys the keys
	 */
	default void deleteAll(Collection<StoreKey> keys) {
		keys.forEach(this::delete);
	}

	/**
	 * List the keys that start with a prefix, page by page, in the order of
	 * {@link StoreKey#compareTo}. Keys that are written or deleted meanwhile may or may
	 * not be listed; all others are listed once.
	 * @param prefix the prefix, empty for all keys; it need not end at a segment
	 * @param after the last key of the page before, {@code null} for the first page
	 * @param limit the most keys to list, at least one
	 * @return the next keys in order; fewer than the limit only at the end
	 */
	List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit);

	/**
	 * Whether {@link #list} works: a plain web server, for one, gives values by their
	 * keys and cannot say which there are. The nodes of such a store are found by
	 * consolidated metadata.
	 * @return whether keys can be listed
	 */
	default boolean canList() {
		return true;
	}

	/**
	 * Whether {@link #list} gives all that is stored, whether or not there is a node that
	 * tells of it. A listing that is made of metadata gives the keys of nodes alone.
	 * @return whether a key that is not listed is not stored
	 */
	default boolean listsEverything() {
		return canList();
	}

	/**
	 * Whether there is a value.
	 * @param key the key
	 * @return whether a read of the key would give a value
	 */
	default boolean exists(StoreKey key) {
		return read(key, ByteRange.of(0, 0)).isPresent();
	}

	/**
	 * How much the store holds. This may take as long as reading it all.
	 * @return the numbers of values and bytes
	 */
	default StoreInfo info() {
		return info("");
	}

	/**
	 * How much the store holds under a prefix. This may take as long as reading it all.
	 * @param prefix the prefix, empty for all keys
	 * @return the numbers of values and bytes
	 */
	default StoreInfo info(String prefix) {
		long entries = 0;
		long bytes = 0;
		StoreKey after = null;
		List<StoreKey> page;
		do {
			page = list(prefix, after, PAGE);
			for (StoreKey key : page) {
				Optional<StoredValue> value = read(key);
				entries += value.isPresent() ? 1 : 0;
				bytes += value.map(StoredValue::size).orElse(0);
			}
			after = page.isEmpty() ? null : page.get(page.size() - 1);
		}
		while (page.size() == PAGE);
		return new StoreInfo(entries, bytes);
	}

	/**
	 * Do work whose writes become visible to others at once or not at all, where
	 * {@link Capabilities#atomicScope()} says that the backend can; elsewhere it just
	 * runs. Reads inside see the writes inside. Work within work is part of it, and work
	 * within a transaction of the application is part of that where the store takes part
	 * in such.
	 * @param work the work, on the caller's thread
	 * @param <T> the type of the result
	 * @return what the work gives back
	 * @throws io.github.zarrspring.exception.WriteConflictException if it met other
	 * writers; nothing of it was done, and it may be repeated unless it is part of a
	 * larger one, which then has to be repeated as a whole
	 */
	default <T> T atomically(Supplier<T> work) {
		return work.get();
	}

	/**
	 * Do reads that all see the store as it was at one moment, where the backend can;
	 * elsewhere they just run.
	 * @param reads the reads, on the caller's thread
	 * @param <T> the type of the result
	 * @return what the reads give back
	 */
	default <T> T consistently(Supplier<T> reads) {
		return reads.get();
	}

	/**
	 * Do work on nodes while no other process does work on them that does not go with it,
	 * where the store has such locks; elsewhere the work just runs. Threads of one
	 * application are kept apart by the engine, unless the store works in transactions.
	 * In a transaction the locks are held until its end, else until the work returns. A
	 * thread that holds a lock may ask for it again, in the same mode or a weaker one.
	 * @param nodes the locks to hold, by the paths of the nodes, whether they exist or
	 * not; they are taken in this order, groups before what is in them
	 * @param work the work, on the caller's thread
	 * @param <T> the type of the result
	 * @return what the work gives back
	 * @throws io.github.zarrspring.exception.StoreUnavailableException if others keep a
	 * lock for too long, or the thread is interrupted meanwhile
	 */
	default <T> T locked(SortedMap<NodePath, NodeLock> nodes, Supplier<T> work) {
		return work.get();
	}

	/**
	 * Whether {@link #locked} keeps other processes apart, or there can be no other. A
	 * store that works in transactions keeps its own threads apart by this alone.
	 * @return whether nobody comes in between work on nodes that are locked
	 */
	default boolean locksNodes() {
		return false;
	}

	/**
	 * Where the store keeps its values, as the beginning of their addresses: the location
	 * with a key behind it stands for one value, whatever backend reaches it. Two
	 * backends share values if the location of one is the beginning of the other's. It
	 * has no secrets and is for comparison within one application.
	 * @return the location, by default one that no other backend has
	 */
	default String location() {
		return "%s@%x/".formatted(getClass().getName(), System.identityHashCode(this));
	}

	/**
	 * The transaction that the calling thread is in, be it one of {@link #atomically} or
	 * one of the application.
	 * @return the transaction, {@code null} if what is written now is seen by others now
	 */
	default @Nullable StoreTransaction transaction() {
		return null;
	}

	/**
	 * Give back what the backend holds: connections, files, locks. Closing again does
	 * nothing; other calls after it fail with {@link StoreFailureException}.
	 */
	@Override
	void close();

	/**
	 * The number of keys that are listed at a time where all of them are gone through.
	 */
	int PAGE = 1000;

	private static StoreFailureException withoutConditionalWrites() {
		return new StoreFailureException("The storage backend has no conditional writes");
	}

}
