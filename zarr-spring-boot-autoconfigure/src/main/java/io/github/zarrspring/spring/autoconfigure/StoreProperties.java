package io.github.zarrspring.spring.autoconfigure;

import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.filesystem.Sync;
import io.github.zarrspring.storage.memory.Ordering;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of one store.
 *
 * @param type Type of the store, a built-in one or that of a StorageBackendFactory bean.
 * @param readOnly Whether writes to the store are refused.
 * @param access Who may use the store: anyone (public), anyone to read and the holder of
 * its lease to write (protected), or the holder alone (private).
 * @param history Values of a key that are kept beside the newest.
 * @param concurrentMap Stores of the type concurrent-map.
 * @param filesystem Stores of the type filesystem.
 * @param jpa Stores of the type jpa.
 */
public record StoreProperties(@Nullable String type, @DefaultValue("false") boolean readOnly,
		@DefaultValue("public") AccessLevel access, @DefaultValue History history,
		@DefaultValue ConcurrentMap concurrentMap, @DefaultValue Filesystem filesystem, @DefaultValue Jpa jpa) {

	/**
	 * Values of a key that are kept beside the newest.
	 *
	 * @param depth Number of values of each key that are kept in memory, the newest among
	 * them; 0 for no history. For stores that this application alone writes:
	 * concurrent-map and the like.
	 * @param distinct Whether of equal values only the newest is kept.
	 */
	public record History(@DefaultValue("0") int depth, @DefaultValue("false") boolean distinct) {
	}

	/**
	 * Stores in the memory of the application.
	 *
	 * @param ordering How keys are kept. Listing is faster where they are sorted, all
	 * else where they are hashed.
	 */
	public record ConcurrentMap(@DefaultValue("hash") Ordering ordering) {
	}

	/**
	 * Stores in a directory.
	 *
	 * @param path Directory of the store, made at the first write.
	 * @param sync What writes wait for: the operating system (never), or the device, so
	 * that they survive the loss of power (always).
	 */
	public record Filesystem(@Nullable String path, @DefaultValue("never") Sync sync) {
	}

	/**
	 * Stores in a table of the application's database, written in its transactions.
	 *
	 * @param tableName Name of the table: letters, digits and underscores. Several stores
	 * can share one.
	 * @param schema Schema that the table is in. That of the connection unless set.
	 * @param initializeSchema When a table that does not exist is made.
	 * @param schemaLocation Script that makes the table, in which @@table@@ stands for
	 * its name, @@lease_table@@ for that of the table of leases, and @@platform@@ in the
	 * location for the database. There are scripts for h2 and postgresql unless set.
	 * @param entityManagerFactory Name of the EntityManagerFactory bean whose
	 * transactions are joined. Needed if there are several and none is primary.
	 * @param readDataSource Name of the DataSource bean, such as that of a replica, where
	 * reads within read-only transactions go.
	 */
	public record Jpa(@DefaultValue("zarr_entry") String tableName, @Nullable String schema,
			@DefaultValue("embedded") SchemaInitialization initializeSchema,
			@DefaultValue("classpath:io/github/zarrspring/spring/jpa/schema-@@platform@@.sql") String schemaLocation,
			@Nullable String entityManagerFactory, @Nullable String readDataSource) {
	}

}
