package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.ConsolidatedMetadata;
import io.github.zarrspring.metadata.MetadataReader;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that are there by their consolidated metadata alone: some tools write
 * {@code .zmetadata} for a v2 group and not the group's own document. Where that document
 * is there it counts, and nodes without documents of their own are absent.
 */
final class ConsolidatedOnly {

	private static final List<String> MAIN = List.of(MetadataKeys.ZGROUP, MetadataKeys.ZARR_JSON, MetadataKeys.ZARRAY);

	private final StorageBackend backend;

	private final NodeStore nodes;

	private final MetadataReader reader;

	ConsolidatedOnly(ZarrEngine engine, StorageBackend backend, NodeStore nodes) {
		this.backend = backend;
		this.nodes = nodes;
		this.reader = engine.metadataReader();
	}

	/**
	 * Look for a node that has no document of its own, at the cost of one request for
	 * each group that it is in.
	 * @param path the path of the node
	 * @return the node, {@code null} if there is none
	 */
	@Nullable FoundNode find(NodePath path) {
		for (NodePath group = path; group != null; group = group.parent()) {
			StoredValue document = this.nodes.document(group, MetadataKeys.ZMETADATA);
			if (document != null) {
				return isAbsentUpTo(group, path) ? node(path, group, document) : null;
			}
		}
		return null;
	}

	/**
	 * Look for a group that has no document of its own but consolidated metadata.
	 * @param path the path of the group
	 * @return the group, {@code null} if there is none
	 */
	@Nullable FoundNode findHere(NodePath path) {
		StoredValue document = this.nodes.document(path, MetadataKeys.ZMETADATA);
		return (document != null) ? node(path, path, document) : null;
	}

	/**
	 * Whether a group and all groups between it and a node have no documents of their
	 * own.
	 */
	private boolean isAbsentUpTo(NodePath group, NodePath node) {
		for (NodePath path = node.parent(); path != null && group.contains(path); path = path.parent()) {
			if (hasDocument(path)) {
				return false;
			}
		}
		return true;
	}

	private boolean hasDocument(NodePath path) {
		return MAIN.stream().anyMatch((name) -> this.backend.exists(StoreKey.metadata(path, name)));
	}

	private @Nullable FoundNode node(NodePath path, NodePath group, StoredValue document) {
		try {
			Snapshot snapshot = new Snapshot(group, this.reader.readConsolidatedV2(document.bytes()));
			NodeMetadata metadata = snapshot.node(path).orElse(null);
			return (metadata != null) ? FoundNode.readable(metadata, snapshot) : null;
		}
		catch (ZarrException ex) {
			return FoundNode.unreadable(ex);
		}
	}

	/**
	 * Write documents of their own for the nodes of a group that are there by its
	 * consolidated metadata alone, so that those can be dropped: that of the group last,
	 * since from then on it counts.
	 * @param group the path of the group
	 */
	void writeOut(NodePath group) {
		StoredValue stored = hasDocument(group) ? null : this.nodes.document(group, MetadataKeys.ZMETADATA);
		if (stored == null) {
			return;
		}
		ConsolidatedMetadata metadata = this.reader.readConsolidatedV2(stored.bytes());
		List<NodePath> paths = new ArrayList<>(metadata.paths().descendingSet());
		for (NodePath path : paths) {
			NodePath node = group.resolve(path.value());
			if (hasDocument(node)) {
				continue;
			}
			for (Map.Entry<String, Map<String, @Nullable Object>> document : metadata.documents(path).entrySet()) {
				this.nodes.set(StoreKey.metadata(node, document.getKey()), Version.ABSENT,
						this.nodes.format(document.getValue()));
			}
		}
	}

}
