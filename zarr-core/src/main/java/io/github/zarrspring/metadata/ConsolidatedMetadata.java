package io.github.zarrspring.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a group and all nodes below it, out of one document. Nodes are read
 * when they are asked for, so that one that is not supported does not keep others from
 * being opened. Immutable and safe for use by several threads.
 */
public final class ConsolidatedMetadata {

	private final MetadataReader reader;

	private final TreeMap<NodePath, Documents> nodes;

	ConsolidatedMetadata(MetadataReader reader, TreeMap<NodePath, Documents> nodes) {
		this.reader = reader;
		this.nodes = nodes;
	}

	/**
	 * A path as consolidated metadata have it, which anybody may have written.
	 * @throws CorruptDataException if there can be no such node
	 */
	static NodePath path(String document, String path) {
		try {
			return path.isEmpty() ? NodePath.ROOT : new NodePath(path);
		}
		catch (InvalidRequestException ex) {
			throw new CorruptDataException("%s: %s".formatted(document, ex.getReason()), ex);
		}
	}

	/**
	 * The paths of all nodes.
	 * @return the paths relative to the group, that of the group first, not to be changed
	 */
	public NavigableSet<NodePath> paths() {
		return Collections.unmodifiableNavigableSet(this.nodes.navigableKeySet());
	}

	/**
	 * The metadata of a node.
	 * @param path its path relative to the group
	 * @return the metadata, empty if there is no such node
	 * @throws CorruptDataException if the specification does not allow them
	 * @throws UnsupportedExtensionException if this library does not have what they ask
	 * for
	 */
	public Optional<NodeMetadata> node(NodePath path) {
		return Optional.ofNullable(this.nodes.get(path)).map(this.reader::read);
	}

	/**
	 * The documents of a node as they are in the document, whether its metadata can be
	 * read or not.
	 * @param path its path relative to the group
	 * @return the documents by name, for {@link Json#format}; empty if there is no such
	 * node
	 */
	public Map<String, Map<String, @Nullable Object>> documents(NodePath path) {
		Documents documents = this.nodes.get(path);
		return (documents != null) ? documents.byName() : Map.of();
	}

	/**
	 * The {@code .zmetadata} of a v2 group.
	 * @param nodes the metadata of the group and all nodes below it by their paths
	 * relative to the group
	 * @return the document, for {@link Json#format}
	 * @throws InvalidRequestException if there are nodes in v3 among them
	 */
	public static Map<String, @Nullable Object> formatV2(Map<String, NodeMetadata> nodes) {
		Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
		nodes.forEach((path, node) -> {
			checkFormat(path, node, ZarrFormat.V2);
			String prefix = path.isEmpty() ? "" : path + '/';
			node.documents().forEach((name, document) -> metadata.put(prefix + name, document));
		});
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		document.put(ConsolidatedV2.FORMAT, 1);
		document.put(ConsolidatedV2.METADATA, metadata);
		return document;
	}

	static void checkFormat(String path, NodeMetadata node, ZarrFormat format) {
		if (node.format() != format) {
			throw new InvalidRequestException(
					"The metadata of a group in %s cannot be consolidated with those of '%s' in %s".formatted(format,
							path, node.format()));
		}
	}

}
