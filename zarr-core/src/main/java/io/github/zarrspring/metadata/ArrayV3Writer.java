package io.github.zarrspring.metadata;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.zarrspring.codec.V2Filters;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * Writes the v3 document of a new array. Extensions are written as objects, which readers
 * of v3.0 need, and only a data type without configuration as its name, as v3.0 has it.
 */
final class ArrayV3Writer {

	private ArrayV3Writer() {
	}

	static Documents write(ArrayParts parts, Map<String, @Nullable Object> attributes) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("zarr_format", ZarrFormat.V3.number());
		json.put("node_type", "array");
		json.put("shape", Arrays.stream(parts.shape()).boxed().toList());
		Extension dataType = parts.dataType().toExtension();
		json.put("data_type", dataType.configuration().isEmpty() ? dataType.name() : dataType.toJson());
		json.put("chunk_grid", parts.chunkGrid().toExtension().toJson());
		json.put("chunk_key_encoding", parts.chunkKeyEncoding().toExtension().toJson());
		json.put("fill_value", parts.dataType().formatFillValue(parts.fillValue()));
		json.put("codecs",
				V2Filters.arrays(parts.codecs()).stream().map((codec) -> codec.toExtension().toJson()).toList());
		json.put("attributes", attributes);
		if (parts.dimensionNames().stream().anyMatch(Objects::nonNull)) {
			json.put("dimension_names", parts.dimensionNames());
		}
		return Documents.v3(json);
	}

}
