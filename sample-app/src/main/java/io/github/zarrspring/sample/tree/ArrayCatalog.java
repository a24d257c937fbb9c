package io.github.zarrspring.sample.tree;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.zarrspring.sample.store.Failure;
import io.github.zarrspring.sample.store.Stores;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The arrays of all stores. A store or node that fails has an entry that says so, and
 * does not hide the others.
 */
@Component
public class ArrayCatalog {

	private final Stores stores;

	private final TreeReader trees;

	ArrayCatalog(Stores stores, TreeReader trees) {
		this.stores = stores;
		this.trees = trees;
	}

	/**
	 * All arrays.
	 * @return an entry for each array, and for each node or store that cannot be read
	 */
	public List<Entry> entries() {
		List<Entry> entries = new ArrayList<>();
		for (String store : this.stores.names()) {
			try {
				entries.addAll(entries(store));
			}
			catch (RuntimeException ex) {
				entries.add(new Entry(store, null, null, Failure.describe(ex)));
			}
		}
		return entries;
	}

	private List<Entry> entries(String store) {
		List<Entry> entries = new ArrayList<>();
		this.trees.read(this.stores.get(store), "").nodes().forEach((path, node) -> {
			if (node instanceof ArrayDescription array) {
				entries.add(new Entry(store, path, array, null));
			}
			else if (node instanceof UnreadableDescription unreadable) {
				entries.add(new Entry(store, path, null, unreadable.error()));
			}
		});
		return entries;
	}

	/**
	 * An array.
	 *
	 * @param store the name of the store
	 * @param path the path of the array, {@code null} if the store cannot be read
	 * @param array the array, {@code null} if it cannot be read
	 * @param error why not
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Entry(String store, @Nullable String path, @JsonUnwrapped @Nullable NodeDescription array,
			@Nullable String error) {
	}

}
