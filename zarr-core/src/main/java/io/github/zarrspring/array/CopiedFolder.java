package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Copies the values in one folder of a store that is copied: of a node, or of what is
 * none. They are gathered, and copied many at a time.
 */
final class CopiedFolder {

	private final String prefix;

	private final boolean group;

	private final Set<String> documents;

	private final @Nullable ChunkCopier chunkCopier;

	private final ValueCopier valueCopier;

	private final List<long[]> chunks = new ArrayList<>();

	private final List<StoreKey> values = new ArrayList<>();

	/**
	 * A folder.
	 * @param prefix what its keys start with
	 * @param group whether the folders in it can be nodes
	 * @param documents the names of the values that were copied as metadata
	 * @param chunkCopier what copies its chunks, if it is an array
	 * @param valueCopier what copies all other values
	 */
	CopiedFolder(String prefix, boolean group, Set<String> documents, @Nullable ChunkCopier chunkCopier,
			ValueCopier valueCopier) {
		this.prefix = prefix;
		this.group = group;
		this.documents = documents;
		this.chunkCopier = chunkCopier;
		this.valueCopier = valueCopier;
	}

	String prefix() {
		return this.prefix;
	}

	boolean isGroup() {
		return this.group;
	}

	/**
	 * Copy a value sooner or later.
	 */
	void add(StoreKey key) {
		String entry = key.value().substring(this.prefix.length());
		if (this.documents.contains(entry)) {
			return;
		}
		long[] chunk = (this.chunkCopier != null) ? this.chunkCopier.chunk(entry) : null;
		if (chunk != null) {
			this.chunks.add(chunk);
		}
		else {
			this.values.add(key);
		}
	}

	/**
	 * Copy what was gathered.
	 */
	void flush() {
		if (this.chunkCopier != null && !this.chunks.isEmpty()) {
			this.chunkCopier.copy(List.copyOf(this.chunks));
			this.chunks.clear();
		}
		if (!this.values.isEmpty()) {
			this.valueCopier.copy(List.copyOf(this.values));
			this.values.clear();
		}
	}

}
