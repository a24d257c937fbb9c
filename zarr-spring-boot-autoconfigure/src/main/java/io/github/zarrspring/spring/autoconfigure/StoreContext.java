package io.github.zarrspring.spring.autoconfigure;

/**
 * A store that is to be made.
 */
public interface StoreContext {

	/**
	 * The name of the store.
	 * @return the name
	 */
	String name();

	/**
	 * What all types of stores have in common, with {@code zarr.defaults} filled in.
	 * @return the properties
	 */
	StoreProperties properties();

	/**
	 * Bind the properties of the type: those under {@code zarr.stores.<name>.<type>}, and
	 * where they say nothing those under {@code zarr.defaults.<type>}. Properties that
	 * the class does not have are refused. A class annotated with
	 * {@link org.springframework.validation.annotation.Validated} is validated if there
	 * is a Jakarta Validation provider.
	 * @param type a record, or another class that configuration properties can be bound
	 * to
	 * @param <P> the type of the properties
	 * @return the properties
	 */
	<P> P bind(Class<P> type);

	/**
	 * The full name of a property of the type, for messages.
	 * @param name its name, such as {@code path}
	 * @return the name, such as {@code zarr.stores.files.filesystem.path}
	 */
	String propertyName(String name);

}
