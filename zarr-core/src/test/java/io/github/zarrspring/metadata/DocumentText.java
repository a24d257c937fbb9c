package io.github.zarrspring.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A metadata document as text, to be changed member by member.
 */
final class DocumentText {

	private final Map<String, String> members;

	private DocumentText(Map<String, String> members) {
		this.members = members;
	}

	/**
	 * A v3 array of shape 4 x 6.
	 */
	static DocumentText v3Array() {
		return new DocumentText(Map.of()).with("zarr_format", "3")
			.with("node_type", "\"array\"")
			.with("shape", "[4, 6]")
			.with("data_type", "\"int16\"")
			.with("chunk_grid", "{\"name\": \"regular\", \"configuration\": {\"chunk_shape\": [2, 3]}}")
			.with("chunk_key_encoding", "{\"name\": \"default\", \"configuration\": {\"separator\": \"/\"}}")
			.with("fill_value", "7")
			.with("codecs", "[{\"name\": \"bytes\", \"configuration\": {\"endian\": \"little\"}}]");
	}

	/**
	 * A v3 group.
	 */
	static DocumentText v3Group() {
		return new DocumentText(Map.of()).with("zarr_format", "3").with("node_type", "\"group\"");
	}

	/**
	 * A v2 array of shape 4 x 6.
	 */
	static DocumentText v2Array() {
		return new DocumentText(Map.of()).with("zarr_format", "2")
			.with("shape", "[4, 6]")
			.with("chunks", "[2, 3]")
			.with("dtype", "\"<i2\"")
			.with("compressor", "null")
			.with("fill_value", "7")
			.with("order", "\"C\"")
			.with("filters", "null");
	}

	/**
	 * The {@code .zmetadata} of a v2 group with an array.
	 */
	static DocumentText v2Consolidated() {
		return new DocumentText(Map.of()).with("zarr_consolidated_format", "1")
			.with("metadata", "{\".zgroup\": {\"zarr_format\": 2}, \"a/.zarray\": %s, \"a/.zattrs\": {\"b\": [1]}}"
				.formatted(v2Array()));
	}

	/**
	 * Set a member.
	 * @param json its value as JSON
	 */
	DocumentText with(String member, String json) {
		Map<String, String> changed = new LinkedHashMap<>(this.members);
		changed.put(member, json);
		return new DocumentText(changed);
	}

	DocumentText without(String member) {
		Map<String, String> changed = new LinkedHashMap<>(this.members);
		changed.remove(member);
		return new DocumentText(changed);
	}

	ByteBuffer bytes() {
		return bytes(toString());
	}

	static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	static String text(ByteBuffer bytes) {
		return StandardCharsets.UTF_8.decode(bytes).toString();
	}

	@Override
	public String toString() {
		return this.members.entrySet()
			.stream()
			.map((member) -> '"' + member.getKey() + "\": " + member.getValue())
			.collect(Collectors.joining(", ", "{", "}"));
	}

}
