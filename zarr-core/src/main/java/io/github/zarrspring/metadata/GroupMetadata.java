package io.github.zarrspring.metadata;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.zarrspring.storage.MetadataKeys;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a group, the same for both versions of the format (Zarr v3
 * specification, "Group metadata"; Zarr v2 specification, "Hierarchies"). Immutable and
 * safe for use by several threads. Two are equal if their documents are.
 */
public final class GroupMetadata implements NodeMetadata {

	private final Documents documents;

	GroupMetadata(Documents documents) {
		this.documents = documents;
	}

	/**
	 * The metadata of a new group.
	 * @param format the version of the format
	 * @param attributes the attributes
	 * @return the metadata
	 * @throws io.github.zarrspring.exception.InvalidRequestException if JSON has no such
	 * attributes
	 */
	public static GroupMetadata create(ZarrFormat format, Map<String, ? extends @Nullable Object> attributes) {
		return create(format, attributes, Map.of());
	}

	/**
	 * The metadata of a group that may be made of another one.
	 * @param stored the attributes that the other has, which need not be such as JSON has
	 */
	static GroupMetadata create(ZarrFormat format, Map<String, ? extends @Nullable Object> attributes,
			Map<String, @Nullable Object> stored) {
		Map<String, @Nullable Object> copy = Attributes.copy(attributes, stored);
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("zarr_format", format.number());
		if (format == ZarrFormat.V2) {
			return new GroupMetadata(Documents.v2(MetadataKeys.ZGROUP, json, copy));
		}
		json.put("node_type", "group");
		json.put("attributes", copy);
		return new GroupMetadata(Documents.v3(json));
	}

	@Override
	public ZarrFormat format() {
		return this.documents.format();
	}

	@Override
	public Map<String, @Nullable Object> attributes() {
		return this.documents.attributes();
	}

	@Override
	public Map<String, Map<String, @Nullable Object>> documents() {
		return this.documents.byName();
	}

	@Override
	public GroupMetadata withAttributes(Map<String, ? extends @Nullable Object> attributes) {
		return new GroupMetadata(this.documents.withAttributes(Attributes.copy(attributes, attributes())));
	}

	/**
	 * Whether the document of this v3 group has the metadata of the nodes below it.
	 * @return whether it does; {@code false} for v2, which has them in a document of
	 * their own
	 */
	public boolean isConsolidated() {
		return format() == ZarrFormat.V3 && this.documents.main().get(ConsolidatedV3.MEMBER) != null;
	}

	/**
	 * This metadata without those of the nodes below.
	 * @return the new metadata, or this if there are none
	 */
	public GroupMetadata withoutConsolidated() {
		return isConsolidated() ? new GroupMetadata(this.documents.without(ConsolidatedV3.MEMBER)) : this;
	}

	/**
	 * This metadata of a v3 group with those of the nodes below.
	 * @param nodes the metadata of all nodes below by their paths relative to the group
	 * @return the new metadata
	 */
	public GroupMetadata withConsolidated(Map<String, NodeMetadata> nodes) {
		return new GroupMetadata(this.documents.with(ConsolidatedV3.MEMBER, ConsolidatedV3.write(nodes)));
	}

	Map<String, @Nullable Object> main() {
		return this.documents.main();
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof GroupMetadata other && this.documents.equals(other.documents);
	}

	@Override
	public int hashCode() {
		return this.documents.hashCode();
	}

	@Override
	public String toString() {
		return "group, " + this.documents.format();
	}

}
