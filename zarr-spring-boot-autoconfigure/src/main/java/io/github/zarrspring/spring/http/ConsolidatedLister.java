package io.github.zarrspring.spring.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.metadata.Json;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * Lists by the consolidated metadata of the root or, where it has none, of the outermost
 * group with such on the way to what is listed. The documents in them are listed as they
 * say; each chunk that an array could have is looked for, at the cost of one request
 * each, so that none is listed that is not there. What is not in the consolidated
 * metadata is not listed.
 */
final class ConsolidatedLister implements KeyLister {

	private static final String LAST_CHARACTER = new String(Character.toChars(Character.MAX_CODE_POINT));

	private final Function<StoreKey, Optional<StoredValue>> reader;

	private final Predicate<StoreKey> exists;

	ConsolidatedLister(Function<StoreKey, Optional<StoredValue>> reader, Predicate<StoreKey> exists) {
		this.reader = reader;
		this.exists = exists;
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		List<StoreKey> keys = new ArrayList<>();
		for (Map.Entry<StoreKey, Map<?, ?>> document : documents(prefix).entrySet()) {
			addAll(document.getKey(), document.getValue(), prefix, after, limit, keys);
		}
		return keys;
	}

	/**
	 * The keys of an array lie together, whatever is around them.
	 */
	private void addAll(StoreKey document, Map<?, ?> content, String prefix, @Nullable StoreKey after, int limit,
			List<StoreKey> keys) {
		String below = document.value().substring(0, document.value().lastIndexOf('/') + 1);
		ChunkKeys chunks = (below.startsWith(prefix) || prefix.startsWith(below)) ? ChunkKeys.of(content) : null;
		boolean passed = after != null && StoreKey.compare(below + LAST_CHARACTER, after.value()) < 0;
		TreeSet<StoreKey> candidates = (chunks != null && !passed) ? chunks.all(NodePath.of(trimmed(below)))
				: new TreeSet<>();
		candidates.add(document);
		for (StoreKey key : candidates) {
			if (keys.size() >= limit) {
				return;
			}
			if (key.value().startsWith(prefix) && (after == null || key.compareTo(after) > 0)
					&& (key.equals(document) || this.exists.test(key))) {
				keys.add(key);
			}
		}
	}

	private static String trimmed(String below) {
		return below.isEmpty() ? below : below.substring(0, below.length() - 1);
	}

	/**
	 * All documents, in the order of the keys that belong to them.
	 */
	private Map<StoreKey, Map<?, ?>> documents(String prefix) {
		int end = 0;
		do {
			Map<StoreKey, Map<?, ?>> documents = documentsBelow(prefix.substring(0, end));
			if (!documents.isEmpty()) {
				return documents;
			}
			end = prefix.indexOf('/', end) + 1;
		}
		while (end > 0);
		throw new StoreFailureException("The keys cannot be listed: neither the root nor a group on the way to '"
				+ prefix + "' has consolidated metadata. "
				+ "Consolidate them, or set 'listing' to 'index' if the server shows directories");
	}

	/**
	 * The documents in the consolidated metadata of a group, none if it has no such.
	 */
	private Map<StoreKey, Map<?, ?>> documentsBelow(String group) {
		Map<StoreKey, Map<?, ?>> documents = new TreeMap<>();
		StoreKey v3 = StoreKey.of(group + MetadataKeys.ZARR_JSON);
		Optional<Map<String, @Nullable Object>> root = parse(v3);
		if (root.isPresent() && root.get().get("consolidated_metadata") instanceof Map<?, ?> consolidated
				&& consolidated.get("metadata") instanceof Map<?, ?> nodes) {
			documents.put(v3, root.get());
			nodes.forEach((path, node) -> put(documents, group + path + "/" + MetadataKeys.ZARR_JSON, node));
			return documents;
		}
		StoreKey v2 = StoreKey.of(group + MetadataKeys.ZMETADATA);
		Optional<Map<String, @Nullable Object>> zmetadata = parse(v2);
		if (zmetadata.isPresent() && zmetadata.get().get("metadata") instanceof Map<?, ?> nodes) {
			documents.put(v2, Map.of());
			nodes.forEach((key, node) -> put(documents, group + key, node));
		}
		return documents;
	}

	private static void put(Map<StoreKey, Map<?, ?>> documents, String key, @Nullable Object node) {
		if (node instanceof Map<?, ?> content) {
			documents.put(StoreKey.of(key), content);
		}
	}

	private Optional<Map<String, @Nullable Object>> parse(StoreKey key) {
		return this.reader.apply(key).map((value) -> {
			ByteBuffer bytes = value.bytes();
			return Json.parse(key.value(), bytes);
		});
	}

}
