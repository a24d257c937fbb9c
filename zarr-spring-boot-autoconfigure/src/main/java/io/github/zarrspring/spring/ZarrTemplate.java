package io.github.zarrspring.spring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.CopyOptions;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.array.ZarrGroup;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import org.jspecify.annotations.Nullable;

/**
 * The arrays and groups of one store, with Spring's exceptions. Safe for use by several
 * threads.
 */
public class ZarrTemplate implements ZarrOperations {

	private final ZarrEngine engine;

	private final ManagedStore store;

	private final Hierarchy hierarchy;

	private final Function<String, ZarrOperations> stores;

	/**
	 * A template that knows no other store.
	 * @param engine the engine
	 * @param storeName the name of the store
	 * @param backend what keeps its bytes
	 */
	public ZarrTemplate(ZarrEngine engine, String storeName, StorageBackend backend) {
		this(engine, storeName, backend, (name) -> {
			throw new NoSuchStoreException(name, Set.of(storeName));
		});
	}

	/**
	 * A template.
	 * @param engine the engine
	 * @param storeName the name of the store
	 * @param backend what keeps its bytes
	 * @param stores what gives the operations of another store by its name
	 */
	public ZarrTemplate(ZarrEngine engine, String storeName, StorageBackend backend,
			Function<String, ZarrOperations> stores) {
		this(engine, ManagedStore.of(storeName, backend), backend, stores);
	}

	/**
	 * A template.
	 * @param engine the engine
	 * @param store the store
	 * @param backend what keeps its bytes
	 * @param stores what gives the operations of another store by its name
	 */
	public ZarrTemplate(ZarrEngine engine, ManagedStore store, StorageBackend backend,
			Function<String, ZarrOperations> stores) {
		this.engine = engine;
		this.store = store;
		this.hierarchy = hierarchy(store.description().name(), backend);
		this.stores = stores;
	}

	private Hierarchy hierarchy(String storeName, StorageBackend backend) {
		return this.engine.hierarchy(storeName, backend, TranslatingInterceptor.INSTANCE);
	}

	@Override
	public String getStoreName() {
		return this.hierarchy.store();
	}

	@Override
	public StorageBackend getBackend() {
		return this.hierarchy.backend();
	}

	@Override
	public ZarrArray create(String path, ArraySpec spec) {
		return translate(() -> this.hierarchy.create(path, spec));
	}

	@Override
	public ZarrGroup createGroup(String path, Map<String, ? extends @Nullable Object> attributes) {
		return translate(() -> this.hierarchy.createGroup(path, attributes));
	}

	@Override
	public ZarrArray open(String path) {
		return translate(() -> this.hierarchy.open(path));
	}

	@Override
	public ZarrGroup openGroup(String path) {
		return translate(() -> this.hierarchy.openGroup(path));
	}

	@Override
	public ZarrNode node(String path) {
		return translate(() -> this.hierarchy.node(path));
	}

	@Override
	public boolean exists(String path) {
		return translate(() -> this.hierarchy.exists(path));
	}

	@Override
	public List<ZarrNode> children(String path) {
		return translate(() -> this.hierarchy.children(path));
	}

	@Override
	public void walk(String path, Consumer<ZarrNode> visitor) {
		translate(() -> {
			this.hierarchy.walk(path, visitor);
			return path;
		});
	}

	@Override
	public void delete(String path) {
		translate(() -> {
			this.hierarchy.delete(path);
			return path;
		});
	}

	@Override
	public Hierarchy.CopyResult copy(String path, ZarrOperations target, String targetPath) {
		return copy(path, target, targetPath, CopyOptions.defaults());
	}

	@Override
	public Hierarchy.CopyResult copy(String path, ZarrOperations target, String targetPath, CopyOptions options) {
		Hierarchy to = (target instanceof ZarrTemplate template) ? template.hierarchy
				: hierarchy(target.getStoreName(), target.getBackend());
		return translate(() -> this.hierarchy.copy(path, to, targetPath, options));
	}

	@Override
	public void move(String path, String targetPath) {
		translate(() -> {
			this.hierarchy.move(path, targetPath);
			return path;
		});
	}

	@Override
	public ZarrGroup consolidate(String path) {
		return translate(() -> this.hierarchy.consolidate(path));
	}

	@Override
	public ZarrGroup openConsolidated(String path) {
		return translate(() -> this.hierarchy.openConsolidated(path));
	}

	@Override
	public Lease lease(String owner) {
		return translate(() -> lease(LeaseRequest.of(owner)));
	}

	@Override
	public Lease lease(LeaseRequest request) {
		return translate(() -> new TranslatingLease(this.store.access().acquire(request)));
	}

	@Override
	public ZarrOperations with(Lease lease) {
		return translate(
				() -> new ZarrTemplate(this.engine, this.store, this.store.holders().apply(lease), this.stores));
	}

	@Override
	public StoreAdmin admin() {
		return new BackendAdmin(this.store, getBackend());
	}

	@Override
	public ZarrOperations store(String name) {
		return name.equals(getStoreName()) ? this : this.stores.apply(name);
	}

	/**
	 * The interceptor translates what happens within a call; this what happens before,
	 * such as a path that is not valid.
	 */
	private <T> T translate(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (ZarrException ex) {
			ex.locate(getStoreName(), null, null);
			throw ZarrExceptionTranslator.translate(ex);
		}
	}

	@Override
	public String toString() {
		return "ZarrTemplate for store '%s'".formatted(getStoreName());
	}

}
