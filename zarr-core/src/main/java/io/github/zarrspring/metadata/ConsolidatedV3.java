package io.github.zarrspring.metadata;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * Consolidated metadata of v3, in the document of a group (Zarr v3 specification, "Group
 * metadata", and zarr-python's kind {@code inline}).
 */
final class ConsolidatedV3 {

	static final String MEMBER = "consolidated_metadata";

	private static final String INLINE = "inline";

	private ConsolidatedV3() {
	}

	/**
	 * Check the member of a group: one of a kind that is not known is left alone, unless
	 * it must be understood.
	 */
	static void check(Members group) {
		Members consolidated = new Members(MetadataKeys.ZARR_JSON, group.objectOrEmpty(MEMBER));
		boolean optional = Boolean.FALSE.equals(consolidated.values().get("must_understand"));
		if (!consolidated.values().isEmpty() && !optional && !INLINE.equals(consolidated.values().get("kind"))) {
			throw new UnsupportedExtensionException("%s: '%s' is of the kind %s and must be understood"
				.formatted(group.document(), MEMBER, Members.show(consolidated.values().get("kind"))));
		}
	}

	static @Nullable ConsolidatedMetadata read(GroupMetadata group, MetadataReader reader) {
		Members members = new Members(MetadataKeys.ZARR_JSON, group.main());
		Members consolidated = new Members("consolidated_metadata", members.objectOrEmpty(MEMBER));
		if (!INLINE.equals(consolidated.values().get("kind"))) {
			return null;
		}
		TreeMap<NodePath, Documents> nodes = new TreeMap<>();
		Map<String, @Nullable Object> metadata = consolidated.object("metadata", consolidated.require("metadata"));
		metadata.forEach((path, value) -> nodes.put(ConsolidatedMetadata.path(MEMBER, path),
				Documents.v3(consolidated.object(path, value)).without(MEMBER)));
		nodes.put(NodePath.ROOT, Documents.v3(group.withoutConsolidated().main()));
		return new ConsolidatedMetadata(reader, nodes);
	}

	static Map<String, @Nullable Object> write(Map<String, NodeMetadata> nodes) {
		Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
		nodes.forEach((path, node) -> {
			ConsolidatedMetadata.checkFormat(path, node, ZarrFormat.V3);
			NodeMetadata single = (node instanceof GroupMetadata group) ? group.withoutConsolidated() : node;
			metadata.put(path, single.documents().get(MetadataKeys.ZARR_JSON));
		});
		Map<String, @Nullable Object> consolidated = new LinkedHashMap<>();
		consolidated.put("kind", INLINE);
		consolidated.put("must_understand", false);
		consolidated.put("metadata", metadata);
		return consolidated;
	}

}
