package io.github.zarrspring.spring.autoconfigure.s3;

import java.util.Collection;

import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import org.jspecify.annotations.Nullable;

/**
 * The texts of what can be wrong with stores of the type {@code s3}. None of them has
 * credentials, nor an address that may have some in it.
 */
final class S3StoreFailures {

	private S3StoreFailures() {
	}

	static StoreConfigurationException noBucket(StoreContext store) {
		String property = store.propertyName("bucket");
		return failure("Store '%s' has no bucket:".formatted(store.name()),
				"Set '%s' to the bucket that the store is in.".formatted(property), null, "Property", property);
	}

	static StoreConfigurationException invalidEndpoint(StoreContext store) {
		String property = store.propertyName("endpoint");
		return failure("The endpoint of store '%s' is not an address:".formatted(store.name()),
				"Set '%s' to an address such as 'https://s3.example.org:9000', and credentials to '%s' and '%s'."
					.formatted(property, store.propertyName("access-key"), store.propertyName("secret-key")),
				null, "Property", property, "Reason",
				"it must begin with http:// or https://, have a host, and neither user nor query");
	}

	static StoreConfigurationException halfCredentials(StoreContext store) {
		return failure("Store '%s' has half of its credentials:".formatted(store.name()),
				"Set both '%s' and '%s', or none of them to use those of the AWS environment."
					.formatted(store.propertyName("access-key"), store.propertyName("secret-key")),
				null, "Reason", "an access key needs a secret key, and the other way round");
	}

	static StoreConfigurationException unknownBundle(StoreContext store, String name) {
		String property = store.propertyName("ssl-bundle");
		return failure("Store '%s' names an SSL bundle that does not exist:".formatted(store.name()),
				"Set '%s' to the name of a bundle under 'spring.ssl.bundle'.".formatted(property), null, "Property",
				property, "Value", '"' + name + '"');
	}

	static StoreConfigurationException unknownClient(StoreContext store, String name, Collection<String> names) {
		String property = store.propertyName("client");
		return failure("Store '%s' names a bean that does not exist:".formatted(store.name()),
				"Set '%s' to the name of one of the beans.".formatted(property), null, "Property", property, "Value",
				'"' + name + '"', "S3Client beans", String.join(", ", names));
	}

	static StoreConfigurationException severalClients(StoreContext store, Collection<String> names) {
		String property = store.propertyName("client");
		return failure("Store '%s' could use several clients:".formatted(store.name()),
				"Set '%s' to one of them, or make one of them @Primary.".formatted(property), null, "Property",
				property, "S3Client beans", String.join(", ", names));
	}

	static StoreConfigurationException noClient(StoreContext store, String reason, Throwable cause) {
		return failure("Store '%s' cannot reach its service:".formatted(store.name()),
				"Set '%s', or '%s' for a service other than AWS.".formatted(store.propertyName("region"),
						store.propertyName("endpoint")),
				cause, "Reason", reason);
	}

	static StoreConfigurationException tooSmall(StoreContext store, String key, String value, String least) {
		String property = store.propertyName(key);
		return failure("A number of store '%s' is too small:".formatted(store.name()),
				"Set '%s' to at least %s.".formatted(property, least), null, "Property", property, "Value",
				'"' + value + '"');
	}

	private static StoreConfigurationException failure(String what, String action, @Nullable Throwable cause,
			String... lines) {
		StringBuilder text = new StringBuilder(what).append("%n".formatted());
		for (int i = 0; i < lines.length; i += 2) {
			text.append("%n    %s: %s".formatted(lines[i], lines[i + 1]));
		}
		return new StoreConfigurationException(text.toString(), action, cause);
	}

}
