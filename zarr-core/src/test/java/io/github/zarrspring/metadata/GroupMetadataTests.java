package io.github.zarrspring.metadata;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GroupMetadataTests {

	private final DocumentText document = DocumentText.v3Group();

	@Test
	void readV3() {
		NodeMetadata group = Readers.reader().readV3(this.document.with("attributes", "{\"a\": 1}").bytes());
		assertThat(group).isInstanceOf(GroupMetadata.class);
		assertThat(group.format()).isEqualTo(ZarrFormat.V3);
		assertThat(group.attributes()).isEqualTo(Map.of("a", 1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			attributes            | {}
			attributes            | null
			consolidated_metadata | null
			consolidated_metadata | {"kind": "inline", "must_understand": false, "metadata": {"a": {}}}
			x-note                | {"must_understand": false}
			""")
	void whenMemberIsAllowedThenTheGroupOpensAndKeepsIt(String member, String json) {
		DocumentText changed = this.document.with(member, json);
		NodeMetadata group = Readers.reader().readV3(changed.bytes());
		Map<String, @Nullable Object> expected = new LinkedHashMap<>(Json.parse("expected", changed.bytes()));
		expected.put("attributes", Map.of("b", 2));
		assertThat(group.withAttributes(Map.of("b", 2)).documents()).isEqualTo(Map.of("zarr.json", expected));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			attributes            | [] | 'attributes' is []
			consolidated_metadata | [] | 'consolidated_metadata' is []
			zarr_format           | {} | 'zarr_format' is {}
			node_type             | "g" | 'node_type' is "g"
			""")
	void whenMemberIsNotAllowedThenCorrupt(String member, String json, String message) {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> Readers.reader().readV3(this.document.with(member, json).bytes()))
			.withMessageContaining(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			x-note      | 1
			x-note      | {"must_understand": true}
			shape       | [1]
			zarr_format | 2
			""")
	void whenMemberIsNotUnderstoodThenUnsupported(String member, String json) {
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> Readers.reader().readV3(this.document.with(member, json).bytes()))
			.withMessageContaining(member);
	}

	@Test
	void readV2() {
		GroupMetadata group = Readers.reader()
			.readV2Group(DocumentText.bytes("{\"zarr_format\": 2}"), DocumentText.bytes("{\"a\": [1]}"));
		assertThat(group.format()).isEqualTo(ZarrFormat.V2);
		assertThat(group.attributes()).containsOnlyKeys("a");
		assertThat(group.documents().keySet()).containsExactly(".zgroup", ".zattrs");
		assertThat(group.withAttributes(Map.of()).documents().keySet()).containsExactly(".zgroup");
	}

	@Test
	void whenV2DocumentIsWrongThenItFails() {
		MetadataReader reader = Readers.reader();
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> reader.readV2Group(DocumentText.bytes("{}"), null))
			.withMessage(".zgroup has no member 'zarr_format'");
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> reader.readV2Group(DocumentText.bytes("{\"zarr_format\": 3}"), null));
	}

	@Test
	void whenAttributesAreTooLargeThenLimitExceeded() {
		MetadataReader reader = Readers.reader(new Limits(30, 32, 100, 100, 100, 100));
		assertThatExceptionOfType(LimitExceededException.class)
			.isThrownBy(() -> reader.readV2Group(DocumentText.bytes("{\"zarr_format\": 2}"),
					DocumentText.bytes("{\"a\": \"" + "x".repeat(30) + "\"}")));
	}

	@ParameterizedTest
	@EnumSource
	void whenCreatedThenItIsReadBackAsItWas(ZarrFormat format) {
		for (Map<String, Object> attributes : List.of(Map.<String, Object>of(), Map.<String, Object>of("a", 1L))) {
			GroupMetadata group = GroupMetadata.create(format, attributes);
			assertThat(readBack(group)).isEqualTo(group).hasSameHashCodeAs(group);
		}
	}

	@Test
	void whenCreatedThenTheDocumentsHaveTheMembersOfTheSpecification() {
		assertThat(GroupMetadata.create(ZarrFormat.V3, Map.of()).documents())
			.isEqualTo(Map.of("zarr.json", Map.of("zarr_format", 3, "node_type", "group", "attributes", Map.of())));
		assertThat(GroupMetadata.create(ZarrFormat.V3, Map.of()).documents().get("zarr.json").keySet())
			.containsExactly("zarr_format", "node_type", "attributes");
		assertThat(GroupMetadata.create(ZarrFormat.V2, Map.of()).documents())
			.isEqualTo(Map.of(".zgroup", Map.of("zarr_format", 2)));
		assertThat(GroupMetadata.create(ZarrFormat.V2, Map.of("a", 1)).documents())
			.isEqualTo(Map.of(".zgroup", Map.of("zarr_format", 2), ".zattrs", Map.of("a", 1)));
	}

	@ParameterizedTest
	@EnumSource
	void whenAttributesHaveNoJsonThenInvalid(ZarrFormat format) {
		for (Object value : new Object[] { Double.NaN, Float.POSITIVE_INFINITY, new Object(), new int[0] }) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> GroupMetadata.create(format, Map.of("a", value)));
		}
	}

	private static NodeMetadata readBack(GroupMetadata group) {
		Map<String, ByteBuffer> stored = new HashMap<>();
		group.documents().forEach((name, document) -> stored.put(name, Json.format(document)));
		return (group.format() == ZarrFormat.V3) ? Readers.reader().readV3(stored.get("zarr.json"))
				: Readers.reader().readV2Group(stored.get(".zgroup"), stored.get(".zattrs"));
	}

}
