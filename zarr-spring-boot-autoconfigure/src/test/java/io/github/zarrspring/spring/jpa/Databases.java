package io.github.zarrspring.spring.jpa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.UUID;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * The databases that tests run on: H2 in memory, and one PostgreSQL for all tests of the
 * JVM, in which each test has a database of its own.
 */
public enum Databases {

	/**
	 * H2, which Spring Boot takes for an embedded database.
	 */
	H2 {

		@Override
		public String newUrl() {
			return "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID());
		}

	},

	/**
	 * PostgreSQL.
	 */
	POSTGRESQL {

		@Override
		public String newUrl() {
			String name = "d" + UUID.randomUUID().toString().replace("-", "");
			try (Connection connection = postgres().getPostgresDatabase().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("create database " + name);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			return postgres().getJdbcUrl("postgres", name);
		}

	};

	private static @Nullable EmbeddedPostgres postgres;

	/**
	 * An empty database.
	 * @return its URL
	 */
	public abstract String newUrl();

	static synchronized EmbeddedPostgres postgres() {
		EmbeddedPostgres running = postgres;
		if (running == null) {
			try {
				running = EmbeddedPostgres.builder()
					.setServerConfig("max_connections", "200")
					.setServerConfig("fsync", "off")
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			// It ends with the JVM, of which it is a child.
			postgres = running;
		}
		return running;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
