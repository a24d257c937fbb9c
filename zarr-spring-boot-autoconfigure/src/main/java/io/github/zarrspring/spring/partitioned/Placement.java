package io.github.zarrspring.spring.partitioned;

import java.util.Set;

import com.hazelcast.partition.PartitioningStrategy;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Decides which values are kept together: those with equal partition keys. The partition
 * key follows from the text of the key alone, never from what else a {@link StoreKey} may
 * know, so that everybody who asks for a value looks in the same place.
 */
public final class Placement {

	private static final Set<String> DOCUMENTS = Set.of("zarr.json", ".zarray", ".zgroup", ".zattrs", ".zmetadata");

	private final String name;

	private final PartitioningStrategy<String> strategy;

	private Placement(String name, PartitioningStrategy<String> strategy) {
		this.name = name;
		this.strategy = strategy;
	}

	/**
	 * A built-in placement.
	 * @param affinity what is kept together
	 * @return the placement
	 */
	public static Placement of(Affinity affinity) {
		return (affinity == Affinity.ARRAY) ? new Placement("array", Placement::arrayOf)
				: new Placement("chunk", Placement::alone);
	}

	/**
	 * The placement of an application.
	 * @param strategy gives the partition key of a key; always and on each member the
	 * same for the same text; {@code null} for a value that is placed by itself
	 * @return the placement
	 */
	public static Placement by(PartitioningStrategy<String> strategy) {
		return new Placement(strategy.getClass().getName(), strategy);
	}

	/**
	 * What the members of a cluster have to agree on.
	 * @return the name of the placement
	 */
	String name() {
		return this.name;
	}

	EntryKey key(StoreKey key) {
		return new EntryKey(key.value(), this.strategy.getPartitionKey(key.value()));
	}

	@SuppressWarnings("NullAway") // Hazelcast says that there may be no partition key
	private static @Nullable Object alone(String key) {
		return null;
	}

	/**
	 * The path of the array that a key belongs to, as far as the key tells: that of its
	 * metadata document, or what stands before the chunk's coordinates and the 'c' in
	 * front of them.
	 */
	private static String arrayOf(String key) {
		int slash = key.lastIndexOf('/');
		int end = Math.max(slash, 0);
		if (DOCUMENTS.contains(key.substring(slash + 1))) {
			return key.substring(0, end);
		}
		String path = key.substring(0, end);
		if (isNumber(key, slash + 1)) {
			for (slash = path.lastIndexOf('/'); isNumber(path, slash + 1); slash = path.lastIndexOf('/')) {
				path = path.substring(0, Math.max(slash, 0));
			}
			if (path.equals("c") || path.endsWith("/c")) {
				path = path.substring(0, Math.max(path.length() - 2, 0));
			}
		}
		return path;
	}

	private static boolean isNumber(String text, int start) {
		return start < text.length() && text.chars().skip(start).allMatch((c) -> c >= '0' && c <= '9');
	}

}
