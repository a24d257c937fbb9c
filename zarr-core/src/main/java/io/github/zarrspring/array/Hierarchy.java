package io.github.zarrspring.array;

import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;

/**
 * The arrays and groups of one store. Paths are relative to the root of the store, empty
 * for the root. The format of each node is found out. Safe for use by several threads.
 */
public final class Hierarchy {

	private final ZarrEngine engine;

	private final String store;

	private final StorageBackend backend;

	private final Interceptor interceptor;

	private final AtomicWork atomicWork;

	private final NodeGuard guard;

	private final NodeStore nodes;

	private final NodeLister lister;

	private final NodeCreator creator;

	private final NodeDeleter deleter;

	Hierarchy(ZarrEngine engine, String store, StorageBackend backend, Interceptor interceptor) {
		this.engine = engine;
		this.store = store;
		this.backend = backend;
		this.interceptor = interceptor;
		this.atomicWork = new AtomicWork(engine, backend);
		this.guard = new NodeGuard(engine, backend, this.atomicWork);
		this.nodes = new NodeStore(engine, store, backend, this.guard);
		this.lister = new NodeLister(this);
		this.creator = new NodeCreator(engine, backend, this.guard, this.nodes);
		this.deleter = new NodeDeleter(backend, this.guard, this.nodes);
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

	NodeGuard guard() {
		return this.guard;
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
			NodeNames.check(this.nodes, node, format);
			ArrayMetadata metadata = ArrayMetadata.create(format, spec.shape(), spec.dataType(), spec.grid(),
					spec.chunkKeys(format), spec.fillValue(), spec.codecs(), spec.attributes(), spec.dimensionNames(),
					this.engine.codecs(), this.engine.dataTypes(), this.engine.limits());
			return new ZarrArray(this, node, this.creator.create(node, metadata));
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
			NodeNames.check(this.nodes, node, metadata.format());
			return new ZarrGroup(this, node, this.creator.create(node, metadata), null);
		});
	}

	/**
	 * The format asked for, or that of the nearest group that the node is in. A node may
	 * be in another format than its group: each is found by itself.
	 */
	private ZarrFormat formatOf(NodePath node, @Nullable ZarrFormat format) {
		if (format != null) {
			return format;
		}
		for (NodePath group = node.parent(); group != null; group = group.parent()) {
			FoundNode found = this.nodes.look(group);
			if (found != null) {
				return found.require().format();
			}
		}
		return ZarrFormat.V3;
	}

	/**
	 * Open an array.
	 * @param path the path of the array
	 * @return the array
	 * @throws NodeNotFoundException if there is no array
	 */
	public ZarrArray open(String path) {
		return on(Operation.OPEN, path, (node) -> {
			if (opened(node) instanceof ZarrArray array) {
				return array;
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
			if (opened(node) instanceof ZarrGroup group) {
				return group;
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
		return on(Operation.OPEN, path, this::opened);
	}

	/**
	 * Whether there is an array or group.
	 * @param path the path of the node
	 * @return whether there is a node whose metadata can be read
	 */
	public boolean exists(String path) {
		return on(Operation.OPEN, path, (node) -> {
			FoundNode found = this.nodes.find(node);
			return found != null && found.require() == found.metadata();
		});
	}

	private ZarrNode opened(NodePath path) {
		LiveNode live = this.guard.node(path);
		while (true) {
			int generation = live.generation();
			FoundNode found = this.nodes.require(path);
			if (generation == live.generation()) {
				return handle(path, new KnownNode(found.require(), found.document(), live, generation), null);
			}
		}
	}

	/**
	 * A handle for a node that was found.
	 */
	ZarrNode handle(NodePath path, FoundNode found) {
		NodeMetadata metadata = found.metadata();
		if (metadata != null) {
			return handle(path, KnownNode.of(metadata, found.document(), this.guard.node(path)), null);
		}
		ZarrException failure = Objects.requireNonNull(found.failure());
		failure.locate(this.store, path.value(), null);
		return new UnreadableNode(this, path, failure);
	}

	private ZarrNode handle(NodePath path, KnownNode known, @Nullable Snapshot snapshot) {
		return (known.metadata() instanceof ArrayMetadata) ? new ZarrArray(this, path, known)
				: new ZarrGroup(this, path, known, snapshot);
	}

	/**
	 * Write the metadata of all nodes below a group into one document, from which others
	 * open them without reading each: into {@code .zmetadata} in v2, into the document of
	 * the group in v3. The next change of the metadata of one of the nodes, by this
	 * library in any process, drops it again, so that it is never stale; changes by other
	 * tools do not.
	 * @param path the path of the group
	 * @return the group
	 * @throws NodeNotFoundException if there is no group
	 * @throws InvalidRequestException if there are nodes of the other format in the group
	 * @throws io.github.zarrspring.exception.LimitExceededException if the document would
	 * be larger than one may be
	 */
	public ZarrGroup consolidate(String path) {
		return on(Operation.CONSOLIDATE, path, (node) -> {
			this.guard.run(NodeGuard.below(node, NodeLock.EXCLUSIVE), () -> {
				this.nodes.consolidation().write(node);
				return node;
			});
			return (ZarrGroup) opened(node);
		});
	}

	/**
	 * Open a group by its consolidated metadata: one document, or two requests for v2,
	 * for the group and all nodes below it. What is opened from this group, its children
	 * and walks through it are as that document says, without another request, and so as
	 * they were when it was written. An array opened that way reads its own metadata
	 * before it is first written to.
	 * @param path the path of the group
	 * @return the group
	 * @throws NodeNotFoundException if there is no group with consolidated metadata
	 * @throws io.github.zarrspring.exception.CorruptDataException if the document is
	 * damaged or has paths that cannot be
	 */
	public ZarrGroup openConsolidated(String path) {
		return on(Operation.OPEN, path, (node) -> {
			Snapshot snapshot = this.nodes.consolidation()
				.read(node)
				.orElseThrow(() -> new NodeNotFoundException("There is no group with consolidated metadata"));
			if (node(node, snapshot) instanceof ZarrGroup group) {
				return group;
			}
			throw new NodeNotFoundException("There is an array, not a group");
		});
	}

	ZarrNode node(NodePath path, Snapshot snapshot) {
		NodeMetadata metadata = snapshot.node(path).orElseThrow(() -> new NodeNotFoundException("There is no node"));
		return handle(path, KnownNode.of(metadata, null, this.guard.node(path)), snapshot);
	}

	/**
	 * Open a node out of consolidated metadata.
	 */
	ZarrNode open(String path, Snapshot snapshot) {
		return on(Operation.OPEN, path, (node) -> node(node, snapshot));
	}

	/**
	 * Open an array out of consolidated metadata.
	 */
	ZarrArray openArray(String path, Snapshot snapshot) {
		return on(Operation.OPEN, path, (node) -> {
			if (node(node, snapshot) instanceof ZarrArray array) {
				return array;
			}
			throw new NodeNotFoundException("There is a group, not an array");
		});
	}

	/**
	 * The nodes in a group out of consolidated metadata.
	 */
	List<ZarrNode> children(NodePath group, Snapshot snapshot) {
		return around(Operation.LIST, group, () -> this.lister.children(group, snapshot));
	}

	/**
	 * The nodes in a group, as they are listed in the store. A store that cannot list is
	 * asked for consolidated metadata of the group or of one that it is in; so is one
	 * that has those and not the group's own document. A node whose metadata cannot be
	 * read is an {@link UnreadableNode} among the others.
	 * @param path the path of the group
	 * @return the arrays and groups, in the order of their names
	 * @throws NodeNotFoundException if there is no group
	 */
	public List<ZarrNode> children(String path) {
		return on(Operation.LIST, path, this.lister::children);
	}

	/**
	 * Visit a node and all nodes below it, groups before what is in them, page by page:
	 * however many there are, few are in memory at a time. A store that cannot list is
	 * asked for consolidated metadata. A node below whose metadata cannot be read is
	 * visited as an {@link UnreadableNode}, and what is in it is not. A walk ends when
	 * the thread is interrupted or the engine closed.
	 * @param path the path of the node
	 * @param visitor what to do with each node
	 * @throws NodeNotFoundException if there is no node
	 * @throws io.github.zarrspring.exception.StoreUnavailableException if the thread is
	 * interrupted
	 */
	public void walk(String path, Consumer<ZarrNode> visitor) {
		NodeLister.ListedNode root = on(Operation.OPEN, path, this.lister::open);
		this.lister.walk(root, visitor);
	}

	void walk(ZarrNode root, Consumer<ZarrNode> visitor) {
		this.lister.walk(new NodeLister.ListedNode(root, null), visitor);
	}

	/**
	 * A handle for an array whose metadata are known.
	 */
	ZarrArray array(NodePath path, ArrayMetadata metadata) {
		return new ZarrArray(this, path, KnownNode.of(metadata, null, this.guard.node(path)));
	}

	/**
	 * Delete an array, or a group with all that is in it, while nobody writes to any of
	 * them. The metadata go last, those of the deepest nodes first, so that a call that
	 * fails half-way may be repeated. Handles of the nodes fail from then on, also if
	 * there are new nodes at their paths.
	 * @param path the path of the node
	 * @throws NodeNotFoundException if there is no node
	 */
	public void delete(String path) {
		on(Operation.DELETE, path, this::deleteNode);
	}

	/**
	 * Delete a node as a part of another call.
	 */
	NodePath deleteNode(NodePath node) {
		this.nodes.require(node);
		this.deleter.delete(node);
		return node;
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
		return copy(path, target, targetPath, CopyOptions.defaults());
	}

	/**
	 * Copy an array, or a group with all that is in it: to another store or to another
	 * path, and into another version of the format if asked to. All values below the path
	 * are copied, those too that are neither metadata nor chunks, and nodes that cannot
	 * be read as they are. Consolidated metadata are not copied. A copy that fails, is
	 * cancelled or is ended by an interrupt of the calling thread is removed again; one
	 * whose process dies is left unfinished.
	 * @param path the path of the node
	 * @param target the store to copy to
	 * @param targetPath the path to copy to, where no node may be
	 * @param options how to copy
	 * @return what was copied
	 * @throws NodeNotFoundException if there is no node
	 * @throws NodeExistsException if there is a node already where to copy to
	 * @throws InvalidRequestException if the version of the format cannot express a node,
	 * or one that cannot be read would have to be converted; or if one of the places is
	 * within the other, also if that is the case by way of two stores
	 * @throws java.util.concurrent.CancellationException if the copy was cancelled or the
	 * thread interrupted
	 * @throws io.github.zarrspring.exception.StoreFailureException if the engine is
	 * closed meanwhile
	 */
	public CopyResult copy(String path, Hierarchy target, String targetPath, CopyOptions options) {
		return on(Operation.COPY, path,
				(from) -> new NodeCopier(this, from, target, NodePath.of(targetPath), options).copy());
	}

	/**
	 * Move an array, or a group with all that is in it, to another path of the store: at
	 * once in transactional stores. Elsewhere it is copied, then deleted: if the process
	 * dies meanwhile, nothing is lost. Until the copy is whole the node at the old path
	 * is what it was, and what is at the new path is to be deleted before moving again;
	 * after that the node at the new path is whole, and what is left at the old path is
	 * to be deleted. What others write to the node meanwhile may be lost there. What is
	 * moved is what {@link #copy copy} copies.
	 * @param path the path of the node
	 * @param targetPath the path to move to, where no node may be
	 * @throws NodeNotFoundException if there is no node
	 * @throws NodeExistsException if there is a node already where to move to
	 * @throws InvalidRequestException if one of the paths is within the other
	 */
	public void move(String path, String targetPath) {
		on(Operation.MOVE, path, (from) -> {
			NodePath to = NodePath.of(targetPath);
			return this.guard.run(NodeGuard.alone(from), () -> this.guard.run(this.deleter.locksBelow(from), () -> {
				new NodeCopier(this, from, this, to, CopyOptions.defaults()).copy();
				return deleteNode(from);
			}));
		});
	}

	/**
	 * Make a place for a copy: the metadata of a node as they are.
	 */
	void createCopy(NodePath node, NodeMetadata metadata) {
		this.creator.create(node, metadata);
	}

	@Override
	public String toString() {
		return "nodes of store '%s'".formatted(this.store);
	}

	/**
	 * What a copy did.
	 *
	 * @param nodes the number of arrays and groups, and of nodes that cannot be read
	 * @param chunks the number of chunks, and of other values that are no metadata
	 * @param bytes the size of these as they are stored, in bytes
	 */
	public record CopyResult(long nodes, long chunks, long bytes) {
	}

}
