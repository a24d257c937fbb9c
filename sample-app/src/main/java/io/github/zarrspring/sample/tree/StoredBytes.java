package io.github.zarrspring.sample.tree;

import java.util.List;

import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * How much the chunks of an array take in its store. A store knows how much there is
 * under a prefix, often without reading it. That is the answer unless there is anything
 * else than chunks and metadata; then the chunks are read.
 */
final class StoredBytes {

	private static final List<String> DOCUMENTS = List.of(MetadataKeys.ZARR_JSON, MetadataKeys.ZARRAY,
			MetadataKeys.ZATTRS);

	private final ArrayStorage storage;

	private final StoreInfo others;

	private final StoreInfo all;

	private StoredBytes(ZarrArray array) {
		this.storage = array.storage();
		String prefix = array.metadata().chunkKeyEncoding().prefix();
		this.others = prefix.isEmpty() ? documents() : new StoreInfo(0, 0);
		this.all = this.storage.backend().info(array.path().keyPrefix() + prefix);
	}

	static long of(ZarrArray array) {
		StoredBytes stored = new StoredBytes(array);
		Visitor count = (chunk) -> 1;
		return (stored.sum(count) == stored.all.entries() - stored.others.entries())
				? stored.all.bytes() - stored.others.bytes() : stored.sum(stored::size);
	}

	private StoreInfo documents() {
		StorageBackend backend = this.storage.backend();
		long entries = 0;
		long bytes = 0;
		for (String name : DOCUMENTS) {
			StoredValue document = backend.read(StoreKey.metadata(this.storage.path(), name)).orElse(null);
			entries += (document != null) ? 1 : 0;
			bytes += (document != null) ? document.size() : 0;
		}
		return new StoreInfo(entries, bytes);
	}

	private long size(long[] chunk) {
		return this.storage.readChunk(chunk).map(StoredValue::size).orElse(0);
	}

	private long sum(Visitor visitor) {
		long sum = 0;
		@Nullable StoreKey next = null;
		do {
			ArrayStorage.ChunkPage page = this.storage.listChunks(next, StorageBackend.PAGE);
			for (long[] chunk : page.chunks()) {
				sum += visitor.visit(chunk);
			}
			next = page.next();
		}
		while (next != null);
		return sum;
	}

	/**
	 * Gives a number for a chunk.
	 */
	private interface Visitor {

		long visit(long[] chunk);

	}

}
