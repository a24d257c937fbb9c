package io.github.zarrspring.spring.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.github.zarrspring.chunk.ChunkKeyEncoding;
import io.github.zarrspring.chunk.ChunkKeyEncodings;
import io.github.zarrspring.chunk.SeparatedKeys;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Extension;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that an array could have, by its metadata document.
 *
 * @param counts the number of chunks along each dimension
 * @param encoding how their keys are made
 */
record ChunkKeys(List<Long> counts, ChunkKeyEncoding encoding) {

	static final long MAX = 1_000_000;

	/**
	 * What a document says.
	 * @return the chunks, {@code null} if it is not about an array
	 */
	static @Nullable ChunkKeys of(Map<?, ?> document) {
		if (!(document.get("shape") instanceof List<?> shape)) {
			return null;
		}
		boolean v3 = document.get("chunk_grid") instanceof Map;
		List<?> chunks = v3 ? regular(document.get("chunk_grid")) : list(document.get("chunks"));
		if (chunks.size() != shape.size()) {
			throw new CorruptDataException("The shape %s has chunks %s".formatted(shape, chunks));
		}
		List<Long> counts = new ArrayList<>();
		for (int i = 0; i < shape.size(); i++) {
			long size = number(shape.get(i));
			long chunk = number(chunks.get(i));
			if (size < 0 || chunk < 1) {
				throw new CorruptDataException("The shape %s has chunks %s".formatted(shape, chunks));
			}
			counts.add(size / chunk + ((size % chunk != 0) ? 1 : 0));
		}
		return new ChunkKeys(counts, v3 ? encoding(document.get("chunk_key_encoding"))
				: new SeparatedKeys(SeparatedKeys.V2, "/".equals(document.get("dimension_separator")) ? '/' : '.'));
	}

	private static List<?> regular(@Nullable Object grid) {
		Extension extension = extension(grid);
		if (!extension.name().equals("regular")) {
			throw new UnsupportedExtensionException(
					"The chunks of the grid '%s' cannot be listed by metadata".formatted(extension.name()));
		}
		return list(extension.configuration().get("chunk_shape"));
	}

	private static ChunkKeyEncoding encoding(@Nullable Object encoding) {
		return ChunkKeyEncodings.encoding(extension(encoding));
	}

	@SuppressWarnings("unchecked")
	private static Extension extension(@Nullable Object value) {
		if (value instanceof String name) {
			return Extension.of(name);
		}
		if (value instanceof Map<?, ?> map && map.get("name") instanceof String name) {
			return (map.get("configuration") instanceof Map<?, ?> configuration)
					? Extension.of(name, (Map<String, @Nullable Object>) configuration) : Extension.of(name);
		}
		throw new CorruptDataException("There is no extension in '%s'".formatted(value));
	}

	private static List<?> list(@Nullable Object value) {
		if (value instanceof List<?> list) {
			return list;
		}
		throw new CorruptDataException("There is no chunk shape in '%s'".formatted(value));
	}

	static long number(@Nullable Object value) {
		if (value instanceof Number number) {
			return number.longValue();
		}
		throw new CorruptDataException("There is no number in '%s'".formatted(value));
	}

	/**
	 * The keys of all chunks that there can be.
	 * @param path the path of the array
	 * @return the keys in their order
	 * @throws LimitExceededException if there are too many to go through
	 */
	TreeSet<StoreKey> all(NodePath path) {
		double total = this.counts.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
		if (total > MAX) {
			throw new LimitExceededException(
					"The array '%s' has %.0f chunks; at most %d are listed by metadata".formatted(path, total, MAX));
		}
		TreeSet<StoreKey> keys = new TreeSet<>();
		long[] index = new long[this.counts.size()];
		for (long number = 0; number < (long) total; number++) {
			long rest = number;
			for (int i = index.length - 1; i >= 0; i--) {
				index[i] = rest % this.counts.get(i);
				rest /= this.counts.get(i);
			}
			keys.add(key(path, index.clone()));
		}
		return keys;
	}

	StoreKey key(NodePath path, long[] index) {
		return StoreKey.chunk(path, this.encoding.encode(index), index);
	}

}
