package io.github.zarrspring.storage;

import java.util.Set;

/**
 * The names of the metadata documents of the specification.
 */
public final class MetadataKeys {

	/**
	 * The v3 document of an array or group.
	 */
	public static final String ZARR_JSON = "zarr.json";

	/**
	 * The v2 document of an array.
	 */
	public static final String ZARRAY = ".zarray";

	/**
	 * The v2 document of a group.
	 */
	public static final String ZGROUP = ".zgroup";

	/**
	 * The v2 document of the attributes of an array or group.
	 */
	public static final String ZATTRS = ".zattrs";

	/**
	 * The v2 document with the metadata of all nodes below a group.
	 */
	public static final String ZMETADATA = ".zmetadata";

	private static final Set<String> NAMES = Set.of(ZARR_JSON, ZARRAY, ZGROUP, ZATTRS, ZMETADATA);

	private MetadataKeys() {
	}

	/**
	 * Whether a key segment is the name of a metadata document.
	 * @param name the last segment of a key
	 * @return whether it is
	 */
	public static boolean isMetadataName(String name) {
		return NAMES.contains(name);
	}

}
