package io.github.zarrspring.spring.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The stores of the application.
 *
 * @param stores the stores, in the order of their names
 */
public record StoresDescriptor(List<Store> stores) implements OperationResponseBody {

	/**
	 * A store.
	 *
	 * @param name its name
	 * @param type its type
	 * @param location where the bytes are, {@code null} if there is nothing to say
	 */
	public record Store(String name, String type, @Nullable String location) {
	}

}
