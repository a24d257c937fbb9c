package io.github.zarrspring.spring.autoconfigure;

import java.time.Duration;
import java.util.Set;

import io.github.zarrspring.spring.http.ConditionalWrites;
import io.github.zarrspring.spring.http.HttpLayout;
import io.github.zarrspring.spring.http.HttpListing;
import io.github.zarrspring.storage.filesystem.Sync;
import io.github.zarrspring.storage.memory.Ordering;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of one store.
 *
 * @param type Type of the store, a built-in one or that of a StorageBackendFactory bean.
 * @param readOnly Whether writes to the store are refused.
 * @param retry Repeating calls that the store did not answer.
 * @param concurrentMap Stores of the type concurrent-map.
 * @param filesystem Stores of the type filesystem.
 * @param jpa Stores of the type jpa.
 * @param http Stores of the type http.
 */
public record StoreProperties(@Nullable String type, @DefaultValue("false") boolean readOnly, @DefaultValue Retry retry,
		@DefaultValue ConcurrentMap concurrentMap, @DefaultValue Filesystem filesystem, @DefaultValue Jpa jpa,
		@DefaultValue Http http) {

	/**
	 * Repeating calls that the store did not answer, where that does no harm.
	 *
	 * @param enabled Whether calls are repeated.
	 * @param maxAttempts How often a call is made at most, the first time included.
	 * @param delay Pause before the second attempt.
	 * @param multiplier What a pause is multiplied by to get the next one.
	 * @param jitter By how much the first pause is varied at random, up and down; later
	 * ones in proportion.
	 * @param maxDelay Longest pause, unless the store asks for a longer one.
	 * @param deadline How long after the beginning of a call it is made once more at the
	 * latest. A store that asks to be left alone for longer is not called again. No bound
	 * if zero.
	 */
	public record Retry(@DefaultValue("true") boolean enabled, @DefaultValue("3") int maxAttempts,
			@DefaultValue("100ms") Duration delay, @DefaultValue("2") double multiplier,
			@DefaultValue("50ms") Duration jitter, @DefaultValue("5s") Duration maxDelay,
			@DefaultValue("30s") Duration deadline) {
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

	/**
	 * Stores on a web server.
	 *
	 * @param baseUrl Address of the store. User and password in it are sent as basic
	 * authentication, a query with each request.
	 * @param layout How keys become addresses: as paths, or as a REST service of arrays
	 * and chunks has them.
	 * @param token Bearer token that is sent to the origin of the store.
	 * @param sslBundle Name of the SSL bundle that the server is trusted by.
	 * @param writable Whether values are written and deleted.
	 * @param conditionalWrites Whether the server heeds If-Match and If-None-Match. It is
	 * tried before the first such write unless told.
	 * @param listing How keys are listed. A REST service lists by itself.
	 * @param connectTimeout How long to wait for a connection.
	 * @param readTimeout How long to wait for an answer, from request to last byte.
	 * @param maxResponseSize Size of one answer at most, decompressed.
	 * @param redirectHosts Hosts, with ports unless they are the usual ones, that reads
	 * may be redirected to, without credentials. The origin of the store always may.
	 * @param externalAddressesOnly Whether private, local and other special addresses are
	 * refused, whatever names lead to them.
	 */
	public record Http(@Nullable String baseUrl, @DefaultValue("keys") HttpLayout layout, @Nullable String token,
			@Nullable String sslBundle, @DefaultValue("false") boolean writable,
			@DefaultValue("detect") ConditionalWrites conditionalWrites,
			@DefaultValue("consolidated") HttpListing listing, @DefaultValue("5s") Duration connectTimeout,
			@DefaultValue("30s") Duration readTimeout, @DefaultValue("512MB") DataSize maxResponseSize,
			@DefaultValue Set<String> redirectHosts, @DefaultValue("false") boolean externalAddressesOnly) {

		@Override
		public String toString() {
			return "Http [layout=%s, writable=%s]".formatted(this.layout, this.writable);
		}

	}

}
