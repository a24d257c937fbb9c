package io.github.zarrspring.storage.access;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.ConditionalWrite;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.DroppableBackend;
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
 * Lets calls pass that somebody has the right to. How much the store holds as a whole is
 * no secret.
 */
final class GuardedBackend extends DelegatingBackend implements DroppableBackend {

	private final AccessRights rights;

	GuardedBackend(StorageBackend delegate, AccessRights rights) {
		super(delegate);
		this.rights = rights;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		this.rights.checkRead();
		return delegate().read(key);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		this.rights.checkRead();
		return delegate().read(key, range);
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		this.rights.checkRead();
		return delegate().borrow(key, range, borrower);
	}

	@Override
	public <R> Optional<R> open(StoreKey key, ByteRange first, Function<OpenValue, R> reads) {
		this.rights.checkRead();
		return delegate().open(key, first, reads);
	}

	@Override
	public Map<StoreKey, StoredValue> readAll(Collection<StoreKey> keys) {
		this.rights.checkRead();
		return delegate().readAll(keys);
	}

	@Override
	public List<StoredValue> history(StoreKey key) {
		this.rights.checkRead();
		return delegate().history(key);
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		this.rights.checkRead();
		return delegate().list(prefix, after, limit);
	}

	@Override
	public boolean exists(StoreKey key) {
		this.rights.checkRead();
		return delegate().exists(key);
	}

	@Override
	public StoreInfo info(String prefix) {
		this.rights.checkRead();
		return delegate().info(prefix);
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		write(() -> delegate().write(key, bytes));
	}

	@Override
	public void writeAll(Map<StoreKey, ByteBuffer> values) {
		write(() -> delegate().writeAll(values));
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		return this.rights.write(() -> delegate().compareAndSet(key, expected, bytes));
	}

	@Override
	public boolean compareAndSetAll(Map<StoreKey, ConditionalWrite> writes) {
		return this.rights.write(() -> delegate().compareAndSetAll(writes));
	}

	@Override
	public void lockAll(Collection<StoreKey> keys) {
		write(() -> delegate().lockAll(keys));
	}

	/**
	 * Locks are for writing. Who may not write gets none, leaves no trace, and is refused
	 * at the first write.
	 */
	@Override
	public <T> T locked(SortedMap<NodePath, NodeLock> nodes, Supplier<T> work) {
		return mayWrite() ? delegate().locked(nodes, work) : work.get();
	}

	private boolean mayWrite() {
		try {
			write(() -> {
			});
			return true;
		}
		catch (StoreAccessDeniedException ex) {
			return false;
		}
	}

	@Override
	public void delete(StoreKey key) {
		write(() -> delegate().delete(key));
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		return this.rights.write(() -> delegate().compareAndDelete(key, expected));
	}

	@Override
	public void deleteAll(Collection<StoreKey> keys) {
		write(() -> delegate().deleteAll(keys));
	}

	@Override
	public void deleteAll(String prefix) {
		write(() -> delegate().deleteAll(prefix));
	}

	@Override
	public void drop() {
		write(() -> DroppableBackend.drop(delegate()));
	}

	private void write(Runnable work) {
		this.rights.write(() -> {
			work.run();
			return this;
		});
	}

	/**
	 * A holder goes, the store stays.
	 */
	@Override
	public void close() {
		if (!(this.rights instanceof HoldersRights)) {
			super.close();
		}
	}

}
