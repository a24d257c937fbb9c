package io.github.zarrspring.spring.autoconfigure;

import java.util.List;
import java.util.function.BiFunction;

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
		return decorate(backend, this.decorators.orderedStream().toList(),
				(decorator, inner) -> decorator.decorate(store, inner));
	}

	/**
	 * The view of a store that the holder of a lease has: beside what everybody has, with
	 * the same decorators around it, so that what they have learnt holds for both.
	 */
	StorageBackend view(StoreDescription store, StoreAccess access, Lease lease) {
		List<StorageBackendDecorator> outer = this.decorators.orderedStream()
			.takeWhile((decorator) -> !(decorator instanceof AccessDecorator))
			.toList();
		return decorate(access.backend(lease), outer, (decorator, inner) -> decorator.decorateView(store, inner));
	}

	private static StorageBackend decorate(StorageBackend backend, List<StorageBackendDecorator> ordered,
			BiFunction<StorageBackendDecorator, StorageBackend, StorageBackend> step) {
		StorageBackend decorated = backend;
		for (int i = ordered.size() - 1; i >= 0; i--) {
			decorated = step.apply(ordered.get(i), decorated);
		}
		return decorated;
	}

	void release(StoreDescription store) {
		this.decorators.orderedStream().forEach((decorator) -> decorator.release(store));
	}

}
