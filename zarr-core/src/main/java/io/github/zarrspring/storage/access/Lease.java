package io.github.zarrspring.storage.access;

/**
 * The right to write a store that is protected, and to read and write one that is
 * private, for a time. At most one claims it at a time. It is fenced: each new holder has
 * a higher {@linkplain #fencingNumber() number}, and whoever acts with a lower one is
 * refused, even if it does not know yet that it has lost the lease.
 * <p>
 * A lease is used through a view of the store, given by
 * {@link StoreAccess#backend(Lease)} and by the templates. It is not bound to a thread,
 * since the threads that encode and write chunks are not the caller's: whoever has the
 * view acts as the holder, and nobody else does.
 * <p>
 * It does not renew itself: a holder that hangs or dies must lose it. Safe for use by
 * several threads.
 */
public interface Lease extends AutoCloseable {

	/**
	 * The store that it is for.
	 * @return the name of the store
	 */
	String store();

	/**
	 * Who holds it.
	 * @return the name that it was asked for with
	 */
	String owner();

	/**
	 * The number that orders the holders of a store.
	 * @return the number, higher than those of all holders before
	 */
	long fencingNumber();

	/**
	 * Whether it still holds. That may be over a moment later; only a write that succeeds
	 * proves that it held.
	 * @return whether it is neither closed, nor handed over, nor timed out
	 */
	boolean isHeld();

	/**
	 * Make it last its whole time from now on.
	 * @return the state of the lease after it
	 * @throws io.github.zarrspring.exception.StoreAccessDeniedException if it is over
	 */
	LeaseState renew();

	/**
	 * Give it away. What is being written with it is written first; after that this lease
	 * is over, and the successor, and nobody else, gets it by asking for it under its
	 * name, as long as it does so within the time that the lease lasts.
	 * @param successor who is to hold it
	 * @throws io.github.zarrspring.exception.StoreAccessDeniedException if it is over
	 * already
	 */
	void handOver(String successor);

	/**
	 * Give it back. If it has an heir, that one is to have it, else it is free. Closing a
	 * lease that is over does nothing.
	 */
	@Override
	void close();

}
