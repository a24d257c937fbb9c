package io.github.zarrspring.spring.autoconfigure;

import java.util.List;

import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.StoreAccess;

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
		return decorate(store, backend, this.decorators.orderedStream().toList());
	}

	/**
	 * The view of a store that the holder of a lease has: beside what everybody has, with
	 * the same decorators around it, so that what they have learnt holds for both.
	 */
	StorageBackend view(StoreDescription store, StoreAccess access, Lease lease) {
		List<StorageBackendDecorator> outer = this.decorators.orderedStream()
			.takeWhile((decorator) -> !(decorator instanceof AccessDecorator))
			.toList();
		return decorate(store, access.backend(lease), outer);
	}

	private static StorageBackend decorate(StoreDescription store, StorageBackend backend,
			List<StorageBackendDecorator> ordered) {
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
