package io.github.zarrspring.spring.autoconfigure.jpa;

import java.util.Collection;

import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import org.jspecify.annotations.Nullable;

/**
 * The texts of what can be wrong with stores of the type {@code jpa}.
 */
final class JpaFailures {

	private JpaFailures() {
	}

	static StoreConfigurationException invalidTableName(StoreContext store, String table) {
		return failure("The name of the table of store '%s' is not valid:".formatted(store.name()),
				"Use letters, digits and underscores, no digit first, for '%s' and '%s'."
					.formatted(store.propertyName("table-name"), store.propertyName("schema")),
				"Table", table, "Property", store.propertyName("table-name"));
	}

	static StoreConfigurationException noEntityManagerFactory(StoreContext store) {
		return failure("Store '%s' has no entity manager whose transactions it can join:".formatted(store.name()),
				"Configure a database, for example with 'spring.datasource.url', or declare an EntityManagerFactory bean.",
				"Reason", "there is no EntityManagerFactory bean");
	}

	static StoreConfigurationException severalEntityManagerFactories(StoreContext store, Collection<String> names) {
		String property = store.propertyName("entity-manager-factory");
		return failure("Store '%s' could join the transactions of several entity managers:".formatted(store.name()),
				"Set '%s' to the one that the store is written with, or make one of them @Primary.".formatted(property),
				"Property", property, "EntityManagerFactory beans", String.join(", ", names));
	}

	static StoreConfigurationException unknownBean(StoreContext store, String key, String value, String type,
			Collection<String> names) {
		String property = store.propertyName(key);
		return failure("Store '%s' names a bean that does not exist:".formatted(store.name()),
				"Set '%s' to the name of one of the beans.".formatted(property), "Property", property, "Value",
				'"' + value + '"', type + " beans", String.join(", ", names));
	}

	static StoreConfigurationException noDataSource(StoreContext store, String entityManagerFactory) {
		return failure("The transactions that store '%s' is to join have no JDBC connection:".formatted(store.name()),
				"Use an EntityManagerFactory with a DataSource, as Spring Boot makes it.", "EntityManagerFactory bean",
				entityManagerFactory);
	}

	static StoreConfigurationException missingTable(StoreContext store, String table, String platform, String mode,
			String script, @Nullable Throwable cause) {
		String property = store.propertyName("initialize-schema");
		return failure("The table of store '%s' does not exist:".formatted(store.name()),
				"Set '%s' to 'always', or make the table with the script '%s', in which @@table@@ and @@lease_table@@ stand for names of tables."
					.formatted(property, script),
				cause, "Table", table, "Database", platform, "Property", property, "Value", '"' + mode + '"');
	}

	static StoreConfigurationException unusableTable(StoreContext store, String table, String platform, String reason,
			@Nullable Throwable cause) {
		return failure("The table of store '%s' cannot be used:".formatted(store.name()),
				"Set '%s' to another table, or give this one the columns that the store needs."
					.formatted(store.propertyName("table-name")),
				cause, "Table", table, "Database", platform, "Reason", reason);
	}

	static StoreConfigurationException emptyTextIsNull(StoreContext store, String platform) {
		return failure("The database of store '%s' takes empty text for null:".formatted(store.name()),
				"Use another database, or H2 without 'MODE=Oracle' in its URL.", "Database", platform, "Reason",
				"the path of the root of a store is empty text");
	}

	static StoreConfigurationException noScript(StoreContext store, String platform, String script) {
		String property = store.propertyName("schema-location");
		return failure("There is no script that makes the table of store '%s':".formatted(store.name()),
				"Set '%s' to a script for this database, or make the table and set '%s' to 'never'. Those for h2, postgresql and mariadb show what is needed."
					.formatted(property, store.propertyName("initialize-schema")),
				"Database", platform, "Script", script, "Property", property);
	}

	static StoreConfigurationException failedScript(StoreContext store, String platform, String script, String reason,
			Throwable cause) {
		String property = store.propertyName("schema-location");
		return failure("The script that makes the table of store '%s' failed:".formatted(store.name()),
				"Set '%s' to a script for this database, or make the table and set '%s' to 'never'.".formatted(property,
						store.propertyName("initialize-schema")),
				cause, "Database", platform, "Script", script, "Property", property, "Reason", reason);
	}

	private static StoreConfigurationException failure(String what, String action, String... lines) {
		return failure(what, action, (Throwable) null, lines);
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
