package io.github.zarrspring.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A store cannot be made of what is configured. The application does not start, and says
 * why and what to do.
 */
public class StoreConfigurationException extends RuntimeException {

	private final String description;

	private final String action;

	/**
	 * Create an exception.
	 * @param description what is wrong, with the property and its value
	 * @param action what to do about it
	 */
	public StoreConfigurationException(String description, String action) {
		this(description, action, null);
	}

	/**
	 * Create an exception.
	 * @param description what is wrong, with the property and its value
	 * @param action what to do about it
	 * @param cause the cause, if there is one
	 */
	public StoreConfigurationException(String description, String action, @Nullable Throwable cause) {
		super(description, cause);
		this.description = description;
		this.action = action;
	}

	/**
	 * What is wrong.
	 * @return the description
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * What to do about it.
	 * @return the action
	 */
	public String getAction() {
		return this.action;
	}

}
