package io.github.zarrspring.metadata;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import io.github.zarrspring.chunk.ChunkGrids;
import io.github.zarrspring.chunk.ChunkKeyEncodings;
import io.github.zarrspring.codec.BytesCodec;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.CodecRegistry;
import io.github.zarrspring.codec.ShardingCodec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.DataTypes;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the v3 document of an array (Zarr v3 specification, "Array metadata").
 */
final class ArrayV3Reader {

	private static final Set<String> KNOWN = Set.of("zarr_format", "node_type", "shape", "data_type", "chunk_grid",
			"chunk_key_encoding", "fill_value", "codecs", "attributes", "storage_transformers", "dimension_names");

	private final CodecRegistry codecs;

	private final DataTypes dataTypes;

	ArrayV3Reader(CodecRegistry codecs, DataTypes dataTypes) {
		this.codecs = codecs;
		this.dataTypes = dataTypes;
	}

	ArrayParts read(Members members) {
		V3Members.checkUnknown(members, KNOWN);
		checkStorageTransformers(members);
		long[] shape = members.sizes("shape", 0);
		DataType dataType = this.dataTypes.fromV3(ExtensionReader.required(members, "data_type"));
		List<Codec> codecs = new ArrayList<>();
		for (Object codec : members.list("codecs")) {
			codecs.add(this.codecs.codec(ExtensionReader.codec(members, codec)));
		}
		return new ArrayParts(shape, dataType, ChunkGrids.grid(ExtensionReader.required(members, "chunk_grid")),
				ChunkKeyEncodings.encoding(ExtensionReader.required(members, "chunk_key_encoding")),
				dataType.parseFillValue(members.require("fill_value"), byteOrder(codecs)), true, List.copyOf(codecs),
				dimensionNames(members, shape.length));
	}

	/**
	 * The byte order of the stored elements, those of the inner chunks of shards.
	 */
	private static ByteOrder byteOrder(List<Codec> codecs) {
		for (Codec codec : codecs) {
			if (codec instanceof BytesCodec bytes && bytes.order() != null) {
				return bytes.order();
			}
			if (codec instanceof ShardingCodec sharding) {
				return byteOrder(sharding.codecs());
			}
		}
		return ByteOrder.LITTLE_ENDIAN;
	}

	private static void checkStorageTransformers(Members members) {
		List<?> transformers = members.listOrEmpty("storage_transformers");
		if (!transformers.isEmpty()) {
			throw new UnsupportedExtensionException("%s: 'storage_transformers' is %s, none is known"
				.formatted(members.document(), Members.show(transformers)));
		}
	}

	private static List<@Nullable String> dimensionNames(Members members, int rank) {
		List<? extends @Nullable Object> json = members.listOrEmpty("dimension_names");
		if (members.values().get("dimension_names") != null && json.size() != rank) {
			throw members.wrong("dimension_names", json, "%s names, as many as there are dimensions".formatted(rank));
		}
		List<@Nullable String> names = new ArrayList<>();
		for (Object name : json) {
			if (name != null && !(name instanceof String)) {
				throw members.wrong("dimension_names", json, "strings and nulls");
			}
			names.add((String) name);
		}
		return Collections.unmodifiableList(names);
	}

}
