package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;

import com.hazelcast.map.EntryProcessor;
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

	private final @Nullable PartitionedLeaseStore leases;

	private final LongAdder lost = new LongAdder();

	private final LongAdder unknown = new LongAdder();

	/**
	 * Writes to a map.
	 * @param map the map
	 * @param leases what knows whether a thread writes with a lease, {@code null} if none
	 * does
	 */
	Writes(IMap<EntryKey, byte[]> map, @Nullable PartitionedLeaseStore leases) {
		this.map = map;
		this.leases = leases;
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
			if (isFenced()) {
				execute(key, new Replace(value));
			}
			else {
				this.map.set(key, value);
			}
		}
		catch (RuntimeException ex) {
			settleSet(key, value, ex);
		}
	}

	void delete(EntryKey key) {
		try {
			if (isFenced()) {
				execute(key, new Replace(null));
			}
			else {
				this.map.delete(key);
			}
		}
		catch (RuntimeException ex) {
			settleDelete(key, ex);
		}
	}

	private boolean isFenced() {
		return this.leases != null && this.leases.fence() != null;
	}

	/**
	 * Do something with a value where it is, with the lease that the thread has.
	 */
	private int execute(EntryKey key, EntryProcessor<EntryKey, byte[], Integer> write) {
		PartitionedLeaseStore leases = this.leases;
		Fence fence = (leases != null) ? leases.fence() : null;
		if (leases == null || fence == null) {
			return this.map.executeOnKey(key, write);
		}
		int outcome = this.map.executeOnKey(key, leases.guard(fence, key, write));
		while (outcome == FencedWrite.EXPIRED) {
			fence = leases.renewed(fence);
			outcome = this.map.executeOnKey(key, leases.guard(fence, key, write));
		}
		return PartitionedLeaseStore.check(fence, outcome);
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
			Consumer<Throwable> settle = (failure) -> settleSet(key, bytes, failure);
			return isFenced() ? submit(key, new Replace(bytes), settle)
					: pending(this.map.setAsync(key, bytes), Writes::ignore, settle);
		});
	}

	void deleteAll(Collection<EntryKey> keys) {
		sideBySide(keys, (key) -> {
			Consumer<Throwable> settle = (failure) -> settleDelete(key, failure);
			return isFenced() ? submit(key, new Replace(null), settle)
					: pending(this.map.deleteAsync(key), Writes::ignore, settle);
		});
	}

	private static void ignore(@Nullable Object answer) {
		// It has none.
	}

	private Runnable submit(EntryKey key, Replace write, Consumer<Throwable> settle) {
		PartitionedLeaseStore leases = Objects.requireNonNull(this.leases);
		Fence fence = Objects.requireNonNull(leases.fence());
		return pending(this.map.submitToKey(key, leases.guard(fence, key, write)), (outcome) -> {
			if (outcome == FencedWrite.EXPIRED) {
				again(key, write, settle);
			}
			else {
				PartitionedLeaseStore.check(fence, outcome);
			}
		}, settle);
	}

	private void again(EntryKey key, Replace write, Consumer<Throwable> settle) {
		try {
			execute(key, write);
		}
		catch (RuntimeException ex) {
			settle.accept(ex);
		}
	}

	/**
	 * A call that is under way.
	 * @param answer its answer
	 * @param then what to do with that
	 * @param otherwise what to do if it fails
	 * @param <T> the type of the answer
	 * @return what waits for the answer
	 */
	static <T extends @Nullable Object> Runnable pending(CompletionStage<T> answer, Consumer<T> then,
			Consumer<Throwable> otherwise) {
		return () -> {
			T value;
			try {
				value = answer.toCompletableFuture().join();
			}
			catch (RuntimeException ex) {
				otherwise.accept(ex);
				return;
			}
			then.accept(value);
		};
	}

	/**
	 * Make several calls side by side.
	 * @param items what to make them for
	 * @param call what begins a call, and gives what waits for it
	 */
	static <T> void sideBySide(Collection<T> items, Function<T, Runnable> call) {
		Deque<Runnable> window = new ArrayDeque<>(WINDOW);
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

	private static @Nullable ZarrException await(Runnable pending, @Nullable ZarrException before) {
		try {
			pending.run();
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
				return isDone(key, execute(key, new CompareAndSet(expected, value)));
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

}
