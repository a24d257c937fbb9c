package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.metadata.GroupMetadata;
import io.github.zarrspring.metadata.Json;
import io.github.zarrspring.metadata.MetadataReader;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of the nodes of one store: finds out their format, reads, creates and
 * changes them.
 */
final class NodeStore {

	private final ZarrEngine engine;

	private final String store;

	private final StorageBackend backend;

	private final NodeGuard guard;

	private final MetadataReader reader;

	private final Consolidation consolidation;

	private final ConsolidatedOnly consolidatedOnly;

	NodeStore(ZarrEngine engine, String store, StorageBackend backend, NodeGuard guard) {
		this.engine = engine;
		this.store = store;
		this.backend = backend;
		this.guard = guard;
		this.reader = engine.metadataReader();
		this.consolidation = new Consolidation(engine, backend, guard, this);
		this.consolidatedOnly = new ConsolidatedOnly(engine, backend, this);
	}

	Consolidation consolidation() {
		return this.consolidation;
	}

	/**
	 * Visit a node and all nodes below it that are listed in the store, groups before
	 * what is in them. What is kept meanwhile is a page of keys for each group on the way
	 * down.
	 * @param path the path of the node
	 * @param visitor what to do with each node and its metadata
	 * @throws InvalidRequestException if a node cannot be read
	 */
	void walk(NodePath path, BiConsumer<NodePath, NodeMetadata> visitor) {
		Deque<Iterator<NodePath>> open = new ArrayDeque<>();
		open.push(List.of(path).iterator());
		while (!open.isEmpty()) {
			this.engine.checkRunning();
			if (!open.element().hasNext()) {
				open.pop();
				continue;
			}
			NodePath node = open.element().next();
			NodeMetadata metadata = readable(node);
			if (metadata != null) {
				visitor.accept(node, metadata);
			}
			if (metadata instanceof GroupMetadata) {
				open.push(new ChildPaths(this.backend, node));
			}
		}
	}

	private @Nullable NodeMetadata readable(NodePath path) {
		FoundNode found = look(path);
		ZarrException failure = (found != null) ? found.failure() : null;
		if (failure != null) {
			throw new InvalidRequestException("The node '%s' cannot be read: %s".formatted(path, failure.getReason()),
					failure);
		}
		return (found != null) ? found.metadata() : null;
	}

	/**
	 * Look for a node at the path: by its own documents or, where it has none, its own
	 * consolidated metadata.
	 * @param path the path of the node
	 * @return the node, whether it can be read or not, {@code null} if there is none
	 */
	@Nullable FoundNode look(NodePath path) {
		try {
			StoredNode stored = load(path).orElse(null);
			return (stored != null) ? FoundNode.readable(stored) : this.consolidatedOnly.findHere(path);
		}
		catch (ZarrException ex) {
			return FoundNode.unreadable(ex);
		}
	}

	/**
	 * Look for a node by its own documents or, where it and the groups that it is in have
	 * none, by the consolidated metadata of one of those.
	 * @param path the path of the node
	 * @return the node, whether it can be read or not, {@code null} if there is none
	 */
	@Nullable FoundNode find(NodePath path) {
		try {
			StoredNode stored = load(path).orElse(null);
			return (stored != null) ? FoundNode.readable(stored) : this.consolidatedOnly.find(path);
		}
		catch (ZarrException ex) {
			return FoundNode.unreadable(ex);
		}
	}

	/**
	 * Find a node that has to be there, whether it can be read or not.
	 */
	FoundNode require(NodePath path) {
		FoundNode found = find(path);
		if (found == null) {
			throw new NodeNotFoundException("There is no node");
		}
		return found;
	}

	ConsolidatedOnly consolidatedOnly() {
		return this.consolidatedOnly;
	}

	/**
	 * Read the metadata of a node: those of v3 in one call, those of a v2 array in three.
	 * @param path the path of the node
	 * @return the metadata, empty if there is no node
	 */
	Optional<NodeMetadata> read(NodePath path) {
		return load(path).map(StoredNode::metadata);
	}

	/**
	 * Read the metadata of a node with the documents that they are in.
	 * @param path the path of the node
	 * @return the metadata, empty if there is no node
	 */
	Optional<StoredNode> load(NodePath path) {
		try {
			StoredValue v3 = document(path, MetadataKeys.ZARR_JSON);
			if (v3 != null) {
				return Optional.of(new StoredNode(this.reader.readV3(v3.bytes()), Map.of(MetadataKeys.ZARR_JSON, v3)));
			}
			StoredValue array = document(path, MetadataKeys.ZARRAY);
			if (array != null) {
				return Optional.of(loadV2(path, MetadataKeys.ZARRAY, array, this.reader::readV2Array));
			}
			StoredValue group = document(path, MetadataKeys.ZGROUP);
			return (group != null) ? Optional.of(loadV2(path, MetadataKeys.ZGROUP, group, this.reader::readV2Group))
					: Optional.empty();
		}
		catch (ZarrException ex) {
			ex.locate(this.store, path.value(), null);
			throw ex;
		}
	}

	private StoredNode loadV2(NodePath path, String name, StoredValue document,
			BiFunction<ByteBuffer, @Nullable ByteBuffer, NodeMetadata> reader) {
		StoredValue attributes = document(path, MetadataKeys.ZATTRS);
		Map<String, StoredValue> found = new LinkedHashMap<>();
		found.put(name, document);
		if (attributes != null) {
			found.put(MetadataKeys.ZATTRS, attributes);
		}
		return new StoredNode(reader.apply(document.bytes(), (attributes != null) ? attributes.bytes() : null), found);
	}

	/**
	 * Read a document, but no more of it than it may have: its size is checked where it
	 * is parsed.
	 */
	@Nullable StoredValue document(NodePath path, String name) {
		ByteRange range = ByteRange.atMost(this.engine.limits().metadataBytes());
		return this.backend.read(StoreKey.metadata(path, name), range).orElse(null);
	}

	/**
	 * Store the metadata of a new node: the document that makes it one only if there is
	 * none, so that of several creators one succeeds.
	 * @param path the path of the node
	 * @param metadata the metadata
	 * @return the main document, {@code null} if there is one already
	 */
	@Nullable ByteBuffer create(NodePath path, NodeMetadata metadata) {
		String main = mainDocument(metadata);
		Map<String, Map<String, @Nullable Object>> others = new LinkedHashMap<>(metadata.documents());
		ByteBuffer document = format(Objects.requireNonNull(others.remove(main)));
		if (!set(StoreKey.metadata(path, main), Version.ABSENT, document)) {
			return null;
		}
		for (Map.Entry<String, Map<String, @Nullable Object>> other : others.entrySet()) {
			this.backend.write(StoreKey.metadata(path, other.getKey()), format(other.getValue()));
		}
		return document;
	}

	/**
	 * A document as it is stored: no larger than it may be when it is read again.
	 */
	ByteBuffer format(Map<String, @Nullable Object> document) {
		ByteBuffer bytes = Json.format(document);
		this.engine.limits().checkMetadataBytes(bytes.remaining());
		return bytes;
	}

	/**
	 * Compare-and-set, or as much of it as the backend has.
	 */
	boolean set(StoreKey key, Version expected, ByteBuffer bytes) {
		if (this.backend.capabilities().conditionalWrites()) {
			return this.backend.compareAndSet(key, expected, bytes);
		}
		Version stored = this.backend.read(key, ByteRange.of(0, 0)).map(StoredValue::version).orElse(Version.ABSENT);
		if (!stored.equals(expected)) {
			return false;
		}
		this.backend.write(key, bytes);
		return true;
	}

	/**
	 * Compare-and-delete, or as much of it as the backend has.
	 */
	private boolean remove(StoreKey key, Version expected) {
		if (this.backend.capabilities().conditionalWrites()) {
			return this.backend.compareAndDelete(key, expected);
		}
		this.backend.delete(key);
		return true;
	}

	/**
	 * Change the metadata of a node, again and again until no other writer comes in
	 * between. To be called while the node is guarded.
	 * @param path the path of the node
	 * @param change what to make of the metadata as they are, possibly more than once
	 * @param changed what is told of the metadata as they were stored, before others can
	 * change them again
	 */
	void change(NodePath path, Function<StoredNode, NodeMetadata> change, Listener changed) {
		changing(path, () -> {
			Retry retry = new Retry(this.engine.conflictTimeout());
			while (true) {
				StoredNode stored = loadToChange(path);
				if (replace(path, stored, change.apply(stored), changed)) {
					return;
				}
				retry.pause("The metadata");
			}
		});
	}

	/**
	 * Read the metadata of a node that is to be changed. In a transaction they stay as
	 * they are until its end.
	 * @throws NodeNotFoundException if there is no node
	 */
	StoredNode loadToChange(NodePath path) {
		if (isTransactional()) {
			this.backend.lockAll(Stream.of(MetadataKeys.ZARRAY, MetadataKeys.ZATTRS, MetadataKeys.ZARR_JSON)
				.map((name) -> StoreKey.metadata(path, name))
				.toList());
		}
		return load(path).orElseThrow(() -> new NodeNotFoundException("There is no node any more"));
	}

	/**
	 * Whether the metadata of a node are still what was read.
	 */
	boolean isStored(NodePath path, StoredNode stored) {
		StoredValue document = document(path, mainDocument(stored.metadata()));
		return document != null && document.bytes().equals(stored.mainDocument());
	}

	/**
	 * Replace the metadata of a node if they are still what was read. What is known of
	 * them elsewhere, in the consolidated metadata of groups, is dropped before; on
	 * stores where it may be written meanwhile also afterwards.
	 * @param path the path of the node
	 * @param stored the metadata as they were read
	 * @param metadata the metadata to store
	 * @param changed what is told of them once they are stored
	 * @return whether they were stored
	 * @throws WriteConflictException if they were not, and others in the same transaction
	 * may have been
	 */
	boolean replace(NodePath path, StoredNode stored, NodeMetadata metadata, Listener changed) {
		this.consolidation.dropAbove(path, stored.metadata());
		if (!replaceAlone(path, stored, metadata, changed)) {
			return false;
		}
		if (this.guard.isShared()) {
			this.consolidation.dropAbove(path, metadata);
		}
		return true;
	}

	/**
	 * Let threads queue that change the metadata of a node. In transactions the locks of
	 * the store do that.
	 */
	private void changing(NodePath path, Runnable work) {
		if (isTransactional()) {
			work.run();
		}
		else {
			this.guard.node(path).changing(this.engine.conflictTimeout(), work);
		}
	}

	/**
	 * Replace the metadata of a node and leave consolidated metadata as they are.
	 */
	boolean replaceAlone(NodePath path, StoredNode stored, NodeMetadata metadata, Listener changed) {
		boolean[] replaced = new boolean[1];
		changing(path, () -> {
			ByteBuffer document = replace(path, stored, metadata);
			if (document != null) {
				replaced[0] = true;
				changed.changed(metadata, document);
			}
		});
		if (!replaced[0] && isTransactional()) {
			throw new WriteConflictException("The metadata was changed by others");
		}
		return replaced[0];
	}

	/**
	 * Store the documents that differ. A change touches one of them: the shape and the
	 * attributes of v2 are in two, but no call changes both.
	 * @return the main document as it is stored now, {@code null} if others came first
	 */
	private @Nullable ByteBuffer replace(NodePath path, StoredNode stored, NodeMetadata metadata) {
		Map<String, Map<String, @Nullable Object>> before = stored.metadata().documents();
		String main = mainDocument(metadata);
		ByteBuffer mainDocument = stored.mainDocument();
		for (Map.Entry<String, Map<String, @Nullable Object>> document : metadata.documents().entrySet()) {
			if (document.getValue().equals(before.get(document.getKey()))) {
				continue;
			}
			StoredValue value = stored.documents().get(document.getKey());
			Version version = (value != null) ? value.version() : Version.ABSENT;
			ByteBuffer bytes = format(document.getValue());
			if (!set(StoreKey.metadata(path, document.getKey()), version, bytes)) {
				return null;
			}
			if (document.getKey().equals(main)) {
				mainDocument = bytes;
			}
		}
		for (String name : before.keySet()) {
			StoredValue value = stored.documents().get(name);
			if (value != null && !metadata.documents().containsKey(name)
					&& !remove(StoreKey.metadata(path, name), value.version())) {
				return null;
			}
		}
		return mainDocument;
	}

	private boolean isTransactional() {
		return AtomicWork.isTransactional(this.backend.capabilities());
	}

	static String mainDocument(NodeMetadata metadata) {
		if (metadata.format() == ZarrFormat.V3) {
			return MetadataKeys.ZARR_JSON;
		}
		return (metadata instanceof ArrayMetadata) ? MetadataKeys.ZARRAY : MetadataKeys.ZGROUP;
	}

	/**
	 * What is told of metadata that were changed.
	 */
	@FunctionalInterface
	interface Listener {

		/**
		 * The metadata were changed.
		 * @param metadata the metadata as they are now
		 * @param document the main document as it is stored now
		 */
		void changed(NodeMetadata metadata, ByteBuffer document);

	}

}
