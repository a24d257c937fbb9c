package io.github.zarrspring.spring.autoconfigure.snapshot;

import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import org.jspecify.annotations.Nullable;

/**
 * The texts of what can be wrong with stores of the type {@code snapshot}.
 */
final class SnapshotFailures {

	private SnapshotFailures() {
	}

	static StoreConfigurationException missingPath(StoreContext store) {
		return failure("Store '%s' has no file:".formatted(store.name()),
				"Set '%s' to the zip archive that the store is kept in or shall be made in."
					.formatted(store.propertyName("path")),
				null, "Property", store.propertyName("path"));
	}

	static StoreConfigurationException notAFile(StoreContext store, String path, String reason) {
		return failure("The file of store '%s' cannot be used:".formatted(store.name()),
				"Set '%s' to the name of a file in a directory of its own, such as './data/%s.zip'."
					.formatted(store.propertyName("path"), store.name()),
				null, "Property", store.propertyName("path"), "Value", '"' + path + '"', "Reason", reason);
	}

	static StoreConfigurationException invalid(StoreContext store, String key, Object value, String reason) {
		String property = store.propertyName(key);
		return failure("A property of store '%s' is not valid:".formatted(store.name()),
				"Set '%s' to another value.".formatted(property), null, "Property", property, "Value",
				'"' + String.valueOf(value) + '"', "Reason", reason);
	}

	static StoreConfigurationException notOpened(StoreContext store, String path, ZarrException cause) {
		return failure("Store '%s' cannot be opened:".formatted(store.name()),
				"Do what the reason says, or set '%s' to another file.".formatted(store.propertyName("path")), cause,
				"Property", store.propertyName("path"), "Value", '"' + path + '"', "Reason", cause.getReason());
	}

	private static StoreConfigurationException failure(String what, String action, @Nullable Throwable cause,
			String... lines) {
		StringBuilder description = new StringBuilder(what).append("%n".formatted());
		for (int i = 0; i < lines.length; i += 2) {
			description.append("%n    %s: %s".formatted(lines[i], lines[i + 1]));
		}
		return new StoreConfigurationException(description.toString(), action, cause);
	}

}
