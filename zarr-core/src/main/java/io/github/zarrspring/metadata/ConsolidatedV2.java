package io.github.zarrspring.metadata;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * Reads consolidated metadata as zarr-python has them for v2: all documents of a
 * hierarchy by their keys in one.
 */
final class ConsolidatedV2 {

	static final String FORMAT = "zarr_consolidated_format";

	static final String METADATA = "metadata";

	private ConsolidatedV2() {
	}

	static ConsolidatedMetadata read(Map<String, @Nullable Object> json, MetadataReader reader) {
		Members members = new Members(MetadataKeys.ZMETADATA, json);
		Object format = members.require(FORMAT);
		if (!Integer.valueOf(1).equals(format)) {
			throw new UnsupportedExtensionException(
					"%s: '%s' is %s, expected 1".formatted(MetadataKeys.ZMETADATA, FORMAT, Members.show(format)));
		}
		Map<String, @Nullable Object> metadata = members.object(METADATA, members.require(METADATA));
		Map<String, Map<String, @Nullable Object>> attributes = new LinkedHashMap<>();
		metadata.forEach((key, value) -> {
			if (name(key).equals(MetadataKeys.ZATTRS)) {
				attributes.put(parent(key), members.object(key, value));
			}
		});
		TreeMap<NodePath, Documents> nodes = new TreeMap<>();
		metadata.forEach((key, value) -> {
			String name = name(key);
			if (name.equals(MetadataKeys.ZARRAY) || name.equals(MetadataKeys.ZGROUP)) {
				String path = parent(key);
				Documents node = Documents.v2(name, members.object(key, value),
						attributes.getOrDefault(path, Map.of()));
				// As in a store, an array comes before a group of the same path.
				nodes.merge(ConsolidatedMetadata.path(MetadataKeys.ZMETADATA, path), node,
						(first, second) -> first.name().equals(MetadataKeys.ZARRAY) ? first : second);
			}
		});
		return new ConsolidatedMetadata(reader, nodes);
	}

	private static String name(String key) {
		return key.substring(key.lastIndexOf('/') + 1);
	}

	private static String parent(String key) {
		return key.substring(0, Math.max(0, key.lastIndexOf('/')));
	}

}
