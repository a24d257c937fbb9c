package io.github.zarrspring.sample.api;

import io.github.zarrspring.array.Hierarchy.CopyResult;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.sample.store.Stores;
import io.github.zarrspring.spring.ZarrOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Copies arrays and groups within a store and between stores.
 */
@RestController
class CopyController {

	private final Stores stores;

	CopyController(Stores stores) {
		this.stores = stores;
	}

	@PostMapping("/api/copies")
	@ResponseStatus(HttpStatus.CREATED)
	CopyResult copy(@RequestBody Copy copy) {
		Place from = required(copy.from(), "from");
		Place to = required(copy.to(), "to");
		ZarrOperations source = this.stores.get(required(from.store(), "from.store"));
		ZarrOperations target = this.stores.get(required(to.store(), "to.store"));
		return source.copy(required(from.path(), "from.path"), target, required(to.path(), "to.path"));
	}

	private static <T> T required(@Nullable T member, String name) {
		if (member == null) {
			throw new InvalidRequestException("The body has no member '%s'".formatted(name));
		}
		return member;
	}

	/**
	 * What to copy.
	 *
	 * @param from the node to copy
	 * @param to where no node may be yet
	 */
	record Copy(@Nullable Place from, @Nullable Place to) {
	}

	/**
	 * Where a node is.
	 *
	 * @param store the name of the store
	 * @param path the path in the store, empty for its root
	 */
	record Place(@Nullable String store, @Nullable String path) {
	}

}
