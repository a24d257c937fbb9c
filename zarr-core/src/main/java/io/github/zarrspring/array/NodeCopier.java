package io.github.zarrspring.array;

import io.github.zarrspring.array.CopyOptions.CopyProgress;
import io.github.zarrspring.array.Hierarchy.CopyResult;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.metadata.GroupMetadata;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.storage.NodePath;

/**
 * Copies nodes between stores: metadata first, as when a node is created, then chunks. A
 * copy that fails is removed again.
 */
final class NodeCopier {

	private final Hierarchy source;

	private final Hierarchy target;

	private final CopyOptions options;

	private String path = "";

	private long nodes;

	private long chunks;

	private long bytes;

	NodeCopier(Hierarchy source, Hierarchy target, CopyOptions options) {
		this.source = source;
		this.target = target;
		this.options = options;
	}

	CopyResult copy(NodePath from, NodePath to) {
		if (this.source.backend() == this.target.backend() && (from.contains(to) || to.contains(from))) {
			throw new InvalidRequestException(
					"'%s' cannot be copied to '%s': one is within the other".formatted(from, to));
		}
		ZarrNode root = this.source.node(from.value());
		this.target.createCopy(to, metadata(root));
		try {
			this.target.backend().atomically(() -> {
				copyContent(from, to);
				return to;
			});
		}
		catch (RuntimeException ex) {
			removeCopy(to, ex);
			throw ex;
		}
		return new CopyResult(this.nodes, this.chunks, this.bytes);
	}

	private void removeCopy(NodePath to, RuntimeException failure) {
		try {
			this.target.delete(to.value());
		}
		catch (RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

	private void copyContent(NodePath from, NodePath to) {
		this.source.walk(from.value(), (node) -> {
			this.options.check();
			NodePath copy = to.resolve(node.path()
				.value()
				.substring(node.path().equals(from) ? from.value().length() : from.keyPrefix().length()));
			NodeMetadata metadata = metadata(node);
			if (!node.path().equals(from)) {
				this.target.createCopy(copy, metadata);
			}
			this.path = node.path().value();
			this.nodes++;
			copied(0, 0);
			if (node instanceof ZarrArray array) {
				new ChunkCopier(array, this.source, this.target, copy, (ArrayMetadata) metadata, this.options,
						this::copied)
					.run();
			}
		});
	}

	private synchronized void copied(long chunks, long bytes) {
		this.chunks += chunks;
		this.bytes += bytes;
		this.options.report(new CopyProgress(this.path, this.nodes, this.chunks, this.bytes));
	}

	private NodeMetadata metadata(ZarrNode node) {
		NodeMetadata metadata = (node instanceof ZarrArray array) ? array.metadata()
				: withoutConsolidated((ZarrGroup) node);
		return (this.options.format() != null)
				? this.target.engine().converter().convert(metadata, this.options.format()) : metadata;
	}

	private static GroupMetadata withoutConsolidated(ZarrGroup group) {
		return group.metadata().withoutConsolidated();
	}

}
