package io.github.zarrspring.spring.autoconfigure.partitioned;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import org.jspecify.annotations.Nullable;

/**
 * The texts of what can be wrong with stores of the type {@code partitioned}.
 */
final class PartitionedFailures {

	private PartitionedFailures() {
	}

	static StoreConfigurationException unknownBean(StoreContext store, String key, String value, Class<?> type,
			Collection<String> names) {
		String property = store.propertyName(key);
		return failure("Store '%s' names a bean that does not exist:".formatted(store.name()),
				"Set '%s' to the name of one of the beans.".formatted(property), null, "Property", property, "Value",
				'"' + value + '"', type.getSimpleName() + " beans", String.join(", ", names));
	}

	static StoreConfigurationException severalBeans(StoreContext store, String key, Class<?> type,
			Collection<String> names) {
		String property = store.propertyName(key);
		return failure("Store '%s' could use several beans:".formatted(store.name()),
				"Set '%s' to one of them, or make one of them @Primary.".formatted(property), null, "Property",
				property, type.getSimpleName() + " beans", String.join(", ", names));
	}

	static StoreConfigurationException outOfRange(StoreContext store, String key, int value, int least, int most) {
		String property = store.propertyName(key);
		return failure("A number of store '%s' is out of its range:".formatted(store.name()),
				"Set '%s' to a number from %s to %s.".formatted(property, least, most), null, "Property", property,
				"Value", String.valueOf(value));
	}

	static StoreConfigurationException ofNoUse(StoreContext store, String key, String reason, String action) {
		String property = store.propertyName(key);
		return failure("A property of store '%s' would have no effect:".formatted(store.name()), action, null,
				"Property", property, "Reason", reason);
	}

	static StoreConfigurationException unfitMembers(StoreContext store, String cluster, Map<String, String> members) {
		return failure("Cluster '%s' cannot keep store '%s':".formatted(cluster, store.name()),
				"Put this library, in the same version, on the class path of each member of the cluster, and set "
						+ "'hazelcast.operation.fail.on.indeterminate.state' to 'true' among the properties of "
						+ "Hazelcast's configuration there.",
				null, "Members",
				members.entrySet()
					.stream()
					.map((member) -> "%s (%s)".formatted(member.getKey(), member.getValue()))
					.collect(Collectors.joining(", ")));
	}

	static StoreConfigurationException otherMap(StoreContext store, String map, String key, Object wanted,
			Object found) {
		String property = store.propertyName(key);
		return failure("Store '%s' and the configuration of its map differ:".formatted(store.name()),
				"Set '%s' to '%s', or change the map '%s' in Hazelcast's configuration.".formatted(property, found,
						map),
				null, "Property", property, "Value", String.valueOf(wanted), "Map",
				"'%s' has %s".formatted(map, found));
	}

	static StoreConfigurationException forgetfulMap(StoreContext store, String map) {
		return failure("The map of store '%s' would forget values:".formatted(store.name()),
				"Remove eviction, time to live and maximum idle time of map '%s' from Hazelcast's configuration."
					.formatted(map),
				null, "Map", map);
	}

	static StoreConfigurationException refusedMap(StoreContext store, String map, Throwable cause) {
		return failure("The cluster refused the map of store '%s':".formatted(store.name()),
				"Give the store the same properties in all applications of the cluster: backup-count, merge-policy, "
						+ "minimum-members and near-cache. To change them, stop all members.",
				cause, "Map", map, "Reason", String.valueOf(cause.getMessage()));
	}

	static StoreConfigurationException otherPlacement(StoreContext store, String reason, Throwable cause) {
		return failure("Store '%s' would look for values in the wrong places:".formatted(store.name()),
				"Set '%s', or the PartitioningStrategy bean, to what the other members have. To change it, stop all members."
					.formatted(store.propertyName("affinity")),
				cause, "Reason", reason);
	}

	static StoreConfigurationException noMembership(StoreContext store, @Nullable String cluster, Throwable cause) {
		return failure(
				"The application could not become a member of the cluster of store '%s':".formatted(store.name()),
				"Check '%s' and Hazelcast's own configuration.".formatted(store.propertyName("members")), cause,
				"Cluster", String.valueOf(cluster), "Reason", String.valueOf(cause.getMessage()));
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
