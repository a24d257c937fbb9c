package io.github.zarrspring.spring.autoconfigure;

import java.time.Duration;

import io.github.zarrspring.storage.filesystem.Sync;
import io.github.zarrspring.storage.memory.Ordering;
import io.github.zarrspring.storage.snapshot.JournalMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of one store.
 *
 * @param type Type of the store, a built-in one or that of a StorageBackendFactory bean.
 * @param readOnly Whether writes to the store are refused.
 * @param concurrentMap Stores of the type concurrent-map.
 * @param filesystem Stores of the type filesystem.
 * @param jpa Stores of the type jpa.
 * @param snapshot Stores of the type snapshot.
 * @param zip Stores of the type zip.
 */
public record StoreProperties(@Nullable String type, @DefaultValue("false") boolean readOnly,
		@DefaultValue ConcurrentMap concurrentMap, @DefaultValue Filesystem filesystem, @DefaultValue Jpa jpa,
		@DefaultValue Snapshot snapshot, @DefaultValue Zip zip) {

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
	 * Stores in the memory of the application that are saved to a file.
	 *
	 * @param path Zip archive that the store is saved to. Its other files are beside it,
	 * under names that start with its own.
	 * @param interval How often the store is saved if it has changed, zero for never.
	 * @param onShutdown Whether the store is saved when the application stops.
	 * @param keep How many generations of the archive are kept, the newest included.
	 * @param journal What is done about the changes since the store was saved: nothing
	 * (off), or they are appended to a journal that is forced to the device within a
	 * second (every-second), or before a write returns (every-write).
	 * @param fsync Whether files are forced to the device, so that they survive the loss
	 * of power and not only the death of the process.
	 * @param loading When the store is loaded: while the application starts (startup), or
	 * beside that, with traffic refused until it is done (background).
	 */
	public record Snapshot(@Nullable String path, @DefaultValue("5s") Duration interval,
			@DefaultValue("true") boolean onShutdown, @DefaultValue("2") int keep,
			@DefaultValue("off") JournalMode journal, @DefaultValue("true") boolean fsync,
			@DefaultValue("startup") SnapshotLoading loading) {
	}

	/**
	 * Stores in a zip archive.
	 *
	 * @param path Zip archive, made when the store is saved for the first time.
	 */
	public record Zip(@Nullable String path) {
	}

	/**
	 * Stores in a table of the application's database, written in its transactions.
	 *
	 * @param tableName Name of the table: letters, digits and underscores. Several stores
	 * can share one.
	 * @param schema Schema that the table is in. That of the connection unless set.
	 * @param initializeSchema When a table that does not exist is made.
	 * @param schemaLocation Script that makes the table, in which @@table@@ stands for
	 * its name and @@platform@@ in the location for the database. There are scripts for
	 * h2 and postgresql unless set.
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
