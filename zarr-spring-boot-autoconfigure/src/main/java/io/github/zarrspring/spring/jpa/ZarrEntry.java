package io.github.zarrspring.spring.jpa;

import java.time.Instant;

/**
 * A row of a store of the type {@code jpa}, for queries of the application: what is
 * stored, how large it is and since when, but not the bytes. It cannot be written;
 * Hibernate neither makes nor drops its table. It is mapped without annotations, so that
 * scanning for entities does not find it a second time.
 *
 * <pre>{@code
 * select sum(e.size) from ZarrEntry e where e.store = 'ledger' and e.path = :path
 * }</pre>
 */
@SuppressWarnings("NullAway.Init")
public class ZarrEntry {

	private String store;

	private String path;

	private String entry;

	private String version;

	private long size;

	private Instant createdAt;

	private Instant updatedAt;

	/**
	 * For Hibernate.
	 */
	protected ZarrEntry() {
	}

	/**
	 * The store.
	 * @return the name of the store
	 */
	public String getStore() {
		return this.store;
	}

	/**
	 * The node.
	 * @return the path of the array or group, empty for the root of the store
	 */
	public String getPath() {
		return this.path;
	}

	/**
	 * What it is of the node.
	 * @return the name of the metadata document, or the key of the chunk below the path
	 */
	public String getEntry() {
		return this.entry;
	}

	/**
	 * The version.
	 * @return the version, another one after each write
	 */
	public String getVersion() {
		return this.version;
	}

	/**
	 * The size as it is stored.
	 * @return the number of bytes
	 */
	public long getSize() {
		return this.size;
	}

	/**
	 * When it was written first.
	 * @return the time of the transaction, by the database's clock
	 */
	public Instant getCreatedAt() {
		return this.createdAt;
	}

	/**
	 * When it was written last.
	 * @return the time of the transaction, by the database's clock
	 */
	public Instant getUpdatedAt() {
		return this.updatedAt;
	}

	@Override
	public String toString() {
		return "ZarrEntry '%s' of '%s' in store '%s'".formatted(this.entry, this.path, this.store);
	}

}
