package io.github.zarrspring.spring;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;

/**
 * Goes through the keys of a store, a page at a time. For one thread.
 */
final class PagedKeys implements Iterator<StoreKey> {

	private final Function<StoreKey, List<StoreKey>> pages;

	private List<StoreKey> page;

	private int next;

	/**
	 * Begin with a page.
	 * @param first the first page
	 * @param pages gives the page after a key
	 */
	PagedKeys(List<StoreKey> first, Function<StoreKey, List<StoreKey>> pages) {
		this.page = first;
		this.pages = pages;
	}

	@Override
	public boolean hasNext() {
		if (this.next == this.page.size() && this.page.size() == StorageBackend.PAGE) {
			this.page = this.pages.apply(this.page.get(this.next - 1));
			this.next = 0;
		}
		return this.next < this.page.size();
	}

	@Override
	public StoreKey next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		return this.page.get(this.next++);
	}

}
