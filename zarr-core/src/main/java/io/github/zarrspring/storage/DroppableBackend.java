package io.github.zarrspring.storage;

/**
 * A backend whose values have a home of their own that can be removed with them, such as
 * files. {@link DelegatingBackend#find} finds it behind decorators; whether the caller
 * may do this is for the caller to find out, since decorators that refuse writes are not
 * asked.
 */
public interface DroppableBackend {

	/**
	 * Remove all values and what they are kept in. The store is empty afterwards and can
	 * be used on; a crash in between does not bring back what is gone.
	 * @throws io.github.zarrspring.exception.ZarrException if something could not be
	 * removed
	 */
	void drop();

}
