package io.github.zarrspring.spring;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * A store is to be registered under a name that another store has.
 */
public class DuplicateStoreException extends InvalidDataAccessApiUsageException {

	private final String storeName;

	/**
	 * Create an exception.
	 * @param storeName the name that is in use
	 */
	public DuplicateStoreException(String storeName) {
		super("There is a store '%s' already".formatted(storeName));
		this.storeName = storeName;
	}

	/**
	 * The name that is in use.
	 * @return the name
	 */
	public String getStoreName() {
		return this.storeName;
	}

}
