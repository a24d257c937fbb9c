package io.github.zarrspring.storage;

import org.jspecify.annotations.Nullable;

/**
 * The transaction that a thread is in, as far as what is known of the store is concerned:
 * what was learnt from writes that others do not see yet is kept here, and handed on once
 * they do. What is kept goes when the transaction ends, and what was kept since a
 * savepoint when the transaction is rolled back to it. For the thread of the transaction
 * alone.
 */
public interface StoreTransaction {

	/**
	 * What is kept for an owner.
	 * @param owner whose it is, by identity
	 * @return what was kept last, {@code null} for nothing
	 */
	@Nullable Object get(Object owner);

	/**
	 * Keep something until the transaction ends.
	 * @param owner whose it is, by identity
	 * @param value what to keep, in place of what was kept before
	 * @param afterCommit what to do once the transaction is committed, in place of what
	 * was to be done before; it is not done if the transaction is rolled back
	 */
	void put(Object owner, Object value, Runnable afterCommit);

}
