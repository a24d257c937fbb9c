package io.github.zarrspring.metadata;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.chunk.ChunkKeyEncoding;
import io.github.zarrspring.chunk.SeparatedKeys;
import io.github.zarrspring.codec.BytesCodec;
import io.github.zarrspring.codec.BytesToBytesCodec;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.TransposeCodec;
import io.github.zarrspring.codec.V2Filters;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.MetadataKeys;
import org.jspecify.annotations.Nullable;

/**
 * Writes the v2 documents of a new array. What v2 cannot express is refused, never left
 * out.
 */
final class ArrayV2Writer {

	private ArrayV2Writer() {
	}

	static Documents write(ArrayParts parts, Map<String, @Nullable Object> attributes) {
		List<Codec> codecs = new ArrayList<>(parts.codecs());
		boolean reversed = !codecs.isEmpty() && codecs.get(0) instanceof TransposeCodec transpose
				&& transpose.isReverse();
		if (reversed) {
			codecs.remove(0);
		}
		@Nullable ByteOrder byteOrder = null;
		for (Codec codec : codecs) {
			byteOrder = (codec instanceof BytesCodec bytes) ? bytes.order() : byteOrder;
		}
		ByteOrder order = (byteOrder != null) ? byteOrder : ByteOrder.LITTLE_ENDIAN;
		codecs = V2Filters.filters(codecs, parts.dataType(), order);
		// In v2 values become bytes of themselves.
		codecs.removeIf(BytesCodec.class::isInstance);
		@Nullable Codec compressor = null;
		if (!codecs.isEmpty() && codecs.get(codecs.size() - 1) instanceof BytesToBytesCodec last && !last.isFilter()) {
			compressor = codecs.remove(codecs.size() - 1);
		}
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("zarr_format", ZarrFormat.V2.number());
		json.put("shape", Arrays.stream(parts.shape()).boxed().toList());
		json.put("chunks", chunks(parts.chunkGrid()));
		json.put("dtype", parts.dataType().toV2(order));
		json.put("compressor", (compressor != null) ? compressor.toV2() : null);
		json.put("fill_value", parts.dataType().formatV2FillValue(parts.fillValue(), order));
		json.put("order", reversed ? "F" : "C");
		json.put("filters", codecs.isEmpty() ? null : codecs.stream().map(Codec::toV2).toList());
		json.put("dimension_separator", separator(parts.chunkKeyEncoding()));
		return Documents.v2(MetadataKeys.ZARRAY, json, V2DimensionNames.write(attributes, parts.dimensionNames()));
	}

	private static List<Long> chunks(ChunkGrid grid) {
		if (!grid.isRegular()) {
			throw new InvalidRequestException("Zarr v2 has no chunk grid '%s'".formatted(grid.toExtension().name()));
		}
		return Arrays.stream(grid.maxChunkShape()).boxed().toList();
	}

	private static String separator(ChunkKeyEncoding encoding) {
		if (!encoding.toExtension().name().equals(SeparatedKeys.V2)) {
			throw new InvalidRequestException(
					"Zarr v2 has no chunk key encoding '%s'".formatted(encoding.toExtension().name()));
		}
		return String.valueOf(encoding.separator());
	}

}
