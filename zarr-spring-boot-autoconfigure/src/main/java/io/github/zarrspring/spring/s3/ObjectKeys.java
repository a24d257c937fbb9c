package io.github.zarrspring.spring.s3;

import java.util.UUID;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys of objects for those of the store. What is in the store's own folder is not
 * the store's content; what no store key can be, such as an object that stands for a
 * folder, is passed over.
 */
final class ObjectKeys {

	private static final String HIDDEN = ".zarr-spring";

	private final String prefix;

	ObjectKeys(String prefix) {
		this.prefix = prefix;
	}

	/**
	 * The object key of a store key.
	 */
	String of(StoreKey key) {
		if (isHidden(key.value())) {
			throw new InvalidRequestException("The key '%s' is one of the store's own".formatted(key));
		}
		return of(key.value());
	}

	String of(String key) {
		return this.prefix + key;
	}

	/**
	 * An object key that nothing else uses.
	 */
	String ofProbe() {
		return this.prefix + HIDDEN + "/probe/" + UUID.randomUUID();
	}

	/**
	 * The store key of an object key.
	 * @return the key, {@code null} if it is none
	 */
	@Nullable StoreKey parse(String objectKey) {
		String value = objectKey.substring(Math.min(this.prefix.length(), objectKey.length()));
		StoreKey key = isHidden(value) ? null : StoreKey.first(value);
		return (key != null && key.value().equals(value)) ? key : null;
	}

	private static boolean isHidden(String key) {
		return key.equals(HIDDEN) || key.startsWith(HIDDEN + '/');
	}

}
