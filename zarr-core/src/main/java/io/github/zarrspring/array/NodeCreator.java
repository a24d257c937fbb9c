package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.metadata.GroupMetadata;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Creates nodes: of several creators of one path one succeeds, whatever the formats and
 * kinds of their nodes, no node comes to be in an array, and nothing that lies below the
 * path becomes a cell or an attribute of the new node.
 * <p>
 * While a node is created, its path is locked exclusively and the groups that it is in
 * are locked as such. That decides, in this application and wherever the store has locks
 * among processes. Where it has none, two creators in different processes can meet in one
 * case only: each format has documents of its own, so that both can write theirs
 * (creators in one format meet at one document, which only one can write). Each creator
 * therefore looks again after it has written, and so at least one sees the other. Seeing
 * a node in v3, a creator in v2 takes its node back. Seeing a node in v2, a creator in v3
 * waits a moment: that node goes if its creator saw this one, else it was there first and
 * this one goes. If both go, both are told so.
 */
final class NodeCreator {

	/**
	 * How long a node in v2 is given to go.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/**
	 * Chunk keys of any encoding of the specification and of any rank.
	 */
	private static final Pattern CHUNK_KEY = Pattern.compile("c|(c[./])?\\d+([./]\\d+)*");

	private final ZarrEngine engine;

	private final StorageBackend backend;

	private final NodeGuard guard;

	private final NodeStore nodes;

	NodeCreator(ZarrEngine engine, StorageBackend backend, NodeGuard guard, NodeStore nodes) {
		this.engine = engine;
		this.backend = backend;
		this.guard = guard;
		this.nodes = nodes;
	}

	/**
	 * Write the metadata of a new node after those of the groups that it is in, so that
	 * nobody sees a node that is in no group.
	 * @param path the path of the node
	 * @param metadata its metadata
	 * @return what is known of the node
	 * @throws NodeExistsException if there is a node already
	 * @throws InvalidRequestException if it would be in an array or have nodes in it
	 */
	KnownNode create(NodePath path, NodeMetadata metadata) {
		LiveNode live = this.guard.node(path);
		KnownNode created = this.guard.atOnce(() -> {
			Retry retry = new Retry(this.engine.conflictTimeout());
			Outcome outcome = createIn(path, metadata);
			while (outcome.noGroup()) {
				createGroups(path, metadata.format());
				outcome = createIn(path, metadata);
				if (outcome.noGroup()) {
					retry.pause("The groups of the path");
				}
			}
			if (outcome.document() == null) {
				throw new NodeExistsException("There is a node already");
			}
			return KnownNode.of(metadata, outcome.document(), live);
		});
		this.nodes.consolidation().dropAgain(path);
		return created;
	}

	private void createGroups(NodePath path, ZarrFormat format) {
		for (NodePath group : path.ancestors()) {
			if (!isGroup(group)) {
				// Others may create it as well, and what it is then is seen later.
				createIn(group, GroupMetadata.create(format, Map.of()));
			}
		}
	}

	/**
	 * Whether there is a group.
	 * @throws InvalidRequestException if there is an array
	 */
	private boolean isGroup(NodePath path) {
		FoundNode found = this.nodes.look(path);
		if (found != null && found.require() instanceof ArrayMetadata) {
			throw new InvalidRequestException("'%s' is an array, and there are no nodes in an array".formatted(path));
		}
		return found != null;
	}

	/**
	 * Create a node in groups that exist.
	 */
	private Outcome createIn(NodePath path, NodeMetadata metadata) {
		return this.guard.run(NodeGuard.below(path, NodeLock.EXCLUSIVE), () -> {
			if (!path.ancestors().stream().allMatch(this::isGroup)) {
				return Outcome.NO_GROUP;
			}
			if (this.nodes.look(path) != null) {
				return Outcome.EXISTS;
			}
			this.nodes.consolidation().dropAbove(path, null);
			clear(path, metadata);
			// Handles of a node that another process has deleted are not of this one.
			this.guard.node(path).end();
			ByteBuffer document = this.nodes.create(path, metadata);
			if (document == null || (this.guard.isShared() && !staysAlone(path, metadata))) {
				return Outcome.EXISTS;
			}
			return new Outcome(document, false);
		});
	}

	/**
	 * Remove what is left below the path of nodes that were there before: chunks that
	 * would become chunks of the new array, attributes that would become its own. Files
	 * of others stay.
	 */
	private void clear(NodePath path, NodeMetadata metadata) {
		if (metadata instanceof ArrayMetadata && this.backend.listsEverything()) {
			StoreKey after = null;
			List<StoreKey> page;
			do {
				page = this.backend.list(path.keyPrefix(), after, StorageBackend.PAGE);
				List<StoreKey> left = page.stream().filter((key) -> isLeft(path, key)).toList();
				if (!left.isEmpty()) {
					this.backend.deleteAll(left);
				}
				after = page.isEmpty() ? null : page.get(page.size() - 1);
			}
			while (page.size() == StorageBackend.PAGE);
		}
		else if (metadata.format() == ZarrFormat.V2) {
			List<StoreKey> own = List.of(StoreKey.metadata(path, MetadataKeys.ZATTRS),
					StoreKey.metadata(path, MetadataKeys.ZMETADATA));
			List<StoreKey> left = own.stream().filter(this.backend::exists).toList();
			if (!left.isEmpty()) {
				this.backend.deleteAll(left);
			}
		}
	}

	private static boolean isLeft(NodePath path, StoreKey key) {
		String entry = key.value().substring(path.keyPrefix().length());
		if (!MetadataKeys.isMetadataName(entry.substring(entry.lastIndexOf('/') + 1))) {
			return CHUNK_KEY.matcher(entry).matches();
		}
		if (entry.indexOf('/') >= 0) {
			throw new InvalidRequestException(
					"There are nodes below the path ('%s'), and there are no nodes in an array".formatted(key));
		}
		// A document that makes a node may just have been written by another creator.
		return entry.equals(MetadataKeys.ZATTRS) || entry.equals(MetadataKeys.ZMETADATA);
	}

	/**
	 * Look whether another process has created a node of the other format meanwhile, and
	 * take this one back if that one stays.
	 */
	private boolean staysAlone(NodePath path, NodeMetadata metadata) {
		List<StoreKey> others = Stream.of(MetadataKeys.ZARR_JSON, MetadataKeys.ZARRAY, MetadataKeys.ZGROUP)
			.filter((name) -> !name.equals(NodeStore.mainDocument(metadata)))
			.map((name) -> StoreKey.metadata(path, name))
			.toList();
		Retry retry = new Retry(PATIENCE);
		while (others.stream().anyMatch(this.backend::exists)) {
			if (metadata.format() != ZarrFormat.V3 || !retry.tryPause()) {
				metadata.documents().keySet().forEach((name) -> this.backend.delete(StoreKey.metadata(path, name)));
				return false;
			}
		}
		return true;
	}

	/**
	 * What became of a node that was to be created.
	 *
	 * @param document its main document, {@code null} if it was not created
	 * @param noGroup whether that was for want of a group
	 */
	private record Outcome(@Nullable ByteBuffer document, boolean noGroup) {

		static final Outcome EXISTS = new Outcome(null, false);

		static final Outcome NO_GROUP = new Outcome(null, true);

	}

}
