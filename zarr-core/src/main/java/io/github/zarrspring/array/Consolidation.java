package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.metadata.ConsolidatedMetadata;
import io.github.zarrspring.metadata.GroupMetadata;
import io.github.zarrspring.metadata.Json;
import io.github.zarrspring.metadata.MetadataReader;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * The consolidated metadata of the groups of one store.
 * <p>
 * Whoever changes the metadata of a node drops those of the groups that it is in, before
 * and after: before, so that a crash leaves none that are stale; after, for those that
 * were written meanwhile. Whoever writes them looks at all nodes again afterwards, and
 * drops them if one has changed. So of a change and a consolidation at a time at least
 * one sees the other. In a transactional store the documents of the nodes are locked
 * instead.
 */
final class Consolidation {

	private final ZarrEngine engine;

	private final StorageBackend backend;

	private final NodeGuard guard;

	private final NodeStore nodes;

	private final MetadataReader reader;

	Consolidation(ZarrEngine engine, StorageBackend backend, NodeGuard guard, NodeStore nodes) {
		this.engine = engine;
		this.backend = backend;
		this.guard = guard;
		this.nodes = nodes;
		this.reader = engine.metadataReader();
	}

	private boolean isTransactional() {
		return AtomicWork.isTransactional(this.backend.capabilities());
	}

	/**
	 * Read the consolidated metadata of a group.
	 * @param group the path of the group
	 * @return the metadata, empty if there are none
	 */
	Optional<Snapshot> read(NodePath group) {
		StoredValue v3 = this.nodes.document(group, MetadataKeys.ZARR_JSON);
		if (v3 != null) {
			ConsolidatedMetadata metadata = (this.reader.readV3(v3.bytes()) instanceof GroupMetadata found)
					? this.reader.readConsolidatedV3(found) : null;
			return Optional.ofNullable(metadata).map((consolidated) -> new Snapshot(group, consolidated));
		}
		return Optional.ofNullable(this.nodes.document(group, MetadataKeys.ZMETADATA))
			.map((value) -> new Snapshot(group, this.reader.readConsolidatedV2(value.bytes())));
	}

	/**
	 * Write the consolidated metadata of a group.
	 * @param group the path of the group
	 */
	void write(NodePath group) {
		Retry retry = new Retry(this.engine.conflictTimeout());
		while (true) {
			GroupMetadata metadata = requireGroup(group);
			Map<String, NodeMetadata> below = below(group);
			if (isTransactional()) {
				this.backend.lockAll(documents(group, below));
				below = below(group);
			}
			if (write(group, metadata, below)) {
				if (isTransactional() || isCurrent(group, metadata, below)) {
					return;
				}
				drop(key(group, metadata.format()));
			}
			retry.pause("What is in the group");
		}
	}

	/**
	 * Look again at what was written. If that fails nobody knows, so it must not stay.
	 */
	private boolean isCurrent(NodePath group, GroupMetadata metadata, Map<String, NodeMetadata> below) {
		try {
			return below(group).equals(below);
		}
		catch (RuntimeException | Error ex) {
			try {
				drop(key(group, metadata.format()));
			}
			catch (RuntimeException dropping) {
				ex.addSuppressed(dropping);
			}
			throw ex;
		}
	}

	private GroupMetadata requireGroup(NodePath group) {
		if (this.nodes.read(group).orElse(null) instanceof GroupMetadata metadata) {
			return metadata;
		}
		throw new NodeNotFoundException("There is no group");
	}

	/**
	 * Write the document.
	 * @return whether it was written: not if others changed the group meanwhile
	 */
	private boolean write(NodePath group, GroupMetadata metadata, Map<String, NodeMetadata> below) {
		if (metadata.format() == ZarrFormat.V3) {
			StoredNode stored = this.nodes.loadToChange(group);
			return stored.metadata().equals(metadata)
					&& this.nodes.replaceAlone(group, stored, metadata.withConsolidated(below), (changed, document) -> {
					});
		}
		Map<String, NodeMetadata> all = new LinkedHashMap<>();
		all.put("", metadata);
		all.putAll(below);
		this.backend.write(StoreKey.metadata(group, MetadataKeys.ZMETADATA),
				this.nodes.format(ConsolidatedMetadata.formatV2(all)));
		return true;
	}

	/**
	 * The metadata of all nodes below a group, by their paths relative to it.
	 */
	private Map<String, NodeMetadata> below(NodePath group) {
		Map<String, NodeMetadata> below = new LinkedHashMap<>();
		this.nodes.walk(group, (path, metadata) -> {
			if (!path.equals(group)) {
				NodeMetadata single = (metadata instanceof GroupMetadata child) ? child.withoutConsolidated()
						: metadata;
				below.put(path.value().substring(group.keyPrefix().length()), single);
			}
		});
		return below;
	}

	private static List<StoreKey> documents(NodePath group, Map<String, NodeMetadata> below) {
		List<StoreKey> keys = new ArrayList<>();
		below.forEach((path, metadata) -> metadata.documents()
			.keySet()
			.forEach((name) -> keys.add(StoreKey.metadata(group.resolve(path), name))));
		return keys;
	}

	/**
	 * Drop all consolidated metadata that have those of a node.
	 * @param node the path of the node
	 * @param metadata its metadata as they are before or after a change, {@code null} if
	 * it comes into being or goes
	 */
	void dropAbove(NodePath node, @Nullable NodeMetadata metadata) {
		List<StoreKey> keys = new ArrayList<>();
		for (NodePath group : node.ancestors()) {
			for (ZarrFormat format : ZarrFormat.values()) {
				if (metadata == null || metadata.format() == format) {
					keys.add(key(group, format));
				}
			}
		}
		if (metadata instanceof GroupMetadata && metadata.format() == ZarrFormat.V2) {
			keys.add(key(node, ZarrFormat.V2));
		}
		if (!this.backend.capabilities().callerThread()) {
			keys.forEach(this::drop);
		}
		else if (!keys.isEmpty()) {
			this.backend.readAll(keys).forEach(this::drop);
		}
	}

	/**
	 * Drop those that were written while a node was on its way or going and nobody else
	 * could see that: in a transaction, unless it still goes on and it is too early, and
	 * where other processes can come in between.
	 * @param node the path of the node
	 */
	void dropAgain(NodePath node) {
		if (isTransactional() ? this.backend.transaction() == null : this.guard.isShared()) {
			this.guard.atOnce(() -> {
				dropAbove(node, null);
				return node;
			});
		}
	}

	/**
	 * The key of the document in which a group has consolidated metadata.
	 */
	private static StoreKey key(NodePath group, ZarrFormat format) {
		return StoreKey.metadata(group, (format == ZarrFormat.V2) ? MetadataKeys.ZMETADATA : MetadataKeys.ZARR_JSON);
	}

	private void drop(StoreKey key) {
		if (isV2(key)) {
			if (this.backend.exists(key)) {
				this.nodes.consolidatedOnly().writeOut(key.path());
				this.backend.delete(key);
			}
			return;
		}
		Retry retry = new Retry(this.engine.conflictTimeout());
		while (!tryDrop(key, this.nodes.document(key.path(), MetadataKeys.ZARR_JSON))) {
			retry.pause("The metadata of a group");
		}
	}

	/**
	 * Drop those of a document that was read in a transaction.
	 */
	private void drop(StoreKey key, StoredValue stored) {
		if (isV2(key)) {
			this.nodes.consolidatedOnly().writeOut(key.path());
			this.backend.delete(key);
		}
		else if (!tryDrop(key, stored)) {
			throw new WriteConflictException("The metadata of a group was changed by others");
		}
	}

	private static boolean isV2(StoreKey key) {
		return key.entry().equals(MetadataKeys.ZMETADATA);
	}

	private boolean tryDrop(StoreKey key, @Nullable StoredValue stored) {
		if (stored == null) {
			return true;
		}
		this.engine.limits().checkMetadataBytes(stored.bytes().remaining());
		Map<String, @Nullable Object> document;
		try {
			document = new LinkedHashMap<>(Json.parse(MetadataKeys.ZARR_JSON, stored.bytes()));
		}
		catch (CorruptDataException ex) {
			// Nobody can open such a group, let alone nodes through it.
			return true;
		}
		return document.remove("consolidated_metadata") == null
				|| this.nodes.set(key, stored.version(), this.nodes.format(document));
	}

	/**
	 * The consolidated metadata of a group or of one that it is in.
	 * @throws InvalidRequestException if there are none
	 */
	Snapshot nearest(NodePath group) {
		for (NodePath path = group; path != null; path = path.parent()) {
			Optional<Snapshot> found = read(path);
			if (found.isPresent()) {
				return found.get();
			}
		}
		throw new InvalidRequestException(
				"The store cannot list its keys, and neither the group nor one that it is in has consolidated metadata");
	}

}
