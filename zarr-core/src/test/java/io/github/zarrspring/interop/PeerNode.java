package io.github.zarrspring.interop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrNode;
import org.jspecify.annotations.Nullable;

/**
 * An array or group as one implementation wrote it or another one sees it.
 *
 * @param path the path, whose first segment is the format
 * @param type the v3 name of the data type, {@code null} for a group
 * @param shape the shape
 * @param bytes the elements in C order, little-endian, in hex digits
 * @param attributes the attributes without the names of dimensions, {@code null} if
 * whoever looked at it does not know
 * @param dimensionNames the names of the dimensions
 */
record PeerNode(String path, @Nullable String type, List<Integer> shape, String bytes,
		@Nullable Map<String, @Nullable Object> attributes, List<@Nullable String> dimensionNames) {

	/**
	 * Where names of dimensions are in v2.
	 */
	private static final String V2_DIMENSIONS = "_ARRAY_DIMENSIONS";

	private static final int SHOWN_DIGITS = 400;

	/**
	 * A group.
	 */
	static PeerNode group(String path, Map<String, ? extends @Nullable Object> attributes) {
		return new PeerNode(path, null, List.of(), "", canonical(attributes), List.of());
	}

	/**
	 * An array.
	 */
	static PeerNode array(String path, NdArray values, Map<String, ? extends @Nullable Object> attributes,
			List<@Nullable String> dimensionNames) {
		Map<String, @Nullable Object> others = canonical(attributes);
		others.remove(V2_DIMENSIONS);
		return new PeerNode(path, values.dataType().name(), Arrays.stream(values.shape()).boxed().toList(),
				HexFormat.of().formatHex(ElementBytes.of(values)), others, dimensionNames);
	}

	/**
	 * What the engine sees.
	 */
	static PeerNode of(String store, ZarrNode node) {
		String path = (node.path().value().isEmpty()) ? store : store + "/" + node.path().value();
		return (node instanceof ZarrArray array) ? array(path, array.read(), array.attributes(), array.dimensionNames())
				: group(path, node.attributes());
	}

	/**
	 * What a peer sees, in a line of JSON with members of the names here.
	 */
	static PeerNode parse(String line) {
		Map<String, @Nullable Object> json = TestJson.object(line);
		Map<String, @Nullable Object> attributes = null;
		List<@Nullable String> names = strings(json.get("dimensionNames"));
		if (json.get("attributes") != null) {
			attributes = canonical(TestJson.object(json.get("attributes")));
			Object dimensions = attributes.remove(V2_DIMENSIONS);
			names = names.isEmpty() ? strings(dimensions) : names;
		}
		List<Integer> shape = new ArrayList<>();
		if (json.get("shape") instanceof List<?> sizes) {
			sizes.forEach((size) -> shape.add((Integer) size));
		}
		return new PeerNode((String) json.get("path"), (String) json.get("type"), shape,
				(json.get("bytes") instanceof String bytes) ? bytes : "", attributes, names);
	}

	private static Map<String, @Nullable Object> canonical(Map<String, ? extends @Nullable Object> attributes) {
		Map<String, @Nullable Object> canonical = new LinkedHashMap<>();
		attributes.forEach((name, value) -> canonical.put(name, TestJson.canonical(value)));
		return canonical;
	}

	private static List<@Nullable String> strings(@Nullable Object json) {
		List<@Nullable String> strings = new ArrayList<>();
		if (json instanceof List<?> names) {
			names.forEach((name) -> strings.add((String) name));
		}
		return strings;
	}

	/**
	 * The store, which is the first segment of the path.
	 */
	String store() {
		return this.path.split("/", 2)[0];
	}

	/**
	 * The path in the store.
	 */
	String pathInStore() {
		return this.path.substring(Math.min(this.path.length(), store().length() + 1));
	}

	/**
	 * Whether this is an array with something in it along its first dimension.
	 */
	boolean hasRows() {
		return this.type != null && !this.shape.isEmpty() && !this.bytes.isEmpty();
	}

	/**
	 * What a peer that knows no attributes sees of this node.
	 */
	PeerNode withoutAttributes() {
		return new PeerNode(this.path, this.type, this.shape, this.bytes, null, List.of());
	}

	/**
	 * Short enough for the message of a failure.
	 */
	@Override
	public String toString() {
		String digits = (this.bytes.length() > SHOWN_DIGITS) ? this.bytes.substring(0, SHOWN_DIGITS) + "…" : this.bytes;
		return "%s: %s %s %s %s, %d digits with the hash %08x: %s".formatted(this.path, this.type, this.shape,
				this.attributes, this.dimensionNames, this.bytes.length(), this.bytes.hashCode(), digits);
	}

}
