package io.github.zarrspring.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A stored value whose parts are read one after another, or many at a time, all of them
 * of one content, see {@link StorageBackend#open}. What it gives is good until the
 * function returns that it was given to. Safe for use by several threads, unless
 * {@link Capabilities#callerThread()} says that calls stay on the caller's.
 */
public interface OpenValue {

	/**
	 * The part that was asked for on opening.
	 * @return the part with the version of the whole value
	 */
	StoredValue first();

	/**
	 * Read a part.
	 * @param range the part, which is cut at the end of the value
	 * @return the part with the version of the whole value, which is that of
	 * {@link #first}
	 * @throws io.github.zarrspring.exception.WriteConflictException if the value was
	 * changed meanwhile and what it was is gone: all that was read before is to be read
	 * again
	 */
	StoredValue read(ByteRange range);

	/**
	 * Read several parts, in as few round trips as the store allows. Threads that wait
	 * for a store can read parts at a time by {@link #read} instead.
	 * @param ranges the parts, each of which is cut at the end of the value
	 * @return the parts in their order
	 * @throws io.github.zarrspring.exception.WriteConflictException as for {@link #read}
	 */
	default List<StoredValue> readAll(List<ByteRange> ranges) {
		List<StoredValue> parts = new ArrayList<>(ranges.size());
		for (ByteRange range : ranges) {
			parts.add(read(range));
		}
		return parts;
	}

	/**
	 * Read a part and use it while the backend lends its bytes, as
	 * {@link StorageBackend#borrow} does.
	 * @param range the part, which is cut at the end of the value
	 * @param borrower what uses the bytes; its exceptions reach the caller as they are
	 * @param <R> the type of the result
	 * @return what the function made of it
	 * @throws io.github.zarrspring.exception.WriteConflictException as for {@link #read}
	 */
	default <R> R borrow(ByteRange range, Function<StoredValue, R> borrower) {
		return borrower.apply(read(range));
	}

	/**
	 * Open a value by the other reads of a backend: at once whole where parts are not
	 * read by themselves or cost nothing, else part by part, comparing versions. This is
	 * what {@link StorageBackend#open} does if it is not overridden, and what a decorator
	 * can do that has to see every read.
	 * @param backend the backend
	 * @param key the key
	 * @param first the part to read at first
	 * @param reads what reads the other parts
	 * @param <R> the type of the result
	 * @return what the function made of it, empty if there is no value
	 */
	static <R> Optional<R> open(StorageBackend backend, StoreKey key, ByteRange first, Function<OpenValue, R> reads) {
		Capabilities capabilities = backend.capabilities();
		if (!capabilities.byteRanges() || capabilities.roundTrip() == Capabilities.RoundTrip.MEMORY) {
			return backend.read(key).map((whole) -> reads.apply(new WholeValue(whole, first)));
		}
		return backend.consistently(
				() -> backend.read(key, first).map((part) -> reads.apply(new ComparedParts(backend, key, part))));
	}

}
