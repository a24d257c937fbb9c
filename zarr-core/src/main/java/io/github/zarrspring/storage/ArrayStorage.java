package io.github.zarrspring.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.github.zarrspring.chunk.ChunkKeyEncoding;
import org.jspecify.annotations.Nullable;

/**
 * One array's view of a store: its metadata document and its chunks by index. It owns the
 * chunk-key encoding, so that a store always holds the plain Zarr layout. Safe for use by
 * several threads as far as its backend is.
 */
public final class ArrayStorage {

	private final String backendId;

	private final StorageBackend backend;

	private final NodePath path;

	private final StoreKey metadataKey;

	private final ChunkKeyEncoding keys;

	private final int rank;

	/**
	 * The view of an array.
	 * @param backendId the name of the store
	 * @param backend the backend of the store
	 * @param path the path of the array
	 * @param metadataName the name of the metadata document, see {@link MetadataKeys}
	 * @param keys the chunk-key encoding of the array
	 * @param rank the rank of the array
	 */
	public ArrayStorage(String backendId, StorageBackend backend, NodePath path, String metadataName,
			ChunkKeyEncoding keys, int rank) {
		this.backendId = backendId;
		this.backend = backend;
		this.path = path;
		this.metadataKey = StoreKey.metadata(path, metadataName);
		this.keys = keys;
		this.rank = rank;
	}

	/**
	 * The name of the store.
	 * @return the name
	 */
	public String backendId() {
		return this.backendId;
	}

	/**
	 * The backend of the store.
	 * @return the backend
	 */
	public StorageBackend backend() {
		return this.backend;
	}

	/**
	 * The path of the array.
	 * @return the path
	 */
	public NodePath path() {
		return this.path;
	}

	/**
	 * Make the array: write its metadata document if there is none.
	 * @param metadata the document
	 * @return whether it was written
	 */
	public boolean init(ByteBuffer metadata) {
		return writeMetadata(metadata, Version.ABSENT);
	}

	/**
	 * Whether the array exists.
	 * @return whether its metadata document does
	 */
	public boolean exists() {
		return this.backend.exists(this.metadataKey);
	}

	/**
	 * Read the metadata document.
	 * @return the document, empty if the array does not exist
	 */
	public Optional<StoredValue> readMetadata() {
		return this.backend.read(this.metadataKey);
	}

	/**
	 * Write the metadata document if its version is the expected one.
	 * @param metadata the document
	 * @param expected the version that must be stored
	 * @return whether it was written
	 */
	public boolean writeMetadata(ByteBuffer metadata, Version expected) {
		return this.backend.compareAndSet(this.metadataKey, expected, metadata);
	}

	/**
	 * The key of a chunk.
	 * @param chunk the index of the chunk, which is not copied
	 * @return the key
	 */
	public StoreKey chunkKey(long[] chunk) {
		return StoreKey.chunk(this.path, this.keys.encode(chunk), chunk);
	}

	/**
	 * Read a chunk as it is stored.
	 * @param chunk the index of the chunk
	 * @return the encoded chunk, empty if it is missing and so all fill value
	 */
	public Optional<StoredValue> readChunk(long[] chunk) {
		return this.backend.read(chunkKey(chunk));
	}

	/**
	 * Read a part of a chunk as it is stored and use it while the backend lends its
	 * bytes.
	 * @param chunk the index of the chunk
	 * @param range the part
	 * @param borrower what uses the bytes
	 * @param <R> the type of the result
	 * @return what the function made of it, empty if the chunk is missing
	 * @see StorageBackend#borrow
	 */
	public <R> Optional<R> borrowChunk(long[] chunk, ByteRange range, Function<StoredValue, R> borrower) {
		return this.backend.borrow(chunkKey(chunk), range, borrower);
	}

	/**
	 * Write a chunk.
	 * @param chunk the index of the chunk
	 * @param encoded the encoded chunk
	 */
	public void writeChunk(long[] chunk, ByteBuffer encoded) {
		this.backend.write(chunkKey(chunk), encoded);
	}

	/**
	 * Write a chunk if its version is the expected one.
	 * @param chunk the index of the chunk
	 * @param expected the version that must be stored, {@link Version#ABSENT} for none
	 * @param encoded the encoded chunk
	 * @return whether it was written
	 */
	public boolean compareAndSetChunk(long[] chunk, Version expected, ByteBuffer encoded) {
		return this.backend.compareAndSet(chunkKey(chunk), expected, encoded);
	}

	/**
	 * Delete a chunk, so that it is all fill value. It is not an error if it is missing.
	 * @param chunk the index of the chunk
	 */
	public void deleteChunk(long[] chunk) {
		this.backend.delete(chunkKey(chunk));
	}

	/**
	 * Delete a chunk if its version is the expected one.
	 * @param chunk the index of the chunk
	 * @param expected the version that must be stored
	 * @return whether it was deleted
	 */
	public boolean compareAndDeleteChunk(long[] chunk, Version expected) {
		return this.backend.compareAndDelete(chunkKey(chunk), expected);
	}

	/**
	 * List the chunks that are stored, page by page, in the order of their keys.
	 * @param after where the page before ended, {@code null} for the first page
	 * @param limit the most keys to look at
	 * @return the next chunks
	 */
	public ChunkPage listChunks(@Nullable StoreKey after, int limit) {
		String prefix = this.path.keyPrefix();
		List<StoreKey> page = this.backend.list(prefix + this.keys.prefix(), after, limit);
		List<long[]> chunks = new ArrayList<>(page.size());
		for (StoreKey key : page) {
			long[] chunk = this.keys.decode(key.value().substring(prefix.length()), this.rank);
			if (chunk != null) {
				chunks.add(chunk);
			}
		}
		return new ChunkPage(chunks, (page.size() < limit) ? null : page.get(page.size() - 1));
	}

	/**
	 * A page of chunks.
	 *
	 * @param chunks the indices of the chunks
	 * @param next what to list the next page after, {@code null} if this is the last
	 */
	public record ChunkPage(List<long[]> chunks, @Nullable StoreKey next) {
	}

}
