package io.github.zarrspring.storage;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Forwards every call to another backend: what decorators extend. A decorator that
 * changes what is read has to override {@link #read}, {@link #borrow}, {@link #open},
 * {@link #readAll} and {@link #history}, since none of them is made from another here;
 * {@link OpenValue#open} makes the third of the first two. As safe for use by several
 * threads as the other backend is.
 */
public abstract class DelegatingBackend implements StorageBackend {

	private final StorageBackend delegate;

	/**
	 * Forward to a backend.
	 * @param delegate the backend, which is closed when this one is
	 */
	protected DelegatingBackend(StorageBackend delegate) {
		this.delegate = delegate;
	}

	/**
	 * The backend that calls are forwarded to.
	 * @return the backend
	 */
	public final StorageBackend delegate() {
		return this.delegate;
	}

	/**
	 * Find what is behind decorators.
	 * @param backend a backend, decorated or not
	 * @param type what to look for: a backend or something that it can do
	 * @param <T> what to look for
	 * @return the outermost backend of the type, {@code null} if there is none
	 */
	public static <T> @Nullable T find(StorageBackend backend, Class<T> type) {
		StorageBackend current = backend;
		while (!type.isInstance(current) && current instanceof DelegatingBackend decorator) {
			current = decorator.delegate;
		}
		return type.isInstance(current) ? type.cast(current) : null;
	}

	@Override
	public Capabilities capabilities() {
		return this.delegate.capabilities();
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return this.delegate.read(key);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		return this.delegate.read(key, range);
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		return this.delegate.borrow(key, range, borrower);
	}

	@Override
	public <R> Optional<R> open(StoreKey key, ByteRange first, Function<OpenValue, R> reads) {
		return this.delegate.open(key, first, reads);
	}

	@Override
	public Map<StoreKey, StoredValue> readAll(Collection<StoreKey> keys) {
		return this.delegate.readAll(keys);
	}

	@Override
	public List<StoredValue> history(StoreKey key) {
		return this.delegate.history(key);
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		this.delegate.write(key, bytes);
	}

	@Override
	public void writeAll(Map<StoreKey, ByteBuffer> values) {
		this.delegate.writeAll(values);
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		return this.delegate.compareAndSet(key, expected, bytes);
	}

	@Override
	public boolean compareAndSetAll(Map<StoreKey, ConditionalWrite> writes) {
		return this.delegate.compareAndSetAll(writes);
	}

	@Override
	public void lockAll(Collection<StoreKey> keys) {
		this.delegate.lockAll(keys);
	}

	@Override
	public void delete(StoreKey key) {
		this.delegate.delete(key);
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		return this.delegate.compareAndDelete(key, expected);
	}

	@Override
	public void deleteAll(String prefix) {
		this.delegate.deleteAll(prefix);
	}

	@Override
	public void deleteAll(Collection<StoreKey> keys) {
		this.delegate.deleteAll(keys);
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		return this.delegate.list(prefix, after, limit);
	}

	@Override
	public boolean canList() {
		return this.delegate.canList();
	}

	@Override
	public boolean listsEverything() {
		return this.delegate.listsEverything();
	}

	@Override
	public boolean exists(StoreKey key) {
		return this.delegate.exists(key);
	}

	@Override
	public StoreInfo info() {
		return this.delegate.info();
	}

	@Override
	public StoreInfo info(String prefix) {
		return this.delegate.info(prefix);
	}

	@Override
	public <T> T atomically(Supplier<T> work) {
		return this.delegate.atomically(work);
	}

	@Override
	public <T> T consistently(Supplier<T> reads) {
		return this.delegate.consistently(reads);
	}

	@Override
	public <T> T locked(SortedMap<NodePath, NodeLock> nodes, Supplier<T> work) {
		return this.delegate.locked(nodes, work);
	}

	@Override
	public boolean locksNodes() {
		return this.delegate.locksNodes();
	}

	@Override
	public String location() {
		return this.delegate.location();
	}

	@Override
	public @Nullable StoreTransaction transaction() {
		return this.delegate.transaction();
	}

	@Override
	public void close() {
		this.delegate.close();
	}

}
