package io.github.zarrspring.array;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.zarrspring.array.CopyOptions.CopyProgress;
import io.github.zarrspring.array.Hierarchy.CopyResult;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.metadata.GroupMetadata;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Copies nodes between stores: metadata first, as when a node is created, then all values
 * below, whatever they are. A copy that fails is removed again.
 */
final class NodeCopier {

	private final Hierarchy source;

	private final Hierarchy target;

	private final NodePath from;

	private final NodePath to;

	private final CopyOptions options;

	private final CopyWatch watch;

	/**
	 * Whether all is done on the caller's thread.
	 */
	private final boolean together;

	/**
	 * Nodes that were copied before their folders were listed.
	 */
	private final Map<NodePath, CopiedNode> early = new HashMap<>();

	private NodePath path;

	private long nodes;

	private long chunks;

	private long bytes;

	NodeCopier(Hierarchy source, NodePath from, Hierarchy target, NodePath to, CopyOptions options) {
		this.source = source;
		this.target = target;
		this.from = from;
		this.to = to;
		this.path = from;
		this.options = options;
		this.watch = new CopyWatch(options, source.engine(), target.engine());
		this.together = source.backend().capabilities().callerThread()
				|| target.backend().capabilities().callerThread();
	}

	CopyResult copy() {
		checkPlaces();
		this.watch.check();
		FoundNode found = this.source.nodes().require(this.from);
		CopiedNode root = copied(this.from, found);
		PriorKeys prior = inTarget(this.to, () -> checkTarget(root));
		CopyRemoval removal = new CopyRemoval(this.target, this.to, prior);
		removal.unlessDone(() -> create(root), root.copied());
		removal.unlessDone(() -> this.target.backend().atomically(() -> {
			copyContent(found, root, prior);
			return this.to;
		}), null);
		return new CopyResult(this.nodes, this.chunks, this.bytes);
	}

	/**
	 * A copy into itself would never end, and the removal of a copy around its source
	 * would remove that too. Where the values are is what counts: two stores, or two
	 * views of one, can have them in one place.
	 */
	private void checkPlaces() {
		String source = this.source.backend().location() + this.from.keyPrefix();
		String target = this.target.backend().location() + this.to.keyPrefix();
		if (source.startsWith(target) || target.startsWith(source)) {
			throw new InvalidRequestException(
					"'%s' cannot be copied to '%s': one is within the other".formatted(this.from, this.to));
		}
	}

	private PriorKeys checkTarget(CopiedNode root) {
		if (this.target.nodes().look(this.to) != null) {
			throw new NodeExistsException("There is a node already");
		}
		NodeNames.check(this.target.nodes(), this.to, root.copied().format());
		return PriorKeys.of(this.target.backend(), this.to);
	}

	private CopiedNode copied(NodePath path, FoundNode found) {
		return CopiedNode.of(this.source, path, found, this.target, this.options.format());
	}

	private NodePath copyOf(NodePath path) {
		return path.equals(this.from) ? this.to
				: this.to.resolve(path.value().substring(this.from.keyPrefix().length()));
	}

	private void create(CopiedNode node) {
		NodePath copy = copyOf(node.path());
		inTarget(copy, () -> {
			if (node.isConverted()) {
				NodeNames.checkOwn(copy, node.copied().format());
			}
			this.target.createCopy(copy, node.copied());
			return copy;
		});
	}

	/**
	 * Say of a failure that it happened in the target.
	 */
	private <T> T inTarget(NodePath path, Supplier<T> call) {
		try {
			return call.get();
		}
		catch (ZarrException ex) {
			ex.locate(this.target.store(), path.value(), null);
			throw ex;
		}
	}

	private void copyContent(FoundNode found, CopiedNode root, PriorKeys prior) {
		ValueCopier values = new ValueCopier(this.source, this.from, this.target, this.to, prior, this.together,
				this.watch, this::copied);
		if (this.source.backend().canList()) {
			CopiedFolder folder = begin(root, values);
			createListed(this.from, found.through());
			copyValues(folder, values);
			return;
		}
		// Only the consolidated metadata say which nodes there are.
		this.source.walk(this.from.value(), (node) -> {
			CopiedNode copied = root;
			if (!node.path().equals(this.from)) {
				copied = copied(node.path(), found(node));
				create(copied);
			}
			CopiedFolder folder = begin(copied, values);
			if (!(node instanceof ZarrGroup)) {
				copyValues(folder, values);
			}
		});
	}

	private static FoundNode found(ZarrNode node) {
		if (node instanceof UnreadableNode unreadable) {
			return FoundNode.unreadable(unreadable.cause());
		}
		return FoundNode.readable((node instanceof ZarrArray array) ? array.metadata() : ((ZarrGroup) node).metadata());
	}

	/**
	 * Copy the nodes that a group has by consolidated metadata alone.
	 */
	private void createListed(NodePath group, @Nullable Snapshot through) {
		if (through == null) {
			return;
		}
		for (NodePath path : through.below(group)) {
			FoundNode own = this.source.nodes().look(path);
			FoundNode found = (own != null) ? own : FoundNode.readable(through.node(path).orElseThrow(), through);
			CopiedNode node = copied(path, found);
			create(node);
			this.early.put(path, node);
		}
	}

	/**
	 * Go through all keys in a folder and those in it, in their order, so that all of a
	 * folder come one after another.
	 */
	private void copyValues(CopiedFolder root, ValueCopier values) {
		Deque<CopiedFolder> open = new ArrayDeque<>();
		open.push(root);
		StoreKey after = null;
		List<StoreKey> page;
		do {
			this.watch.check();
			page = this.source.backend().list(root.prefix(), after, StorageBackend.PAGE);
			for (StoreKey key : page) {
				enter(key, open, values);
				open.element().add(key);
			}
			open.element().flush();
			after = page.isEmpty() ? null : page.get(page.size() - 1);
		}
		while (page.size() == StorageBackend.PAGE);
		for (CopiedNode node : List.copyOf(this.early.values())) {
			begin(node, values);
		}
		this.early.clear();
	}

	/**
	 * Leave folders and enter others until in that of a key.
	 */
	private void enter(StoreKey key, Deque<CopiedFolder> open, ValueCopier values) {
		while (!key.value().startsWith(open.element().prefix())) {
			open.pop().flush();
		}
		while (open.element().isGroup()) {
			int slash = key.value().indexOf('/', open.element().prefix().length());
			if (slash < 0) {
				return;
			}
			open.element().flush();
			open.push(enter(key.value().substring(0, slash), values));
		}
	}

	private CopiedFolder enter(String folder, ValueCopier values) {
		this.watch.check();
		NodePath path;
		try {
			path = new NodePath(folder);
		}
		catch (InvalidRequestException ex) {
			// No node can have this name, nor can what is below it.
			return new CopiedFolder(folder + '/', false, Set.of(), null, values);
		}
		CopiedNode early = this.early.remove(path);
		if (early != null) {
			return begin(early, values);
		}
		FoundNode found = this.source.nodes().look(path);
		if (found == null) {
			return new CopiedFolder(path.keyPrefix(), true, Set.of(), null, values);
		}
		CopiedNode node = copied(path, found);
		create(node);
		createListed(path, found.through());
		return begin(node, values);
	}

	/**
	 * Begin with the values of a node that was created.
	 */
	private CopiedFolder begin(CopiedNode node, ValueCopier values) {
		NodePath copy = copyOf(node.path());
		node.writeUnread(this.target, copy);
		synchronized (this) {
			this.path = node.path();
			this.nodes++;
		}
		copied(0, 0);
		NodeMetadata metadata = node.metadata();
		ChunkCopier chunkCopier = (metadata instanceof ArrayMetadata array)
				? new ChunkCopier(this.source.array(node.path(), array), this.target, copy,
						(ArrayMetadata) node.copied(), this.together, this.watch, this::copied)
				: null;
		return new CopiedFolder(node.path().keyPrefix(), metadata instanceof GroupMetadata, node.documents(),
				chunkCopier, values);
	}

	private synchronized void copied(long chunks, long bytes) {
		this.chunks += chunks;
		this.bytes += bytes;
		this.options.report(new CopyProgress(this.path.value(), this.nodes, this.chunks, this.bytes));
	}

}
