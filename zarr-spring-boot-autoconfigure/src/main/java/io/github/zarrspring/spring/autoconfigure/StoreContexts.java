package io.github.zarrspring.spring.autoconfigure;

import java.util.List;

/**
 * The stores that are configured, before any of them is made: for what has to be prepared
 * for all stores of a type.
 */
public class StoreContexts {

	private final StoreBinder binder;

	StoreContexts(StoreBinder binder) {
		this.binder = binder;
	}

	/**
	 * The configured stores of a type.
	 * @param type the type
	 * @return the stores, in the order of their names
	 */
	public List<StoreContext> ofType(String type) {
		return this.binder.names()
			.stream()
			.<StoreContext>map((name) -> new BoundStoreContext(name, type, this.binder.properties(name), this.binder))
			.filter((context) -> context.properties().type() != null
					&& StoreTypes.isSame(type, context.properties().type()))
			.toList();
	}

	/**
	 * Bind a group of properties that stores of all types have: those under
	 * {@code zarr.stores.<name>.<group>}, and where they say nothing those under
	 * {@code zarr.defaults.<group>}. Properties that the class does not have are refused.
	 * @param store the name of a store, configured or not
	 * @param group the name of the group
	 * @param target what to bind to
	 * @param <P> what to bind to
	 * @return the properties
	 */
	public <P> P bind(String store, String group, Class<P> target) {
		return this.binder.bind(store, group, target);
	}

}
