package io.github.zarrspring.spring.autoconfigure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.history.HistoryBackend;

/**
 * Makes the backends of configured stores, decorated.
 */
class StoreCreator {

	private final StoreBinder binder;

	private final StoreTypes types;

	private final StoreDecorators decorators;

	private final Set<String> made = ConcurrentHashMap.newKeySet();

	private volatile boolean checked;

	StoreCreator(StoreBinder binder, StoreTypes types, StoreDecorators decorators) {
		this.binder = binder;
		this.types = types;
		this.decorators = decorators;
	}

	/**
	 * Make the backend of a store.
	 * @param store the name of the store
	 * @return the backend
	 */
	StorageBackend create(String store) {
		this.made.add(store);
		StorageBackendFactory factory = factory(store);
		StoreContext context = context(store, factory);
		StorageBackend backend = withHistory(factory, context);
		if (context.properties().readOnly()) {
			backend = new ReadOnlyBackend(store, backend);
		}
		return this.decorators.decorate(describe(factory, context), backend);
	}

	/**
	 * Whether the backend of a store was made here.
	 * @param store the name of the store
	 * @return whether it was, or is being made
	 */
	boolean hasMade(String store) {
		return this.made.contains(store);
	}

	private StorageBackend withHistory(StorageBackendFactory factory, StoreContext context) {
		StoreProperties.History history = context.properties().history();
		if (history.depth() == 0) {
			return factory.create(context);
		}
		if (history.depth() < 0 || !factory.supportsHistory()) {
			throw StoreFailures.noHistory(this.binder.environment(), factory.type(), context.name(), history.depth(),
					this.types.namesWithHistory());
		}
		return new HistoryBackend(factory.create(context), history.depth(), history.distinct());
	}

	/**
	 * Describe a store, without making it.
	 * @param store the name of the store
	 * @return the description
	 */
	StoreDescription describe(String store) {
		StorageBackendFactory factory = factory(store);
		return describe(factory, context(store, factory));
	}

	private static StoreDescription describe(StorageBackendFactory factory, StoreContext context) {
		return new StoreDescription(context.name(), factory.type(), factory.location(context));
	}

	private StorageBackendFactory factory(String store) {
		if (!this.checked) {
			UnknownProperties.refuse(this.binder.environment(), this.types);
			this.checked = true;
		}
		if (this.binder.names().contains(store)) {
			return this.types.factory(store, this.binder.properties(store));
		}
		// The store that there is if nothing is configured.
		return this.types.find(ConcurrentMapBackendFactory.TYPE).orElseThrow();
	}

	private StoreContext context(String store, StorageBackendFactory factory) {
		return new BoundStoreContext(store, factory.type(), this.binder.properties(store), this.binder);
	}

}
