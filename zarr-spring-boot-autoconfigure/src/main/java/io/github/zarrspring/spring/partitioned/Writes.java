package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;

import com.hazelcast.map.IMap;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the map, with what to do when the answer to one is lost: look at the id of
 * what is stored. If it is the write's own, the write was done. If it is the expected one
 * and the member that was to do the write is gone, it was not, and is repeated. In all
 * other cases nobody can tell, and the call fails.
 * <p>
 * Several writes go out side by side but one by one: Hazelcast acknowledges its calls for
 * many keys before they are on the backups.
 */
final class Writes {

	private static final int ATTEMPTS = 3;

	/**
	 * How many writes wait for their answers at a time.
	 */
	private static final int WINDOW = 32;

	private static final ByteRange HEADER_ONLY = ByteRange.of(0, 0);

	private final IMap<EntryKey, byte[]> map;

	private final LongAdder lost = new LongAdder();

	private final LongAdder unknown = new LongAdder();

	Writes(IMap<EntryKey, byte[]> map) {
		this.map = map;
	}

	/**
	 * How many answers were lost.
	 */
	long lost() {
		return this.lost.sum();
	}

	/**
	 * How many of the lost answers could not be found out.
	 */
	long unknown() {
		return this.unknown.sum();
	}

	void set(EntryKey key, byte[] value) {
		try {
			this.map.set(key, value);
		}
		catch (RuntimeException ex) {
			settleSet(key, value, ex);
		}
	}

	void delete(EntryKey key) {
		try {
			this.map.delete(key);
		}
		catch (RuntimeException ex) {
			settleDelete(key, ex);
		}
	}

	/**
	 * Write several values.
	 * @param entries the keys and what their values are made of
	 * @param encoder makes a value, when it is its turn
	 */
	void setAll(Map<EntryKey, ByteBuffer> entries, Function<ByteBuffer, byte[]> encoder) {
		sideBySide(entries.entrySet(), (entry) -> {
			EntryKey key = entry.getKey();
			byte[] bytes = encoder.apply(entry.getValue());
			return new Pending(this.map.setAsync(key, bytes), (failure) -> settleSet(key, bytes, failure));
		});
	}

	void deleteAll(Collection<EntryKey> keys) {
		sideBySide(keys, (key) -> new Pending(this.map.deleteAsync(key), (failure) -> settleDelete(key, failure)));
	}

	private static <T> void sideBySide(Collection<T> items, Function<T, Pending> call) {
		Deque<Pending> window = new ArrayDeque<>(WINDOW);
		@Nullable ZarrException failure = null;
		for (T item : items) {
			if (window.size() == WINDOW) {
				failure = await(window.remove(), failure);
			}
			if (failure != null) {
				break;
			}
			try {
				window.add(call.apply(item));
			}
			catch (RuntimeException ex) {
				failure = MapFailures.translate(ex);
				break;
			}
		}
		// None is on its way when the call fails: the caller may write again.
		while (!window.isEmpty()) {
			failure = await(window.remove(), failure);
		}
		if (failure != null) {
			throw failure;
		}
	}

	private static @Nullable ZarrException await(Pending pending, @Nullable ZarrException before) {
		try {
			pending.await();
			return before;
		}
		catch (ZarrException ex) {
			if (before == null) {
				return ex;
			}
			before.addSuppressed(ex);
			return before;
		}
	}

	/**
	 * Replace or remove a value if it is the expected one.
	 * @param key the key
	 * @param expected the write that must have made the value, {@code null} for no value
	 * @param value the new value, {@code null} to remove it
	 * @return whether it was done
	 */
	boolean compareAndSet(EntryKey key, @Nullable WriteId expected, byte @Nullable [] value) {
		for (int attempt = 1;; attempt++) {
			try {
				return isDone(key, this.map.executeOnKey(key, new CompareAndSet(expected, value)));
			}
			catch (RuntimeException ex) {
				ambiguous(ex);
				byte[] current = look(key, "The conditional write", ex);
				WriteId id = (current != null) ? ValueFormat.id(current) : null;
				if (value != null && ValueFormat.id(value).equals(id)) {
					return true;
				}
				boolean undone = (expected != null) ? expected.equals(id) : id == null && value != null;
				if (!undone || !MapFailures.isOver(ex) || attempt == ATTEMPTS) {
					throw unknown("The conditional write", ex, null);
				}
			}
		}
	}

	private boolean isDone(EntryKey key, int outcome) {
		if (outcome == CompareAndSet.UNREADABLE) {
			byte[] value = this.map.get(key);
			if (value != null) {
				ValueFormat.decode(value);
			}
		}
		return outcome == CompareAndSet.DONE;
	}

	private void settleSet(EntryKey key, byte[] value, Throwable failure) {
		ambiguous(failure);
		byte[] current = look(key, "The write", failure);
		if (current == null || !ValueFormat.id(current).equals(ValueFormat.id(value))) {
			throw unknown("The write", failure, null);
		}
	}

	private void settleDelete(EntryKey key, Throwable failure) {
		ambiguous(failure);
		if (look(key, "The delete", failure) != null) {
			throw unknown("The delete", failure, null);
		}
	}

	private void ambiguous(Throwable failure) {
		if (failure instanceof ZarrException zarr) {
			throw zarr;
		}
		ZarrException translated = MapFailures.translate(failure);
		if (!MapFailures.mayBeDone(failure)) {
			throw translated;
		}
		this.lost.increment();
		if (translated instanceof StoreFailureException) {
			// Nobody to ask.
			this.unknown.increment();
			throw translated;
		}
	}

	/**
	 * What is stored, as its owner has it, however old a copy kept nearby may be.
	 */
	private byte @Nullable [] look(EntryKey key, String what, Throwable failure) {
		try {
			byte @Nullable [] header = this.map.executeOnKey(key, new ReadRange(HEADER_ONLY));
			if (header != null) {
				ValueFormat.decode(header);
			}
			return header;
		}
		catch (RuntimeException ex) {
			throw unknown(what, failure, ex);
		}
	}

	private ZarrException unknown(String what, Throwable failure, @Nullable Throwable lookup) {
		this.unknown.increment();
		return MapFailures.unknown(what, failure, lookup);
	}

	/**
	 * A write that is under way.
	 *
	 * @param answer its answer
	 * @param otherwise what to do if it fails
	 */
	private record Pending(CompletionStage<?> answer, Consumer<Throwable> otherwise) {

		void await() {
			try {
				this.answer.toCompletableFuture().join();
			}
			catch (RuntimeException ex) {
				this.otherwise.accept(ex);
			}
		}

	}

}
