package io.github.zarrspring.spring.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.metadata.Json;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Arrays as a service has them: {@code arrays/{path}/chunks/{i,j}} and
 * {@code arrays/{path}/metadata}. There is one document for each node, whatever its
 * format, so that attributes of v2, which have a document of their own, have no place.
 */
final class RestAddresses implements Addresses {

	private final BaseUrl base;

	RestAddresses(BaseUrl base) {
		this.base = base;
	}

	URI health() {
		return this.base.resolve("health");
	}

	URI chunks(NodePath array) {
		return this.base.resolve(node(array) + "chunks");
	}

	URI metadata(NodePath node) {
		return this.base.resolve(node(node) + "metadata");
	}

	private static String node(NodePath path) {
		return "arrays/" + BaseUrl.encode(path.keyPrefix());
	}

	@Override
	public @Nullable URI of(StoreKey key) {
		long[] chunk = key.chunk();
		if (chunk != null) {
			String index = Arrays.stream(chunk).mapToObj(Long::toString).collect(Collectors.joining(","));
			return this.base.resolve(node(key.path()) + "chunks/" + index);
		}
		if (!MetadataKeys.isMetadataName(key.entry())) {
			throw new InvalidRequestException(
					"The REST service has chunks by their index, and '%s' has none".formatted(key));
		}
		boolean separate = key.entry().equals(MetadataKeys.ZATTRS) || key.entry().equals(MetadataKeys.ZMETADATA);
		return (separate || key.path().isRoot()) ? null : metadata(key.path());
	}

	@Override
	public URI ofProbe(String name) {
		return this.base.resolve("arrays/" + name + "/chunks/0");
	}

	@Override
	public String mediaType(StoreKey key) {
		return (key.chunk() != null) ? KeyAddresses.BYTES : KeyAddresses.JSON;
	}

	@Override
	public boolean isValueOf(StoreKey key, byte[] content) {
		return key.chunk() != null || entry(content).equals(key.entry());
	}

	/**
	 * The name that a document has in the layout of the specification.
	 */
	static String entry(byte[] document) {
		Map<String, @Nullable Object> members = Json.parse("metadata", ByteBuffer.wrap(document));
		if (!(members.get("zarr_format") instanceof Number format) || format.intValue() != 2) {
			return MetadataKeys.ZARR_JSON;
		}
		return members.containsKey("shape") ? MetadataKeys.ZARRAY : MetadataKeys.ZGROUP;
	}

}
