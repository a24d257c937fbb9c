package io.github.zarrspring.metadata;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The metadata of an array or group, the same for both versions of the format. Immutable
 * and safe for use by several threads.
 */
public sealed interface NodeMetadata permits ArrayMetadata, GroupMetadata {

	/**
	 * The version of the format.
	 * @return the version
	 */
	ZarrFormat format();

	/**
	 * The attributes as they are stored. Those of a v2 array can have
	 * {@code _ARRAY_DIMENSIONS}, in which v2 keeps the dimension names.
	 * @return the attributes, not to be changed
	 */
	Map<String, @Nullable Object> attributes();

	/**
	 * The documents to store, by name: for v3 {@code zarr.json}, for v2 {@code .zarray}
	 * or {@code .zgroup}, and {@code .zattrs} if there are attributes. A stored
	 * {@code .zattrs} that is not among them is to be deleted.
	 * @return the documents, for {@link Json#format}
	 */
	Map<String, Map<String, @Nullable Object>> documents();

	/**
	 * This metadata with other attributes.
	 * @param attributes all attributes
	 * @return the new metadata
	 * @throws io.github.zarrspring.exception.InvalidRequestException if JSON has no such
	 * attributes
	 */
	NodeMetadata withAttributes(Map<String, ? extends @Nullable Object> attributes);

}
