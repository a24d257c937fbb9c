package io.github.zarrspring.spring.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ManagedStore;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.ZarrTemplate;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.StoreAccess;

/**
 * The templates of all stores, one for each. Safe for use by several threads.
 */
public class ZarrTemplates {

	private final ZarrEngine engine;

	private final BackendRegistry registry;

	private final Map<String, ZarrTemplate> templates = new ConcurrentHashMap<>();

	private final StoreDecorators decorators;

	ZarrTemplates(ZarrEngine engine, BackendRegistry registry, StoreDecorators decorators) {
		this.engine = engine;
		this.registry = registry;
		this.decorators = decorators;
	}

	/**
	 * The template of a store.
	 * @param store the name of the store
	 * @return its template, a new one if another backend was registered under the name
	 * @throws io.github.zarrspring.spring.NoSuchStoreException if there is no such store
	 */
	public ZarrTemplate get(String store) {
		StorageBackend backend = this.registry.get(store);
		ZarrTemplate template = this.templates.get(store);
		if (template != null && template.getBackend() == backend) {
			return template;
		}
		return this.templates.compute(store, (name, current) -> (current != null && current.getBackend() == backend)
				? current : new ZarrTemplate(this.engine, managed(name), backend, this::operations));
	}

	private ManagedStore managed(String store) {
		StoreDescription description = this.registry.describe(store);
		StoreAccess access = this.registry.access(store);
		return new ManagedStore(description, access, (lease) -> this.decorators.view(description, access, lease),
				() -> this.registry.isRegistered(store));
	}

	private ZarrOperations operations(String store) {
		return get(store);
	}

}
