package io.github.zarrspring.spring;

import java.util.Collection;
import java.util.TreeSet;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * There is no store of the name that was asked for.
 */
public class NoSuchStoreException extends InvalidDataAccessApiUsageException {

	private final String storeName;

	/**
	 * Create an exception.
	 * @param storeName the name that was asked for
	 * @param knownNames the names of the stores that there are
	 */
	public NoSuchStoreException(String storeName, Collection<String> knownNames) {
		super("There is no store '%s', known are %s".formatted(storeName, new TreeSet<>(knownNames)));
		this.storeName = storeName;
	}

	/**
	 * The name that was asked for.
	 * @return the name
	 */
	public String getStoreName() {
		return this.storeName;
	}

}
