package io.github.zarrspring.spring;

import java.time.Duration;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.DroppableBackend;
import io.github.zarrspring.storage.FlushableBackend;
import io.github.zarrspring.storage.FlushableBackend.Flush;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.access.LeaseState;
import org.jspecify.annotations.Nullable;

/**
 * Administers a store through the backend that a template has.
 *
 * @param store the store
 * @param backend the backend
 */
record BackendAdmin(ManagedStore store, StorageBackend backend) implements StoreAdmin {

	@Override
	public boolean exists() {
		return this.store.registered().getAsBoolean();
	}

	@Override
	public StoreStatus info() {
		return call(() -> {
			StoreDescription description = this.store.description();
			StoreInfo info = this.backend.info();
			return new StoreStatus(description.name(), description.type(), description.location(), info.entries(),
					info.bytes(), this.store.access().level(), this.store.access().lease().holder());
		});
	}

	@Override
	public Stream<StoreKey> keys(String prefix, @Nullable StoreKey after) {
		PagedKeys keys = new PagedKeys(page(prefix, after), (last) -> page(prefix, last));
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(keys,
				Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL), false);
	}

	private List<StoreKey> page(String prefix, @Nullable StoreKey after) {
		return call(() -> this.backend.list(prefix, after, StorageBackend.PAGE));
	}

	@Override
	public Stream<StoreEntry> state(String prefix) {
		return keys(prefix, null).flatMap(this::entry);
	}

	private Stream<StoreEntry> entry(StoreKey key) {
		return call(() -> this.backend.read(key)).stream().map((value) -> new StoreEntry(key, value));
	}

	@Override
	public LeaseState lease() {
		return call(() -> this.store.access().lease());
	}

	@Override
	public Flush flush() {
		return call(() -> {
			FlushableBackend flushable = DelegatingBackend.find(this.backend, FlushableBackend.class);
			return (flushable != null) ? flushable.flush() : new Flush(Duration.ZERO, 0);
		});
	}

	@Override
	public void clear() {
		run(() -> this.backend.deleteAll(""));
	}

	@Override
	public void drop() {
		run(() -> DroppableBackend.drop(this.backend));
	}

	private void run(Runnable work) {
		call(() -> {
			work.run();
			return this;
		});
	}

	private <T> T call(Supplier<T> work) {
		if (!exists()) {
			throw new NoSuchStoreException(this.store.description().name(), this.store.names().get());
		}
		try {
			return work.get();
		}
		catch (ZarrException ex) {
			ex.locate(this.store.description().name(), null, null);
			throw ZarrExceptionTranslator.translate(ex);
		}
	}

}
