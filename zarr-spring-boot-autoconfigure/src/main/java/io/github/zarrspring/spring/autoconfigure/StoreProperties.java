package io.github.zarrspring.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.spring.http.HttpLayout;
import io.github.zarrspring.spring.http.HttpListing;
import io.github.zarrspring.spring.partitioned.Affinity;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.filesystem.Sync;
import io.github.zarrspring.storage.memory.Ordering;
import io.github.zarrspring.storage.snapshot.JournalMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of one store.
 *
 * @param type Type of the store, a built-in one or that of a StorageBackendFactory bean.
 * @param readOnly Whether writes to the store are refused.
 * @param retry Repeating calls that the store did not answer.
 * @param access Who may use the store: anyone (public), anyone to read and the holder of
 * its lease to write (protected), or the holder alone (private).
 * @param history Values of a key that are kept beside the newest.
 * @param concurrentMap Stores of the type concurrent-map.
 * @param filesystem Stores of the type filesystem.
 * @param http Stores of the type http.
 * @param jpa Stores of the type jpa.
 * @param partitioned Stores of the type partitioned.
 * @param s3 Stores of the type s3.
 * @param snapshot Stores of the type snapshot.
 * @param zip Stores of the type zip.
 */
public record StoreProperties(@Nullable String type, @DefaultValue("false") boolean readOnly, @DefaultValue Retry retry,
		@DefaultValue("public") AccessLevel access, @DefaultValue History history,
		@DefaultValue ConcurrentMap concurrentMap, @DefaultValue Filesystem filesystem, @DefaultValue Http http,
		@DefaultValue Jpa jpa, @DefaultValue Partitioned partitioned, @DefaultValue S3 s3,
		@DefaultValue Snapshot snapshot, @DefaultValue Zip zip) {

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

	/**
	 * Stores in a map that is spread and replicated over the members of a cluster.
	 *
	 * @param map Name of the map. That of the store after 'zarr.' unless set.
	 * @param instance Name of the HazelcastInstance bean, a member or a client, that the
	 * map is in. Needed if there are several and none is primary. Without such a bean the
	 * application becomes a member.
	 * @param distributed Whether the application forms a cluster with others. If not, it
	 * keeps the values by itself.
	 * @param clusterName Name of the cluster that the application joins as a member.
	 * Unless set, that of Hazelcast's own configuration, without such a one 'zarr'.
	 * @param members Addresses of members, such as host:5701, one of which must answer
	 * for the application to join them. Hazelcast's own configuration has further ways of
	 * discovery.
	 * @param partitionCount Number of parts that all maps of the cluster are divided into
	 * and that are spread over its members. That of Hazelcast, 271, unless set.
	 * @param minimumMembers Number of members that the cluster must have for reads and
	 * writes. Of a cluster that the network has split in two, the half with fewer refuses
	 * both. Any number is enough unless set.
	 * @param backupCount Number of members that have a copy of each value beside the one
	 * that it belongs to. So many members can be lost at once.
	 * @param affinity What is kept together on one member. The more is, the fewer members
	 * share the work.
	 * @param partitioningStrategy Name of the PartitioningStrategy bean that decides what
	 * is kept together. Needed if there are several and none is primary.
	 * @param mergePolicy Merge policy of Hazelcast that decides which value stays when
	 * the network had split the cluster, by its name or class.
	 * @param nearCache Copies of values that the application has read from other members.
	 * @param shutdownTimeout How long the application waits at its end for other members
	 * to take over what it keeps.
	 */
	public record Partitioned(@Nullable String map, @Nullable String instance,
			@DefaultValue("true") boolean distributed, @Nullable String clusterName, @DefaultValue List<String> members,
			@Nullable Integer partitionCount, @Nullable Integer minimumMembers, @DefaultValue("1") int backupCount,
			@DefaultValue("chunk") Affinity affinity, @Nullable String partitioningStrategy,
			@DefaultValue("LatestUpdateMergePolicy") String mergePolicy, @DefaultValue NearCache nearCache,
			@DefaultValue("5m") Duration shutdownTimeout) {

		/**
		 * Copies of values that the application has read from other members. They can be
		 * older than the values.
		 *
		 * @param enabled Whether there are copies.
		 * @param maxEntries Number of copies that are kept.
		 * @param timeToLive How long a copy is kept at most.
		 */
		public record NearCache(@DefaultValue("false") boolean enabled, @DefaultValue("1000") int maxEntries,
				@DefaultValue("1m") Duration timeToLive) {
		}

	}

	/**
	 * Stores in a bucket of an S3 service.
	 *
	 * @param bucket Bucket of the store.
	 * @param prefix What the keys of all objects of the store start with, such as
	 * climate/. The whole bucket unless set.
	 * @param region Region of the bucket. That of the AWS environment unless set; with an
	 * endpoint of its own us-east-1.
	 * @param endpoint Address of the service, for those other than AWS.
	 * @param pathStyle Whether the bucket is in the path of requests, not in the host
	 * name. Most services other than AWS need it.
	 * @param client Name of the S3Client bean to use. Needed if there are several and
	 * none is primary. A single one is used unless the store has a region, an endpoint or
	 * credentials of its own.
	 * @param accessKey Access key, together with a secret key. The credentials of the AWS
	 * environment unless set.
	 * @param secretKey Secret key.
	 * @param sessionToken Session token of temporary credentials.
	 * @param profile Profile of the AWS configuration files to take credentials from.
	 * @param anonymous Whether requests are not signed, for public data sets.
	 * @param requesterPays Whether the costs of requests and transfer are accepted where
	 * the owner of the bucket does not pay them.
	 * @param sslBundle Name of the SSL bundle for connections to the service.
	 * @param connectTimeout How long to wait for a connection.
	 * @param readTimeout How long to wait for the next bytes of an answer.
	 * @param callTimeout How long one request may take in all.
	 * @param resolveTimeout How long to look for the outcome of a write whose answer was
	 * lost.
	 * @param maxConnections Most connections to the service, and so requests at a time.
	 * @param multipartThreshold Size from which on values are written in parts, at least
	 * 5MB.
	 * @param checksums Whether writes carry a checksum and reads are checked against one.
	 * @param conditionalWrites What is relied on where several write to one chunk: that
	 * the service compares, which is tried out before the first such write (probed) or
	 * not (trusted), or that one application alone writes (off).
	 * @param forbiddenIsAbsent Whether a read that is denied means that there is no
	 * object: without the right to list a bucket, services say so of what does not exist.
	 * Then a store whose rights are gone looks empty.
	 */
	public record S3(@Nullable String bucket, @Nullable String prefix, @Nullable String region,
			@Nullable String endpoint, @DefaultValue("false") boolean pathStyle, @Nullable String client,
			@Nullable String accessKey, @Nullable String secretKey, @Nullable String sessionToken,
			@Nullable String profile, @DefaultValue("false") boolean anonymous,
			@DefaultValue("false") boolean requesterPays, @Nullable String sslBundle,
			@DefaultValue("5s") Duration connectTimeout, @DefaultValue("30s") Duration readTimeout,
			@DefaultValue("2m") Duration callTimeout, @DefaultValue("30s") Duration resolveTimeout,
			@DefaultValue("64") int maxConnections, @DefaultValue("64MB") DataSize multipartThreshold,
			@DefaultValue("true") boolean checksums, @DefaultValue("probed") ConditionalWrites conditionalWrites,
			@DefaultValue("false") boolean forbiddenIsAbsent) {

		/**
		 * Shows no credentials, and no endpoint as it may have some in it.
		 */
		@Override
		public String toString() {
			return "S3[bucket=%s, prefix=%s, region=%s]".formatted(this.bucket, this.prefix, this.region);
		}

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
	 * @param forbiddenIsAbsent Whether 403 means that there is no value, as it does on
	 * servers that do not tell what is there. Then a store whose rights are gone looks
	 * empty.
	 */
	public record Http(@Nullable String baseUrl, @DefaultValue("keys") HttpLayout layout, @Nullable String token,
			@Nullable String sslBundle, @DefaultValue("false") boolean writable,
			@DefaultValue("probed") ConditionalWrites conditionalWrites,
			@DefaultValue("consolidated") HttpListing listing, @DefaultValue("5s") Duration connectTimeout,
			@DefaultValue("30s") Duration readTimeout, @DefaultValue("512MB") DataSize maxResponseSize,
			@DefaultValue Set<String> redirectHosts, @DefaultValue("false") boolean externalAddressesOnly,
			@DefaultValue("false") boolean forbiddenIsAbsent) {

		@Override
		public String toString() {
			return "Http [layout=%s, writable=%s]".formatted(this.layout, this.writable);
		}

	}

}
