package io.github.zarrspring.storage.access;

import java.util.function.Supplier;

/**
 * What somebody may do with a store. Safe for use by several threads.
 */
interface AccessRights {

	/**
	 * Check that reading is allowed.
	 * @throws io.github.zarrspring.exception.StoreAccessDeniedException if it is not
	 */
	void checkRead();

	/**
	 * Write, if that is allowed and for as long as it is.
	 * @param work what writes
	 * @param <T> the type of the result
	 * @return the result
	 * @throws io.github.zarrspring.exception.StoreAccessDeniedException if it is not
	 */
	<T> T write(Supplier<T> work);

}
