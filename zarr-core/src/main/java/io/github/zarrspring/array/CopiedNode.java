package io.github.zarrspring.array;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.metadata.GroupMetadata;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * A node that is copied.
 *
 * @param path its path in the source
 * @param metadata its metadata in the source, {@code null} if they cannot be read
 * @param copied the metadata to make the copy with
 * @param unread the documents to copy as they are, of a node that cannot be read
 */
record CopiedNode(NodePath path, @Nullable NodeMetadata metadata, NodeMetadata copied,
		Map<String, StoredValue> unread) {

	private static final List<String> NAMES = List.of(MetadataKeys.ZARR_JSON, MetadataKeys.ZARRAY, MetadataKeys.ZGROUP,
			MetadataKeys.ZATTRS);

	/**
	 * Look how a node is to be copied.
	 * @param source where it is
	 * @param path its path
	 * @param found the node
	 * @param target where it is copied to
	 * @param format the format that it is to have, {@code null} for that which it has
	 */
	static CopiedNode of(Hierarchy source, NodePath path, FoundNode found, Hierarchy target,
			@Nullable ZarrFormat format) {
		NodeMetadata metadata = found.metadata();
		if (metadata == null) {
			return unreadable(source, path, found, format);
		}
		NodeMetadata single = (metadata instanceof GroupMetadata group) ? group.withoutConsolidated() : metadata;
		try {
			return new CopiedNode(path, single,
					(format != null) ? target.engine().converter().convert(single, format) : single, Map.of());
		}
		catch (ZarrException ex) {
			ex.locate(source.store(), path.value(), null);
			throw ex;
		}
	}

	private static CopiedNode unreadable(Hierarchy source, NodePath path, FoundNode found,
			@Nullable ZarrFormat format) {
		Map<String, StoredValue> documents = new LinkedHashMap<>();
		for (String name : NAMES) {
			source.backend().read(StoreKey.metadata(path, name)).ifPresent((document) -> documents.put(name, document));
		}
		ZarrFormat own = documents.containsKey(MetadataKeys.ZARR_JSON) ? ZarrFormat.V3 : ZarrFormat.V2;
		ZarrException failure = found.failure();
		if (format != null && format != own) {
			throw new InvalidRequestException("The node '%s' cannot be converted, since it cannot be read: %s"
				.formatted(path, (failure != null) ? failure.getReason() : ""), failure);
		}
		return new CopiedNode(path, null, GroupMetadata.create(own, Map.of()), documents);
	}

	boolean isConverted() {
		return this.metadata != null && this.metadata.format() != this.copied.format();
	}

	/**
	 * Make the copy a node that cannot be read either: until now it is an empty group.
	 */
	void writeUnread(Hierarchy target, NodePath copy) {
		if (this.metadata != null) {
			return;
		}
		this.unread
			.forEach((name, document) -> target.backend().write(StoreKey.metadata(copy, name), document.bytes()));
		String group = NodeStore.mainDocument(this.copied);
		if (!this.unread.containsKey(group)) {
			target.backend().delete(StoreKey.metadata(copy, group));
		}
	}

	/**
	 * The names of the values in its folder that are copied as metadata, or not at all
	 * since they are consolidated metadata. Documents that say nothing of the node, since
	 * those of the other format come first, are values like any other, but where the
	 * format is changed.
	 */
	Set<String> documents() {
		if (this.metadata == null) {
			return Set.copyOf(NAMES);
		}
		if (isConverted()) {
			return Set.of(MetadataKeys.ZARR_JSON, MetadataKeys.ZARRAY, MetadataKeys.ZGROUP, MetadataKeys.ZATTRS,
					MetadataKeys.ZMETADATA);
		}
		if (this.metadata.format() == ZarrFormat.V3) {
			return Set.of(MetadataKeys.ZARR_JSON, MetadataKeys.ZMETADATA);
		}
		return (this.metadata instanceof ArrayMetadata) ? Set.of(MetadataKeys.ZARRAY, MetadataKeys.ZATTRS)
				: Set.of(MetadataKeys.ZGROUP, MetadataKeys.ZATTRS, MetadataKeys.ZMETADATA);
	}

}
