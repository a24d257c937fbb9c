package io.github.zarrspring.spring.autoconfigure.jpa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import javax.sql.DataSource;

import io.github.zarrspring.spring.autoconfigure.SchemaInitialization;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import io.github.zarrspring.spring.jpa.TableName;
import io.github.zarrspring.storage.access.AccessLevel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Sees to it that the table of a store is there. A table that is there already is left
 * alone, so that an application that may not change the schema can start.
 */
class SchemaInitializer {

	/**
	 * A table that exists already, and what PostgreSQL says while another is making it.
	 */
	private static final Set<String> EXISTS = Set.of("42P07", "42S01", "42710", "23505", "XX000");

	private static final Log logger = LogFactory.getLog(SchemaInitializer.class);

	/**
	 * How often the table of leases is looked for, where another instance is making it.
	 */
	private static final int LEASE_ATTEMPTS = 5;

	private final ResourceLoader resourceLoader;

	SchemaInitializer(ResourceLoader resourceLoader) {
		this.resourceLoader = resourceLoader;
	}

	/**
	 * Make the table if it does not exist.
	 * @param store the store
	 * @param properties its properties
	 * @param dataSource the database
	 * @return the name of the database
	 * @throws StoreConfigurationException if there is no table to work with in the end
	 */
	String initialize(StoreContext store, StoreProperties.Jpa properties, DataSource dataSource) {
		TableName table = TableNames.of(properties);
		String product = product(dataSource);
		String platform = platform(product);
		SQLException missing = probe(dataSource, table);
		String script = properties.schemaLocation().replace("@@platform@@", platform);
		if (missing == null) {
			initializeLeases(store, properties, table, product, script, dataSource);
			checkEmptyText(store, table, product, dataSource);
			return product;
		}
		if (exists(dataSource, table)) {
			throw JpaFailures.unusableTable(store, table.qualified(), product, message(missing), missing);
		}
		if (!mayMake(properties, dataSource)) {
			throw missing(store, properties, table, product, script, missing);
		}
		run(store, script, table, product, dataSource);
		initializeLeases(store, properties, table, product, script, dataSource);
		checkEmptyText(store, table, product, dataSource);
		return product;
	}

	/**
	 * Refuse a database that takes empty text for null, as Oracle does and H2 in its
	 * mode: the path of the root is empty.
	 */
	private static void checkEmptyText(StoreContext store, TableName table, String product, DataSource dataSource) {
		String sql = "select count(*) from (select count(*) as entries from " + table.qualified()
				+ " where 1 = 0) probe where cast(? as char(1)) is null";
		try (Connection connection = dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setString(1, "");
			try (ResultSet row = statement.executeQuery()) {
				if (row.next() && row.getLong(1) > 0) {
					throw JpaFailures.emptyTextIsNull(store, product);
				}
			}
		}
		catch (SQLException ex) {
			throw JpaFailures.unusableTable(store, table.qualified(), product, message(ex), ex);
		}
	}

	private static boolean mayMake(StoreProperties.Jpa properties, DataSource dataSource) {
		SchemaInitialization mode = properties.initializeSchema();
		return mode == SchemaInitialization.ALWAYS
				|| (mode == SchemaInitialization.EMBEDDED && EmbeddedDatabaseConnection.isEmbedded(dataSource));
	}

	private static StoreConfigurationException missing(StoreContext store, StoreProperties.Jpa properties,
			TableName table, String product, String script, SQLException cause) {
		return JpaFailures.missingTable(store, table.qualified(), product,
				properties.initializeSchema().name().toLowerCase(Locale.ROOT), script, cause);
	}

	/**
	 * Make the table of leases if it does not exist, as in a database from before there
	 * were leases. A store that is public works without.
	 */
	private void initializeLeases(StoreContext store, StoreProperties.Jpa properties, TableName table, String product,
			String script, DataSource dataSource) {
		boolean mayMake = mayMake(properties, dataSource);
		boolean needed = store.properties().access() != AccessLevel.PUBLIC;
		SQLException missing = probeLeases(dataSource, table);
		for (int attempt = 1; missing != null && mayMake && attempt <= LEASE_ATTEMPTS; attempt++) {
			try {
				run(store, script, table, product, dataSource);
			}
			catch (StoreConfigurationException ex) {
				if (needed) {
					throw ex;
				}
				logger.warn("There is no table for the lease of store '%s': %s".formatted(store.name(), message(ex)));
				return;
			}
			missing = probeLeases(dataSource, table);
		}
		if (missing != null && needed) {
			throw missing(store, properties, table.leases(), product, script, missing);
		}
	}

	private static @Nullable SQLException probeLeases(DataSource dataSource, TableName table) {
		return query(dataSource, "select store, holder, fencing_number, claimed, heir, time_to_live, expires_at from "
				+ table.leases().qualified() + " where 1 = 0");
	}

	private void run(StoreContext store, String location, TableName table, String product, DataSource dataSource) {
		Resource script = this.resourceLoader.getResource(location);
		if (!script.exists()) {
			throw JpaFailures.noScript(store, product, location);
		}
		RuntimeException failure = null;
		try {
			String text = script.getContentAsString(StandardCharsets.UTF_8)
				.replace("@@table@@", table.qualified())
				.replace("@@lease_table@@", table.leases().qualified());
			new ResourceDatabasePopulator(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), location))
				.execute(dataSource);
		}
		catch (IOException ex) {
			throw JpaFailures.failedScript(store, product, location, message(ex), ex);
		}
		catch (DataAccessException ex) {
			failure = ex;
		}
		SQLException missing = probe(dataSource, table);
		if (missing != null || (failure != null && !metAnother(failure))) {
			Throwable cause = (failure != null) ? failure : Objects.requireNonNull(missing);
			throw JpaFailures.failedScript(store, product, location, message(cause), cause);
		}
	}

	/**
	 * Whether another instance was making the same table.
	 */
	private static boolean metAnother(RuntimeException failure) {
		return NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException cause
				&& EXISTS.contains(String.valueOf(cause.getSQLState()));
	}

	/**
	 * Look whether the table has all columns.
	 * @return what is wrong, {@code null} for nothing
	 */
	private static @Nullable SQLException probe(DataSource dataSource, TableName table) {
		return query(dataSource, "select store, entry_key, path, entry, version, size, created_at, updated_at, content "
				+ "from " + table.qualified() + " where 1 = 0");
	}

	private static boolean exists(DataSource dataSource, TableName table) {
		return query(dataSource, "select 1 from " + table.qualified() + " where 1 = 0") == null;
	}

	private static @Nullable SQLException query(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.executeQuery().close();
			return null;
		}
		catch (SQLException ex) {
			return ex;
		}
	}

	private static String product(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return connection.getMetaData().getDatabaseProductName();
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The database does not answer: " + ex.getMessage(), ex);
		}
	}

	private static String platform(String product) {
		DatabaseDriver driver = DatabaseDriver.fromProductName(product);
		return (driver != DatabaseDriver.UNKNOWN) ? driver.getId()
				: product.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
	}

	private static String message(Throwable ex) {
		Throwable cause = ex;
		while (cause.getCause() != null && !(cause instanceof SQLException)) {
			cause = cause.getCause();
		}
		return String.valueOf(cause.getMessage()).strip();
	}

}
