package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.array.Interceptor.Operation;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.metadata.GroupMetadata;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * The arrays and groups of one store. Paths are relative to the root of the store, empty
 * for the root. The format of each node is found out. Safe for use by several threads.
 */
public final class Hierarchy {

	private static final String LAST_CHARACTER = new String(Character.toChars(Character.MAX_CODE_POINT));

	private static final int CHILD_PAGE = 64;

	private final ZarrEngine engine;

	private final String store;

	private final StorageBackend backend;

	private final Interceptor interceptor;

	private final AtomicWork atomicWork;

	private final NodeStore nodes;

	Hierarchy(ZarrEngine engine, String store, StorageBackend backend, Interceptor interceptor) {
		this.engine = engine;
		this.store = store;
		this.backend = backend;
		this.interceptor = interceptor;
		this.atomicWork = new AtomicWork(engine, backend);
		this.nodes = new NodeStore(engine, store, backend, this.atomicWork);
	}

	/**
	 * The name of the store.
	 * @return the name
	 */
	public String store() {
		return this.store;
	}

	/**
	 * What keeps the bytes of the store.
	 * @return the backend
	 */
	public StorageBackend backend() {
		return this.backend;
	}

	ZarrEngine engine() {
		return this.engine;
	}

	NodeStore nodes() {
		return this.nodes;
	}

	AtomicWork atomicWork() {
		return this.atomicWork;
	}

	/**
	 * Surround a call and say of its failure where it happened.
	 */
	<T> T around(Operation operation, NodePath path, Supplier<T> call) {
		return this.interceptor.around(operation, path, () -> {
			try {
				return call.get();
			}
			catch (ZarrException ex) {
				ex.locate(this.store, path.value(), null);
				throw ex;
			}
		});
	}

	/**
	 * Surround a call on a path as a caller gives it. One that is not valid fails the
	 * call, and not what surrounds it.
	 */
	private <T> T on(Operation operation, String path, Function<NodePath, T> call) {
		NodePath node;
		try {
			node = NodePath.of(path);
		}
		catch (InvalidRequestException ex) {
			return this.interceptor.around(operation, NodePath.ROOT, () -> {
				ex.locate(this.store, null, null);
				throw ex;
			});
		}
		return around(operation, node, () -> call.apply(node));
	}

	/**
	 * Create an array, and the groups that it is in where they do not exist.
	 * @param path the path of the array
	 * @param spec what the array is like
	 * @return the array
	 * @throws NodeExistsException if there is a node already
	 * @throws InvalidRequestException if there cannot be such an array, or a node on the
	 * path is an array
	 */
	public ZarrArray create(String path, ArraySpec spec) {
		return on(Operation.CREATE, path, (node) -> {
			ZarrFormat format = formatOf(node, spec.format());
			ArrayMetadata metadata = ArrayMetadata.create(format, spec.shape(), spec.dataType(), spec.grid(),
					spec.chunkKeys(format), spec.fillValue(), spec.codecs(), spec.attributes(), spec.dimensionNames(),
					this.engine.codecs(), this.engine.dataTypes(), this.engine.limits());
			create(node, metadata);
			return new ZarrArray(this, node, metadata);
		});
	}

	/**
	 * Create a group, and the groups that it is in where they do not exist.
	 * @param path the path of the group
	 * @param attributes its attributes, of values that JSON has
	 * @return the group
	 * @throws NodeExistsException if there is a node already
	 * @throws InvalidRequestException if a node on the path is an array
	 */
	public ZarrGroup createGroup(String path, Map<String, ? extends @Nullable Object> attributes) {
		return createGroup(path, attributes, null);
	}

	/**
	 * Create a group, and the groups that it is in where they do not exist.
	 * @param path the path of the group
	 * @param attributes its attributes, of values that JSON has
	 * @param format its format, {@code null} for that of the group that it is in
	 * @return the group
	 * @throws NodeExistsException if there is a node already
	 * @throws InvalidRequestException if a node on the path is an array
	 */
	public ZarrGroup createGroup(String path, Map<String, ? extends @Nullable Object> attributes,
			@Nullable ZarrFormat format) {
		return on(Operation.CREATE, path, (node) -> {
			GroupMetadata metadata = GroupMetadata.create(formatOf(node, format), attributes);
			create(node, metadata);
			return new ZarrGroup(this, node, metadata);
		});
	}

	/**
	 * The format asked for, or that of the nearest group that the node is in. A node may
	 * be in another format than its group: each is found by itself.
	 */
	private ZarrFormat formatOf(NodePath node, @Nullable ZarrFormat format) {
		for (NodePath group = node.parent(); group != null; group = group.parent()) {
			Optional<NodeMetadata> found = this.nodes.read(group);
			if (found.isPresent()) {
				if (found.get() instanceof ArrayMetadata) {
					throw new InvalidRequestException(
							"'%s' is an array, and there are no nodes in an array".formatted(group));
				}
				return (format != null) ? format : found.get().format();
			}
		}
		return (format != null) ? format : ZarrFormat.V3;
	}

	/**
	 * Write the metadata of a new node after those of the groups that it is in, so that
	 * nobody sees a node that is in no group.
	 */
	private void create(NodePath node, NodeMetadata metadata) {
		if (this.nodes.read(node).isPresent()) {
			throw new NodeExistsException("There is a node already");
		}
		this.atomicWork.run(() -> {
			for (NodePath group : node.ancestors()) {
				if (this.nodes.read(group).isEmpty()) {
					this.nodes.create(group, GroupMetadata.create(metadata.format(), Map.of()));
				}
			}
			if (!this.nodes.create(node, metadata)) {
				throw new NodeExistsException("There is a node already");
			}
			return node;
		});
	}

	/**
	 * Open an array.
	 * @param path the path of the array
	 * @return the array
	 * @throws NodeNotFoundException if there is no array
	 */
	public ZarrArray open(String path) {
		return on(Operation.OPEN, path, (node) -> {
			if (require(node) instanceof ArrayMetadata array) {
				return new ZarrArray(this, node, array);
			}
			throw new NodeNotFoundException("There is a group, not an array");
		});
	}

	/**
	 * Open a group.
	 * @param path the path of the group
	 * @return the group
	 * @throws NodeNotFoundException if there is no group
	 */
	public ZarrGroup openGroup(String path) {
		return on(Operation.OPEN, path, (node) -> {
			if (require(node) instanceof GroupMetadata group) {
				return new ZarrGroup(this, node, group);
			}
			throw new NodeNotFoundException("There is an array, not a group");
		});
	}

	/**
	 * Open an array or group.
	 * @param path the path of the node
	 * @return the node
	 * @throws NodeNotFoundException if there is no node
	 */
	public ZarrNode node(String path) {
		return on(Operation.OPEN, path, (node) -> node(node, require(node)));
	}

	/**
	 * Whether there is an array or group.
	 * @param path the path of the node
	 * @return whether there is a node whose metadata can be read
	 */
	public boolean exists(String path) {
		return on(Operation.OPEN, path, (node) -> this.nodes.read(node).isPresent());
	}

	private NodeMetadata require(NodePath node) {
		return this.nodes.read(node).orElseThrow(() -> new NodeNotFoundException("There is no node"));
	}

	private ZarrNode node(NodePath path, NodeMetadata metadata) {
		return (metadata instanceof ArrayMetadata array) ? new ZarrArray(this, path, array)
				: new ZarrGroup(this, path, (GroupMetadata) metadata);
	}

	/**
	 * The nodes in a group.
	 * @param path the path of the group
	 * @return the arrays and groups, in the order of their names
	 * @throws NodeNotFoundException if there is no group
	 */
	public List<ZarrNode> children(String path) {
		return on(Operation.LIST, path, (group) -> {
			if (!(require(group) instanceof GroupMetadata)) {
				throw new NodeNotFoundException("There is an array, not a group");
			}
			List<ZarrNode> children = new ArrayList<>();
			for (NodePath child : childPaths(group)) {
				this.nodes.read(child).ifPresent((metadata) -> children.add(node(child, metadata)));
			}
			return children;
		});
	}

	/**
	 * What could be nodes in a group. After each page the listing goes on behind all that
	 * is below its last child, so that the chunks of an array are not listed.
	 */
	private Set<NodePath> childPaths(NodePath group) {
		Set<NodePath> children = new LinkedHashSet<>();
		String prefix = group.keyPrefix();
		StoreKey after = null;
		List<StoreKey> page;
		do {
			page = this.backend.list(prefix, after, CHILD_PAGE);
			for (StoreKey key : page) {
				int slash = key.value().indexOf('/', prefix.length());
				after = key;
				if (slash > 0) {
					nodePath(key.value().substring(0, slash)).ifPresent(children::add);
					after = StoreKey.of(key.value().substring(0, slash + 1) + LAST_CHARACTER);
				}
			}
		}
		while (page.size() == CHILD_PAGE);
		return children;
	}

	private static Optional<NodePath> nodePath(String path) {
		try {
			return Optional.of(new NodePath(path));
		}
		catch (InvalidRequestException ex) {
			// A name that no node can have, so what is below it is no node.
			return Optional.empty();
		}
	}

	/**
	 * Visit a node and all nodes below it, groups before what is in them.
	 * @param path the path of the node
	 * @param visitor what to do with each node
	 * @throws NodeNotFoundException if there is no node
	 */
	public void walk(String path, Consumer<ZarrNode> visitor) {
		ZarrNode node = node(path);
		visitor.accept(node);
		if (node instanceof ZarrGroup group) {
			walkChildren(group, visitor);
		}
	}

	private void walkChildren(ZarrGroup group, Consumer<ZarrNode> visitor) {
		for (ZarrNode child : group.children()) {
			visitor.accept(child);
			if (child instanceof ZarrGroup childGroup) {
				walkChildren(childGroup, visitor);
			}
		}
	}

	/**
	 * Delete an array, or a group with all that is in it. Its own metadata go last, so
	 * that a call that fails half-way may be repeated.
	 * @param path the path of the node
	 * @throws NodeNotFoundException if there is no node
	 */
	public void delete(String path) {
		on(Operation.DELETE, path, (node) -> {
			require(node);
			return this.atomicWork.run(() -> {
				deleteBelow(node);
				return node;
			});
		});
	}

	private void deleteBelow(NodePath node) {
		if (this.backend.capabilities().atomicScope() == AtomicScope.STORE) {
			this.backend.deleteAll(node.keyPrefix());
			return;
		}
		List<StoreKey> documents = new ArrayList<>();
		StoreKey after = null;
		List<StoreKey> page;
		do {
			page = this.backend.list(node.keyPrefix(), after, StorageBackend.PAGE);
			page.stream().filter((key) -> isDocument(node, key)).forEach(documents::add);
			this.backend.deleteAll(page.stream().filter((key) -> !isDocument(node, key)).toList());
			after = page.isEmpty() ? null : page.get(page.size() - 1);
		}
		while (page.size() == StorageBackend.PAGE);
		documents.forEach(this.backend::delete);
	}

	private static boolean isDocument(NodePath node, StoreKey key) {
		return MetadataKeys.isMetadataName(key.value().substring(node.keyPrefix().length()));
	}

	/**
	 * Copy an array, or a group with all that is in it, byte by byte: to another store or
	 * to another path.
	 * @param path the path of the node
	 * @param target the store to copy to
	 * @param targetPath the path to copy to, where no node may be
	 * @return what was copied
	 * @throws NodeNotFoundException if there is no node
	 * @throws NodeExistsException if there is a node already where to copy to
	 */
	public CopyResult copy(String path, Hierarchy target, String targetPath) {
		return on(Operation.COPY, path, (from) -> new NodeCopier(this, target).copy(from, NodePath.of(targetPath)));
	}

	/**
	 * Make a place for a copy: the metadata of a node as they are.
	 */
	void createCopy(NodePath node, NodeMetadata metadata) {
		around(Operation.CREATE, node, () -> {
			formatOf(node, metadata.format());
			create(node, metadata);
			return node;
		});
	}

	@Override
	public String toString() {
		return "nodes of store '%s'".formatted(this.store);
	}

	/**
	 * What a copy did.
	 *
	 * @param nodes the number of arrays and groups
	 * @param chunks the number of chunks
	 * @param bytes the size of the chunks as they are stored, in bytes
	 */
	public record CopyResult(long nodes, long chunks, long bytes) {
	}

}
