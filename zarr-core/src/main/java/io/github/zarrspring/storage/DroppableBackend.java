package io.github.zarrspring.storage;

/**
 * A backend whose values have a home of their own that can be removed with them, such as
 * files. {@link DelegatingBackend#find} finds it behind decorators. A decorator that
 * refuses writes, or keeps something of what it forwards, implements this too, and so
 * comes first.
 */
public interface DroppableBackend {

	/**
	 * Remove all values of a backend, and what they are kept in if it has that.
	 * @param backend a backend, decorated or not
	 */
	static void drop(StorageBackend backend) {
		DroppableBackend droppable = DelegatingBackend.find(backend, DroppableBackend.class);
		if (droppable != null) {
			droppable.drop();
		}
		else {
			backend.deleteAll("");
		}
	}

	/**
	 * Remove all values and what they are kept in. The store is empty afterwards and can
	 * be used on; a crash in between does not bring back what is gone.
	 * @throws io.github.zarrspring.exception.ZarrException if something could not be
	 * removed
	 */
	void drop();

}
