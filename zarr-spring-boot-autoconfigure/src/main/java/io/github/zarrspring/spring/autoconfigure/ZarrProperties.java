package io.github.zarrspring.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of Zarr stores.
 *
 * @param enabled Whether Zarr stores are configured.
 * @param defaultStore Name of the store that is injected where no store is named. Not
 * needed if there is only one.
 * @param defaults What applies to all stores unless a store says otherwise.
 * @param stores Stores by name. Names have lower-case letters, digits and dashes and
 * start with a letter; those that differ in dashes only are one. Environment variables
 * are written without the dashes, ZARR_STORES_MYLAKE_TYPE, or with underscores for them
 * if the store is configured in a file too. Each store has the keys of 'zarr.defaults'.
 * @param limits Bounds on what metadata, stored values and requests can ask for.
 * @param writeEmptyChunks Whether chunks that are all fill value are stored. They are
 * left out otherwise.
 * @param conflictTimeout How long a change is tried again when other writers come in
 * between.
 * @param parallelism Number of threads that encode and decode chunks. That of the
 * processors unless set.
 * @param ioConcurrency Number of calls to a remote store that one read or write makes at
 * a time.
 * @param health Health of the stores.
 */
@ConfigurationProperties("zarr")
public record ZarrProperties(@DefaultValue("true") boolean enabled, @Nullable String defaultStore,
		@DefaultValue @NestedConfigurationProperty StoreProperties defaults,
		@DefaultValue Map<String, StoreProperties> stores, @DefaultValue Limits limits,
		@DefaultValue("false") boolean writeEmptyChunks, @DefaultValue("30s") Duration conflictTimeout,
		@Nullable Integer parallelism, @DefaultValue("32") int ioConcurrency, @DefaultValue Health health) {

	/**
	 * Bounds on what metadata, stored values and requests can ask for.
	 *
	 * @param metadataBytes Size of one metadata document.
	 * @param rank Number of dimensions of an array.
	 * @param chunkBytes Decoded size of one chunk. A quarter of the maximum heap unless
	 * set.
	 * @param resultBytes Size of the values that one read gives back. Half of the maximum
	 * heap unless set.
	 * @param inFlight Size of all chunks that one call works on at a time, and of all
	 * that is read from remote stores at a time. Half of the maximum heap unless set.
	 * @param indexEntries Number of chunks of a shard.
	 */
	public record Limits(@DefaultValue("16MB") DataSize metadataBytes, @DefaultValue("32") int rank,
			@Nullable DataSize chunkBytes, @Nullable DataSize resultBytes, @Nullable DataSize inFlight,
			@DefaultValue("67108864") long indexEntries) {
	}

	/**
	 * Health of the stores.
	 *
	 * @param timeout How long the health check waits for a store before it is down.
	 */
	public record Health(@DefaultValue("5s") Duration timeout) {
	}

}
