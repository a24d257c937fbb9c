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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
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

	private final AtomicWork atomicWork;

	private final MetadataReader reader;

	private final Consolidation consolidation;

	private final ConsolidatedOnly consolidatedOnly;

	NodeStore(ZarrEngine engine, String store, StorageBackend backend, AtomicWork atomicWork) {
		this.engine = engine;
		this.store = store;
		this.backend = backend;
		this.atomicWork = atomicWork;
		this.reader = engine.metadataReader();
		this.consolidation = new Consolidation(engine, backend, this);
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
			NodeMetadata metadata = read(path).orElse(null);
			return (metadata != null) ? FoundNode.readable(metadata) : this.consolidatedOnly.findHere(path);
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
			NodeMetadata metadata = read(path).orElse(null);
			return (metadata != null) ? FoundNode.readable(metadata) : this.consolidatedOnly.find(path);
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
		return load(path).map(Loaded::metadata);
	}

	private Optional<Loaded> load(NodePath path) {
		try {
			StoredValue v3 = document(path, MetadataKeys.ZARR_JSON);
			if (v3 != null) {
				return Optional.of(new Loaded(this.reader.readV3(v3.bytes()), Map.of(MetadataKeys.ZARR_JSON, v3)));
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

	private Loaded loadV2(NodePath path, String name, StoredValue document,
			BiFunction<ByteBuffer, @Nullable ByteBuffer, NodeMetadata> reader) {
		StoredValue attributes = document(path, MetadataKeys.ZATTRS);
		Map<String, StoredValue> found = new LinkedHashMap<>();
		found.put(name, document);
		if (attributes != null) {
			found.put(MetadataKeys.ZATTRS, attributes);
		}
		return new Loaded(reader.apply(document.bytes(), (attributes != null) ? attributes.bytes() : null), found);
	}

	/**
	 * Read a document, but no more of it than it may have: its size is checked where it
	 * is parsed.
	 */
	@Nullable StoredValue document(NodePath path, String name) {
		ByteRange range = ByteRange.of(0, this.engine.limits().metadataBytes() + 1);
		return this.backend.read(StoreKey.metadata(path, name), range).orElse(null);
	}

	/**
	 * Store the metadata of a new node: the document that makes it one only if there is
	 * none, so that of several creators one succeeds.
	 * @param path the path of the node
	 * @param metadata the metadata
	 * @return whether the node was created
	 */
	boolean create(NodePath path, NodeMetadata metadata) {
		String main = mainDocument(metadata);
		Map<String, Map<String, @Nullable Object>> others = new LinkedHashMap<>(metadata.documents());
		Map<String, @Nullable Object> document = Objects.requireNonNull(others.remove(main));
		if (!set(StoreKey.metadata(path, main), Version.ABSENT, format(document))) {
			return false;
		}
		for (Map.Entry<String, Map<String, @Nullable Object>> other : others.entrySet()) {
			this.backend.write(StoreKey.metadata(path, other.getKey()), format(other.getValue()));
		}
		return true;
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
		Version stored = this.backend.read(key).map(StoredValue::version).orElse(Version.ABSENT);
		if (!stored.equals(expected)) {
			return false;
		}
		this.backend.write(key, bytes);
		return true;
	}

	/**
	 * Change the metadata of a node, again and again until no other writer comes in
	 * between.
	 * @param path the path of the node
	 * @param change what to make of the metadata as they are, possibly more than once
	 * @return the metadata as they were stored
	 */
	NodeMetadata change(NodePath path, UnaryOperator<NodeMetadata> change) {
		NodeMetadata changed = changeAsIs(path, (current) -> {
			this.consolidation.dropAbove(path, current);
			return change.apply(current);
		});
		if (!AtomicWork.isTransactional(this.backend.capabilities())) {
			this.consolidation.dropAbove(path, changed);
		}
		return changed;
	}

	/**
	 * Change the metadata of a node and leave consolidated metadata as they are.
	 */
	NodeMetadata changeAsIs(NodePath path, UnaryOperator<NodeMetadata> change) {
		return AtomicWork.isTransactional(this.backend.capabilities())
				? this.atomicWork.run(() -> changeLocked(path, change)) : changeAlone(path, change);
	}

	private NodeMetadata changeLocked(NodePath path, UnaryOperator<NodeMetadata> change) {
		try {
			this.backend.lockAll(Stream.of(MetadataKeys.ZARRAY, MetadataKeys.ZATTRS, MetadataKeys.ZARR_JSON)
				.map((name) -> StoreKey.metadata(path, name))
				.toList());
			Loaded loaded = load(path).orElseThrow(NodeStore::gone);
			NodeMetadata changed = change.apply(loaded.metadata());
			if (!replace(path, loaded, changed)) {
				throw new WriteConflictException("The metadata was changed by others");
			}
			return changed;
		}
		catch (ZarrException ex) {
			ex.locate(this.store, path.value(), null);
			throw ex;
		}
	}

	private static NodeNotFoundException gone() {
		return new NodeNotFoundException("There is no node any more");
	}

	private NodeMetadata changeAlone(NodePath path, UnaryOperator<NodeMetadata> change) {
		ReentrantLock lock = this.engine.locks().lock(this.backend, StoreKey.metadata(path, MetadataKeys.ZARR_JSON));
		lock.lock();
		try {
			Retry retry = new Retry(this.engine.conflictTimeout());
			while (true) {
				Loaded loaded = load(path).orElseThrow(NodeStore::gone);
				NodeMetadata changed = change.apply(loaded.metadata());
				if (replace(path, loaded, changed)) {
					return changed;
				}
				retry.pause("The metadata");
			}
		}
		catch (ZarrException ex) {
			ex.locate(this.store, path.value(), null);
			throw ex;
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Store the documents that differ. A change touches one of them: the shape and the
	 * attributes of v2 are in two, but no call changes both.
	 */
	private boolean replace(NodePath path, Loaded loaded, NodeMetadata changed) {
		Map<String, Map<String, @Nullable Object>> before = loaded.metadata().documents();
		for (Map.Entry<String, Map<String, @Nullable Object>> document : changed.documents().entrySet()) {
			StoredValue stored = loaded.values().get(document.getKey());
			Version version = (stored != null) ? stored.version() : Version.ABSENT;
			if (!document.getValue().equals(before.get(document.getKey()))
					&& !set(StoreKey.metadata(path, document.getKey()), version, format(document.getValue()))) {
				return false;
			}
		}
		for (String name : before.keySet()) {
			if (!changed.documents().containsKey(name)) {
				this.backend.delete(StoreKey.metadata(path, name));
			}
		}
		return true;
	}

	static String mainDocument(NodeMetadata metadata) {
		if (metadata.format() == ZarrFormat.V3) {
			return MetadataKeys.ZARR_JSON;
		}
		return (metadata instanceof ArrayMetadata) ? MetadataKeys.ZARRAY : MetadataKeys.ZGROUP;
	}

	/**
	 * The metadata of a node and the documents that they were read from.
	 *
	 * @param metadata the metadata
	 * @param values the stored documents by name
	 */
	private record Loaded(NodeMetadata metadata, Map<String, StoredValue> values) {
	}

}
