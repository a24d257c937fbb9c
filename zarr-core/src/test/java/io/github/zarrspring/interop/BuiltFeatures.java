package io.github.zarrspring.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The data types, codecs, grids and stores that are built. They only ever become more:
 * what is named here cannot go back to the list of what is not supported.
 */
final class BuiltFeatures {

	private static final Set<String> DATA_TYPES = Set.of("bool", "int8", "int16", "int32", "int64", "uint8", "uint16",
			"uint32", "uint64", "float16", "bfloat16", "float32", "float64", "complex64", "complex128", "string",
			"bytes", "numpy.datetime64", "numpy.timedelta64", "null_terminated_bytes", "fixed_length_utf32",
			"raw_bytes", "r16", "struct");

	private static final String V2_DATA_TYPES = "[<>|](b1|[iu][1248]|f[248]|c8|c16|[Mm]8(\\[\\w+])?|[SUV]\\d+|O)|\\[.*]";

	private static final Set<String> CODECS = Set.of("bytes", "transpose", "gzip", "zstd", "crc32c", "blosc",
			"sharding_indexed", "vlen-utf8", "vlen-bytes", "numcodecs.delta", "numcodecs.shuffle", "numcodecs.zlib");

	private static final Set<String> V2_CODECS = Set.of("gzip", "zlib", "zstd", "crc32c", "blosc", "lz4", "bz2",
			"adler32", "crc32", "astype", "bitround", "delta", "fixedscaleoffset", "packbits", "quantize", "shuffle",
			"vlen-utf8", "vlen-bytes", "vlen-array", "categorize", "fletcher32", "jenkins_lookup3");

	private static final Set<String> GRIDS = Set.of("regular", "rectilinear");

	private BuiltFeatures() {
	}

	/**
	 * Whether a fixture needs nothing else.
	 */
	static boolean areAllThat(Fixture fixture) throws IOException {
		if (!Files.isDirectory(fixture.path())) {
			return false;
		}
		try (Stream<Path> files = Files.walk(fixture.path())) {
			for (Path file : (Iterable<Path>) files::iterator) {
				if (!isBuilt(file)) {
					return false;
				}
			}
		}
		return true;
	}

	private static boolean isBuilt(Path file) throws IOException {
		if (file.endsWith(".zarray")) {
			return isBuiltV2(TestJson.object(file));
		}
		if (file.endsWith("zarr.json")) {
			Map<String, @Nullable Object> json = TestJson.object(file);
			return "group".equals(json.get("node_type")) || isBuiltV3(json);
		}
		return true;
	}

	private static boolean isBuiltV3(Map<String, @Nullable Object> json) {
		return DATA_TYPES.contains(name(json.get("data_type"))) && GRIDS.contains(name(json.get("chunk_grid")))
				&& list(json.get("codecs")).stream().allMatch(BuiltFeatures::isBuiltCodec);
	}

	/**
	 * The codecs of shards are among the built ones too.
	 */
	private static boolean isBuiltCodec(@Nullable Object json) {
		Object configuration = (json instanceof Map<?, ?> extension) ? extension.get("configuration") : null;
		Object inner = (configuration instanceof Map<?, ?> members) ? members.get("codecs") : null;
		return CODECS.contains(name(json)) && list(inner).stream().allMatch(BuiltFeatures::isBuiltCodec);
	}

	private static boolean isBuiltV2(Map<String, @Nullable Object> json) {
		return String.valueOf(json.get("dtype")).matches(V2_DATA_TYPES) && isBuiltV2Codec(json.get("compressor"))
				&& list(json.get("filters")).stream().allMatch(BuiltFeatures::isBuiltV2Codec);
	}

	private static boolean isBuiltV2Codec(@Nullable Object json) {
		return json == null || V2_CODECS.contains(TestJson.object(json).get("id"));
	}

	private static List<?> list(@Nullable Object json) {
		return (json instanceof List<?> list) ? list : List.of();
	}

	private static String name(@Nullable Object json) {
		Object name = (json instanceof Map<?, ?> extension) ? extension.get("name") : json;
		return String.valueOf(Objects.requireNonNull(name));
	}

}
