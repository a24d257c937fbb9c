package io.github.zarrspring.spring.autoconfigure;

/**
 * A store with properties from the environment.
 *
 * @param name the name of the store
 * @param type the type of the store, as its factory has it
 * @param properties what all types have in common
 * @param binder where its properties come from
 */
record BoundStoreContext(String name, String type, StoreProperties properties,
		StoreBinder binder) implements StoreContext {

	@Override
	public <P> P bind(Class<P> target) {
		return this.binder.bind(this.name, this.type, target);
	}

	@Override
	public String propertyName(String property) {
		return "%s.%s.%s.%s".formatted(ConfiguredStores.STORES, this.name, this.type, property);
	}

}
