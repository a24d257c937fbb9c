package io.github.zarrspring.sample.api;

import java.util.List;

import io.github.zarrspring.sample.store.Stores;
import io.github.zarrspring.sample.tree.ArrayCatalog;
import io.github.zarrspring.sample.tree.ArrayCatalog.Entry;
import io.github.zarrspring.sample.tree.NodeTree;
import io.github.zarrspring.sample.tree.TreeReader;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * What there is in the stores.
 */
@RestController
class TreeController {

	private final Stores stores;

	private final TreeReader trees;

	private final ArrayCatalog catalog;

	TreeController(Stores stores, TreeReader trees, ArrayCatalog catalog) {
		this.stores = stores;
		this.trees = trees;
		this.catalog = catalog;
	}

	@GetMapping("/api/tree/{store}/{*path}")
	NodeTree tree(@PathVariable String store, @PathVariable String path) {
		return this.trees.read(this.stores.get(store), path);
	}

	@GetMapping("/api/arrays")
	List<Entry> arrays() {
		return this.catalog.entries();
	}

}
