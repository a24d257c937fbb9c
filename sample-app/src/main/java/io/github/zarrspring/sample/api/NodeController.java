package io.github.zarrspring.sample.api;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.sample.store.Stores;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.NodePath;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Deletes arrays and groups.
 */
@RestController
class NodeController {

	private final Stores stores;

	NodeController(Stores stores) {
		this.stores = stores;
	}

	/**
	 * Delete a node. The root is refused: a client whose path came out empty by mistake
	 * must not empty the store.
	 */
	@DeleteMapping("/api/nodes/{store}/{*path}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String store, @PathVariable String path) {
		ZarrOperations zarr = this.stores.get(store);
		if (NodePath.of(path).isRoot()) {
			throw new InvalidRequestException("The root of a store cannot be deleted, only nodes in it");
		}
		zarr.delete(path);
	}

}
