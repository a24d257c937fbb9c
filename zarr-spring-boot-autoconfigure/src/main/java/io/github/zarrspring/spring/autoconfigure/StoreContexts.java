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
		return ConfiguredStores.names(this.binder.environment())
			.stream()
			.<StoreContext>map((name) -> new BoundStoreContext(name, type, this.binder.properties(name), this.binder))
			.filter((context) -> context.properties().type() != null
					&& StoreTypes.isSame(type, context.properties().type()))
			.toList();
	}

}
