package io.github.zarrspring.spring.autoconfigure;

import java.util.List;

import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.StorageBackend;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Puts all decorators around a backend, the first in order outermost.
 */
class StoreDecorators {

	private final ObjectProvider<StorageBackendDecorator> decorators;

	StoreDecorators(ObjectProvider<StorageBackendDecorator> decorators) {
		this.decorators = decorators;
	}

	StorageBackend decorate(StoreDescription store, StorageBackend backend) {
		List<StorageBackendDecorator> ordered = this.decorators.orderedStream().toList();
		StorageBackend decorated = backend;
		for (int i = ordered.size() - 1; i >= 0; i--) {
			decorated = ordered.get(i).decorate(store, decorated);
		}
		return decorated;
	}

	void release(StoreDescription store) {
		this.decorators.orderedStream().forEach((decorator) -> decorator.release(store));
	}

}
