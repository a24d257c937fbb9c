package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.zarrspring.array.Hierarchy.CopyResult;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;

/**
 * Copies nodes between stores as they are stored: metadata first, as when a node is
 * created, then chunks. A copy that fails is removed again.
 */
final class NodeCopier {

	private static final int PAGE = StorageBackend.PAGE;

	private final Hierarchy source;

	private final Hierarchy target;

	private final AtomicLong nodes = new AtomicLong();

	private final AtomicLong chunks = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	NodeCopier(Hierarchy source, Hierarchy target) {
		this.source = source;
		this.target = target;
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
		return new CopyResult(this.nodes.get(), this.chunks.get(), this.bytes.get());
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
			NodePath copy = to.resolve(node.path()
				.value()
				.substring(node.path().equals(from) ? from.value().length() : from.keyPrefix().length()));
			if (!node.path().equals(from)) {
				this.target.createCopy(copy, metadata(node));
			}
			this.nodes.incrementAndGet();
			if (node instanceof ZarrArray array) {
				copyChunks(array, copy);
			}
		});
	}

	private void copyChunks(ZarrArray array, NodePath copy) {
		ArrayMetadata metadata = array.metadata();
		ArrayStorage from = array.storage();
		ArrayStorage to = new ArrayStorage(this.target.store(), this.target.backend(), copy,
				NodeStore.mainDocument(metadata), metadata.chunkKeyEncoding(), metadata.shape().length);
		boolean together = this.source.backend().capabilities().callerThread()
				|| this.target.backend().capabilities().callerThread();
		Work work = this.target.engine()
			.work(this.target.backend(), new ChunkCoder(this.target.engine(), metadata).maxChunkBytes());
		StoreKey next = null;
		do {
			ArrayStorage.ChunkPage page = from.listChunks(next, together ? work.batchSize() : PAGE);
			List<long[]> indices = page.chunks();
			if (together) {
				copyTogether(from, to, indices);
			}
			else {
				work.forEach(indices.size(), (number) -> copyChunk(from, to, indices.get((int) number)));
			}
			next = page.next();
		}
		while (next != null);
	}

	/**
	 * Copy on the caller's thread, all with one call each.
	 */
	private void copyTogether(ArrayStorage from, ArrayStorage to, List<long[]> chunks) {
		Map<StoreKey, StoredValue> values = from.backend().readAll(chunks.stream().map(from::chunkKey).toList());
		Map<StoreKey, ByteBuffer> writes = new LinkedHashMap<>();
		for (long[] chunk : chunks) {
			StoredValue value = values.get(from.chunkKey(chunk));
			if (value != null) {
				writes.put(to.chunkKey(chunk), value.bytes());
				this.chunks.incrementAndGet();
				this.bytes.addAndGet(value.size());
			}
		}
		to.backend().writeAll(writes);
	}

	private void copyChunk(ArrayStorage from, ArrayStorage to, long[] chunk) {
		from.readChunk(chunk).ifPresent((value) -> {
			to.writeChunk(chunk, value.bytes());
			this.chunks.incrementAndGet();
			this.bytes.addAndGet(value.size());
		});
	}

	private static NodeMetadata metadata(ZarrNode node) {
		return (node instanceof ZarrArray array) ? array.metadata() : ((ZarrGroup) node).metadata();
	}

}
