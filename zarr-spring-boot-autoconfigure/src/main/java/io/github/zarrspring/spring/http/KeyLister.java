package io.github.zarrspring.spring.http;

import java.util.List;

import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Lists the keys of a store on a web server, as {@code StorageBackend.list} is to.
 */
interface KeyLister {

	List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit);

}
