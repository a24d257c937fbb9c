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

import org.springframework.beans.factory.BeanFactory;

/**
 * The templates of all stores, one for each. Safe for use by several threads.
 */
public class ZarrTemplates {

	private final ZarrEngine engine;

	private final BackendRegistry registry;

	private final Map<String, ZarrTemplate> templates = new ConcurrentHashMap<>();

	private final StoreDecorators decorators;

	private final BeanFactory beanFactory;

	ZarrTemplates(ZarrEngine engine, BackendRegistry registry, StoreDecorators decorators, BeanFactory beanFactory) {
		this.engine = engine;
		this.registry = registry;
		this.decorators = decorators;
		this.beanFactory = beanFactory;
	}

	/**
	 * Forget the template of a store that is not registered any more, and with it what
	 * the store holds.
	 */
	void forget(String store) {
		this.templates.remove(store);
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
		ManagedStore managed = managed(store, backend);
		ZarrTemplate kept = this.templates.compute(store,
				(name, current) -> (current != null && current.getBackend() == backend) ? current
						: new ZarrTemplate(this.engine, managed, backend, this::operations));
		if (!managed.registered().getAsBoolean()) {
			// It was unregistered meanwhile, perhaps before it was kept.
			this.templates.remove(store, kept);
		}
		return kept;
	}

	private ManagedStore managed(String store, StorageBackend backend) {
		StoreDescription description = this.registry.describe(store);
		StoreAccess access = this.registry.access(store);
		return new ManagedStore(description, access, (lease) -> this.decorators.view(description, access, lease),
				() -> this.registry.find(store).filter((current) -> current == backend).isPresent(),
				this.registry::names);
	}

	/**
	 * What the application, or a test, has as the bean of the store is what others find.
	 */
	private ZarrOperations operations(String store) {
		ZarrTemplate template = get(store);
		String bean = StoreNames.templateBean(store);
		if (this.beanFactory.containsBean(bean)) {
			ZarrOperations operations = this.beanFactory.getBean(bean, ZarrOperations.class);
			return (operations.getClass() != ZarrTemplate.class) ? operations : template;
		}
		return template;
	}

}
