package io.github.zarrspring.spring.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.ZarrTemplate;
import io.github.zarrspring.storage.StorageBackend;

/**
 * The templates of all stores, one for each.
 */
class ZarrTemplates {

	private final ZarrEngine engine;

	private final BackendRegistry registry;

	private final Map<String, ZarrTemplate> templates = new ConcurrentHashMap<>();

	ZarrTemplates(ZarrEngine engine, BackendRegistry registry) {
		this.engine = engine;
		this.registry = registry;
	}

	/**
	 * The template of a store.
	 * @param store the name of the store
	 * @return its template, a new one if another backend was registered under the name
	 */
	ZarrTemplate get(String store) {
		StorageBackend backend = this.registry.get(store);
		ZarrTemplate template = this.templates.get(store);
		if (template != null && template.getBackend() == backend) {
			return template;
		}
		return this.templates.compute(store, (name, current) -> (current != null && current.getBackend() == backend)
				? current : new ZarrTemplate(this.engine, name, backend, this::operations));
	}

	private ZarrOperations operations(String store) {
		return get(store);
	}

}
