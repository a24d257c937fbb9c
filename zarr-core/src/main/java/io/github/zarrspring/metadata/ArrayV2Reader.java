package io.github.zarrspring.metadata;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.chunk.RegularGrid;
import io.github.zarrspring.chunk.SeparatedKeys;
import io.github.zarrspring.codec.ArrayToBytesCodec;
import io.github.zarrspring.codec.BytesCodec;
import io.github.zarrspring.codec.BytesToBytesCodec;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.CodecRegistry;
import io.github.zarrspring.codec.TransposeCodec;
import io.github.zarrspring.codec.V2Filters;
import io.github.zarrspring.dtype.DataTypes;
import io.github.zarrspring.dtype.V2DataType;
import io.github.zarrspring.extension.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the v2 document of an array (Zarr v2 specification, "Arrays"). Members that it
 * does not know are ignored, as v2 has it.
 */
final class ArrayV2Reader {

	private final CodecRegistry codecs;

	private final DataTypes dataTypes;

	ArrayV2Reader(CodecRegistry codecs, DataTypes dataTypes) {
		this.codecs = codecs;
		this.dataTypes = dataTypes;
	}

	ArrayParts read(Members members, Map<String, @Nullable Object> attributes) {
		long[] shape = members.sizes("shape", 0);
		Object dtype = members.require("dtype");
		if (dtype == null) {
			throw members.wrong("dtype", null, "a data type");
		}
		V2DataType type = this.dataTypes.fromV2(dtype, filterIds(members));
		Object fillValue = members.require("fill_value");
		return new ArrayParts(shape, type.dataType(), new RegularGrid(members.sizes("chunks", 1)), keys(members),
				fillValue(type, fillValue), fillValue != null, codecs(members, type, shape.length),
				V2DimensionNames.read(attributes, shape.length));
	}

	private static List<String> filterIds(Members members) {
		return members.listOrEmpty("filters")
			.stream()
			.map((filter) -> String.valueOf(members.object("filters", filter).get("id")))
			.toList();
	}

	private static SeparatedKeys keys(Members members) {
		String separator = members.values().containsKey("dimension_separator")
				? members.oneOf("dimension_separator", ".", "/") : ".";
		return new SeparatedKeys(SeparatedKeys.V2, separator.charAt(0));
	}

	private static Object fillValue(V2DataType type, @Nullable Object json) {
		ByteOrder order = (type.order() != null) ? type.order() : ByteOrder.LITTLE_ENDIAN;
		return (json != null) ? type.dataType().parseV2FillValue(V2FillText.number(type.dataType(), json), order)
				: type.dataType().defaultFillValue();
	}

	/**
	 * The order of v2 is that of v3: the chunk in C or F order, filters, compressor. The
	 * {@code bytes} codec, which v2 has not, goes where values become bytes, unless a
	 * filter does that.
	 */
	private List<Codec> codecs(Members members, V2DataType type, int rank) {
		@Nullable ByteOrder byteOrder = type.order();
		List<Codec> codecs = new ArrayList<>();
		if (members.oneOf("order", "C", "F").equals("F") && rank > 1) {
			codecs.add(TransposeCodec.reverse(rank));
		}
		members.require("filters");
		for (Object filter : members.listOrEmpty("filters")) {
			add(codecs, codec(members, "filters", filter), byteOrder);
		}
		Object compressor = members.require("compressor");
		if (compressor != null) {
			Codec codec = codec(members, "compressor", compressor);
			if (!(codec instanceof BytesToBytesCodec)) {
				throw members.wrong("compressor", compressor, "a codec from bytes to bytes");
			}
			add(codecs, codec, byteOrder);
		}
		addBytes(codecs, byteOrder);
		return V2Filters.resolve(codecs, type);
	}

	private static void add(List<Codec> codecs, Codec codec, @Nullable ByteOrder byteOrder) {
		if (codec instanceof BytesToBytesCodec) {
			addBytes(codecs, byteOrder);
		}
		codecs.add(codec);
	}

	private static void addBytes(List<Codec> codecs, @Nullable ByteOrder byteOrder) {
		if (codecs.stream().noneMatch(ArrayToBytesCodec.class::isInstance)) {
			codecs.add(new BytesCodec(byteOrder));
		}
	}

	private Codec codec(Members members, String member, @Nullable Object json) {
		Map<String, @Nullable Object> configuration = new LinkedHashMap<>(members.object(member, json));
		if (configuration.remove("id") instanceof String id) {
			return this.codecs.v2Codec(id, new Configuration(configuration));
		}
		throw members.wrong(member, json, "an object with an id");
	}

}
