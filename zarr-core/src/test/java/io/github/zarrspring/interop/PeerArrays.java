package io.github.zarrspring.interop;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.codec.IndexLocation;
import io.github.zarrspring.codec.blosc.Compressor;
import io.github.zarrspring.codec.blosc.Shuffle;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.TimeType;
import io.github.zarrspring.dtype.TimeUnit;
import io.github.zarrspring.metadata.ZarrFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes what other implementations are to read: each data type with each codec in both
 * byte orders, both orders of dimensions and all chunk-key encodings, and all that is
 * special about shapes, fill values, attributes and groups. The first row of chunks of
 * most arrays is missing.
 */
final class PeerArrays {

	private static final Map<DataType, List<Fill>> FILL_VALUES = new LinkedHashMap<>();

	static {
		fills(DataType.BOOL, Fill.of(true), Fill.of(false));
		fills(DataType.INT8, Fill.of((byte) -128), Fill.of((byte) 127));
		fills(DataType.INT16, Fill.of((short) -32768), Fill.of((short) 32767));
		fills(DataType.INT32, Fill.of(Integer.MIN_VALUE), Fill.of(Integer.MAX_VALUE));
		fills(DataType.INT64, Fill.of(-1L << 53), Fill.of(1L << 53));
		fills(DataType.UINT8, new Fill(255, new byte[] { -1 }), Fill.of((byte) 1));
		fills(DataType.UINT16, new Fill(65535, new short[] { -1 }), Fill.of((short) 1));
		fills(DataType.UINT32, new Fill(4294967295L, new int[] { -1 }), Fill.of(1));
		fills(DataType.UINT64, Fill.of(1L << 53), Fill.of(1L));
		fills(DataType.FLOAT32, Fill.of(Float.NaN), Fill.of(Float.POSITIVE_INFINITY), Fill.of(Float.NEGATIVE_INFINITY),
				Fill.of(-0.0f), Fill.of(Float.MIN_VALUE), Fill.of(0.1f));
		fills(DataType.FLOAT64, Fill.of(Double.NaN), Fill.of(Double.POSITIVE_INFINITY),
				Fill.of(Double.NEGATIVE_INFINITY), Fill.of(-0.0), Fill.of(Double.MIN_VALUE), Fill.of(0.1));
		fills(DataType.FLOAT16, new Fill("NaN", new short[] { 0x7e00 }), new Fill(1.5, new short[] { 0x3e00 }),
				new Fill("-Infinity", new short[] { (short) 0xfc00 }));
		fills(DataType.BFLOAT16, new Fill("NaN", new short[] { 0x7fc0 }), new Fill(1.5, new short[] { 0x3fc0 }));
		fills(DataType.COMPLEX64, new Fill(List.of("NaN", 1.5), new float[] { Float.NaN, 1.5f }),
				new Fill(List.of("-Infinity", 0.0), new float[] { Float.NEGATIVE_INFINITY, 0 }));
		fills(DataType.COMPLEX128, new Fill(List.of("NaN", 1.5), new double[] { Double.NaN, 1.5 }),
				new Fill(List.of("-Infinity", 0.1), new double[] { Double.NEGATIVE_INFINITY, 0.1 }));
	}

	/**
	 * Fill values that JavaScript cannot read.
	 */
	private static final Map<DataType, Fill> LARGE_FILL_VALUES = Map.of(DataType.INT64, Fill.of(Long.MIN_VALUE),
			DataType.UINT64, new Fill(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE), new long[] { -1 }));

	private static final Map<String, @Nullable Object> ATTRIBUTES = attributes();

	private final Hierarchy hierarchy;

	private final ZarrFormat format;

	private final Map<String, PeerNode> written = new LinkedHashMap<>();

	private int count;

	private PeerArrays(Hierarchy hierarchy, ZarrFormat format) {
		this.hierarchy = hierarchy;
		this.format = format;
	}

	private static void fills(DataType type, Fill... fills) {
		FILL_VALUES.put(type, List.of(fills));
	}

	private static Map<String, @Nullable Object> attributes() {
		Map<String, @Nullable Object> inner = new LinkedHashMap<>();
		inner.put("a", 2.5);
		inner.put("räksmörgås😀", Arrays.asList(1, null, true, -1e300, "\"\\\n\t\u0001"));
		Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
		attributes.put("title", "漢字");
		attributes.put("nested", inner);
		attributes.put("nothing", null);
		attributes.put("empty", List.of(Map.of(), List.of(), ""));
		return Collections.unmodifiableMap(attributes);
	}

	/**
	 * Write everything.
	 * @param hierarchy the store, whose name is the first segment of the paths
	 * @param format the format
	 * @return what a peer has to see, by path
	 */
	static Map<String, PeerNode> write(Hierarchy hierarchy, ZarrFormat format) {
		PeerArrays arrays = new PeerArrays(hierarchy, format);
		arrays.groups();
		arrays.typesAndCodecs();
		arrays.blosc();
		arrays.shapes();
		if (format == ZarrFormat.V3) {
			arrays.shards();
			arrays.text();
			arrays.numcodecs();
		}
		arrays.fillValues();
		if (format == ZarrFormat.V2) {
			arrays.otherTypes();
			arrays.filters();
			arrays.objects();
		}
		arrays.consolidated();
		return arrays.written;
	}

	private void groups() {
		group("", Map.of("root", true));
		group("group", ATTRIBUTES);
		group("group/字 b", Map.of());
		array("group/字 b/array", spec(DataType.INT16, Fill.of((short) 1), 5).chunks(2),
				(shape) -> random(DataType.INT16, 1, shape), ATTRIBUTES, List.of());
		array("named", spec(DataType.UINT8, Fill.of((byte) 1), 5, 3).chunks(2, 2),
				(shape) -> random(DataType.UINT8, 1, shape), Map.of("a", 1), List.of("y", "x"));
	}

	private void typesAndCodecs() {
		FILL_VALUES.forEach((type, fills) -> codecs().forEach((name, codecs) -> {
			for (ByteOrder order : byteOrders(type)) {
				for (boolean transposed : List.of(false, true)) {
					Fill fill = fills.get(this.count % fills.size());
					String path = "%s-%s-%s-%s".formatted(type.name(), name,
							(order == ByteOrder.BIG_ENDIAN) ? "big" : "little", transposed ? "F" : "C");
					array(path, type, spec(type, fill, 5, 7).chunks(2, 3)
						.codecs(codecs(transposed ? new int[] { 1, 0 } : null, order, codecs)));
				}
			}
		}));
	}

	/**
	 * A single byte has no order. Some peers swap booleans nevertheless.
	 */
	private static List<ByteOrder> byteOrders(DataType type) {
		return (type == DataType.BOOL) ? List.of(ByteOrder.LITTLE_ENDIAN)
				: List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
	}

	/**
	 * The codecs from bytes to bytes.
	 */
	private Map<String, List<Codec>> codecs() {
		Map<String, List<Codec>> codecs = new LinkedHashMap<>();
		codecs.put("none", List.of());
		codecs.put("gzip", List.of(Codecs.gzip(this.count % 10)));
		codecs.put("zstd", List.of(Codecs.zstd(this.count % 25 - 5)));
		if (this.format == ZarrFormat.V2) {
			codecs.put("zlib", List.of(Codecs.zlib(this.count % 10)));
		}
		else {
			codecs.put("zstd_checksum", List.of(Codecs.zstd(3, true)));
			codecs.put("crc32c", List.of(Codecs.crc32c()));
			codecs.put("gzip_crc32c", List.of(Codecs.gzip(6), Codecs.crc32c()));
		}
		return codecs;
	}

	private static Codec[] codecs(int @Nullable [] transpose, ByteOrder order, List<Codec> others) {
		Codec[] codecs = new Codec[others.size() + ((transpose != null) ? 2 : 1)];
		int index = 0;
		if (transpose != null) {
			codecs[index++] = Codecs.transpose(transpose);
		}
		codecs[index++] = Codecs.bytes(order);
		for (Codec other : others) {
			codecs[index++] = other;
		}
		return codecs;
	}

	/**
	 * Chunks of several blocks, of which the last is smaller, that compress but for some
	 * parts. Most peers are built without snappy.
	 */
	private void blosc() {
		for (Compressor compressor : EnumSet.complementOf(EnumSet.of(Compressor.SNAPPY))) {
			for (Shuffle shuffle : Shuffle.values()) {
				int level = this.count % 9 + 1;
				Random random = new Random(level);
				short[] values = new short[500 * 400];
				for (int i = 0; i < values.length; i++) {
					values[i] = (short) ((i > 100_000) ? random.nextInt() << 8 : i % 1000 * level);
				}
				ArraySpec spec = spec(DataType.INT16, Fill.of((short) 1), 500, 400).chunks(400, 400)
					.codecs(Codecs.blosc(compressor, level, shuffle));
				array("blosc-%s-%s".formatted(compressor, shuffle), spec, (shape) -> NdArray.of(values, shape));
			}
		}
	}

	/**
	 * Shards, some of them at the edge, some with chunks of fill value.
	 */
	private void shards() {
		Map<String, List<Codec>> inner = new LinkedHashMap<>();
		inner.put("none", List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN)));
		inner.put("zstd", List.of(Codecs.bytes(ByteOrder.BIG_ENDIAN), Codecs.zstd(3), Codecs.crc32c()));
		inner.put("blosc",
				List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN), Codecs.blosc(Compressor.ZSTD, 3, Shuffle.SHUFFLE)));
		inner.put("transposed", List.of(Codecs.transpose(1, 0), Codecs.bytes(ByteOrder.LITTLE_ENDIAN)));
		inner.put("nested", List.of(Codecs.sharding(new long[] { 1, 2 }, Codecs.gzip(1))));
		List<Codec> index = List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN), Codecs.crc32c());
		inner.forEach((name, codecs) -> {
			for (IndexLocation location : IndexLocation.values()) {
				Codec sharding = Codecs.sharding(new long[] { 2, 4 }, codecs, index, location);
				array("shards-%s-%s".formatted(name, location), DataType.INT32,
						spec(DataType.INT32, Fill.of(7), 9, 17).chunks(4, 8).codecs(sharding));
				array("shards-%s-%s-transposed".formatted(name, location), DataType.INT32,
						spec(DataType.INT32, Fill.of(7), 17, 9).chunks(8, 4).codecs(Codecs.transpose(1, 0), sharding));
				array("shards-%s-%s-zstd".formatted(name, location), DataType.INT32,
						spec(DataType.INT32, Fill.of(7), 9, 17).chunks(4, 8).codecs(sharding, Codecs.zstd(1)));
			}
		});
	}

	/**
	 * Text, alone and in shards.
	 */
	private void text() {
		Codec values = Codecs.ofValues(DataType.STRING);
		Map<String, List<Codec>> codecs = new LinkedHashMap<>();
		codecs.put("none", List.of(values));
		codecs.put("zstd", List.of(values, Codecs.zstd(3)));
		codecs.put("gzip_crc32c", List.of(values, Codecs.gzip(1), Codecs.crc32c()));
		codecs.put("shards", List.of(Codecs.sharding(new long[] { 1, 3 }, values, Codecs.gzip(1))));
		codecs.forEach((name, list) -> array("text-" + name, DataType.STRING,
				ArraySpec.of(DataType.STRING)
					.shape(5, 7)
					.chunks(2, 3)
					.fillValue("字")
					.codecs(list.toArray(Codec[]::new))));
	}

	/**
	 * Codecs of numcodecs in v3.
	 */
	private void numcodecs() {
		for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
			filter(DataType.INT32, order, false, List.of(Codecs.delta(DataType.INT32)), List.of(Codecs.zstd(1)));
			filter(DataType.UINT64, order, false, List.of(Codecs.delta(DataType.UINT64)), List.of());
			filter(DataType.FLOAT32, order, false, List.of(Codecs.bitRound(7)), List.of(Codecs.zlib(1)));
			filter(DataType.INT16, order, true, List.of(), List.of(Codecs.shuffle(2), Codecs.lz4()));
			filter(DataType.FLOAT64, order, true, List.of(), List.of(Codecs.shuffle(8), Codecs.gzip(1)));
		}
	}

	/**
	 * The types that are not numbers, in both byte orders and orders of dimensions.
	 */
	private void otherTypes() {
		Map<String, DataType> fields = new LinkedHashMap<>();
		fields.put("a", DataType.INT32);
		fields.put("b", DataType.struct(Map.of("c", DataType.FLOAT64)));
		fields.put("d", DataType.UINT8);
		fields.put("e", DataType.fixedBytes(3));
		List<DataType> types = new ArrayList<>(
				List.of(new TimeType(true, TimeUnit.MICROSECONDS, 10), DataType.fixedBytes(5), DataType.raw(3),
						DataType.fixedString(4), DataType.struct(fields), DataType.STRING, DataType.BYTES));
		// NumPy makes no time without a unit of the number that a fill value is.
		for (TimeUnit unit : EnumSet.complementOf(EnumSet.of(TimeUnit.GENERIC))) {
			types.add(DataType.datetime64(unit));
			types.add(DataType.timedelta64(unit));
		}
		for (DataType type : types) {
			for (ByteOrder order : type.isOrdered() ? List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
					: List.of(ByteOrder.LITTLE_ENDIAN)) {
				for (boolean transposed : List.of(false, true)) {
					int number = this.count++;
					List<Codec> codecs = new ArrayList<>();
					if (transposed) {
						codecs.add(Codecs.transpose(1, 0));
					}
					codecs.add((type.itemSize() > 0) ? Codecs.bytes(order) : Codecs.ofValues(type));
					Codec compressor = List.of(Codecs.zlib(1), Codecs.lz4(), Codecs.bz2(1), Codecs.lzma(1))
						.get(number / 2 % 4);
					codecs.add(compressor);
					array("other-%d-%s".formatted(number, compressor.toExtension().name()), type,
							ArraySpec.of(type).shape(5, 7).chunks(2, 3).codecs(codecs.toArray(Codec[]::new)));
				}
			}
		}
	}

	/**
	 * The filters of numcodecs. Of those that lose something the peer has to see what the
	 * engine itself does.
	 */
	private void filters() {
		for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
			for (boolean transposed : List.of(false, true)) {
				filter(DataType.INT16, order, transposed, List.of(Codecs.delta(DataType.INT16)), List.of());
				filter(DataType.UINT64, order, transposed, List.of(Codecs.delta(DataType.UINT64)),
						List.of(Codecs.shuffle(8), Codecs.gzip(1)));
				filter(DataType.INT16, order, transposed, List.of(Codecs.asType(DataType.INT16, DataType.FLOAT64)),
						List.of(Codecs.crc32()));
				filter(DataType.UINT8, order, transposed, List.of(Codecs.asType(DataType.UINT8, DataType.INT32)),
						List.of(Codecs.adler32(), Codecs.zlib(1)));
				filter(DataType.BOOL, order, transposed, List.of(Codecs.packBits()), List.of(Codecs.zlib(1)));
				filter(DataType.FLOAT64, order, transposed,
						List.of(Codecs.fixedScaleOffset(10, 1000, DataType.FLOAT64, DataType.INT32)), List.of());
				filter(DataType.FLOAT32, order, transposed,
						List.of(Codecs.fixedScaleOffset(0.5, 2.5, DataType.FLOAT32, DataType.INT16)), List.of());
				filter(DataType.FLOAT32, order, transposed, List.of(Codecs.quantize(2, DataType.FLOAT32)), List.of());
				filter(DataType.FLOAT64, order, transposed, List.of(Codecs.bitRound(20)), List.of());
				filter(DataType.FLOAT16, order, transposed, List.of(Codecs.delta(DataType.FLOAT16)), List.of());
				filter(DataType.INT32, order, transposed, List.of(), List.of(Codecs.shuffle(3), Codecs.bz2(9)));
				filter(DataType.INT64, order, transposed, List.of(), List.of(Codecs.crc32(), Codecs.adler32()));
				filter(DataType.UINT32, order, transposed, List.of(), List.of(Codecs.lz4()));
				filter(DataType.UINT32, order, transposed, List.of(), List.of(Codecs.lzma(9)));
				filter(DataType.datetime64(TimeUnit.SECONDS), order, transposed,
						List.of(Codecs.delta(DataType.datetime64(TimeUnit.SECONDS))), List.of());
			}
		}
	}

	/**
	 * Labels of text and arrays of numbers.
	 */
	private void objects() {
		String[] labels = { "aß", "漢字😀", "xyz" };
		for (boolean transposed : List.of(false, true)) {
			for (DataType type : List.of(DataType.UINT8, DataType.INT16, DataType.FLOAT64)) {
				byte[][] numbers = new byte[35][];
				Arrays.setAll(numbers, (i) -> new byte[i % 4 * type.itemSize()]);
				objects(DataType.BYTES, transposed, Codecs.vlenArray(type), numbers);
			}
			String[] texts = new String[35];
			Arrays.setAll(texts, (i) -> (i % 4 == 3) ? "" : labels[i % 4]);
			objects(DataType.STRING, transposed, Codecs.categorize(labels), texts);
		}
	}

	private void objects(DataType type, boolean transposed, Codec codec, Object[] values) {
		Codec[] codecs = transposed ? new Codec[] { Codecs.transpose(1, 0), codec, Codecs.zlib(1) }
				: new Codec[] { codec };
		array("other-objects-%d".formatted(this.count++), ArraySpec.of(type).shape(5, 7).chunks(2, 3).codecs(codecs),
				(shape) -> NdArray.of(type, type.fromObjects(values.clone()), shape));
	}

	/**
	 * A group that is opened by its consolidated metadata.
	 */
	private void consolidated() {
		group("consolidated", ATTRIBUTES);
		group("consolidated/a", Map.of());
		group("consolidated/a/b", ATTRIBUTES);
		array("consolidated/a/b/numbers", spec(DataType.INT16, Fill.of((short) 1), 5).chunks(2),
				(shape) -> random(DataType.INT16, 1, shape), ATTRIBUTES, List.of());
		array("consolidated/named", spec(DataType.FLOAT64, Fill.of(Double.NaN), 5, 3).chunks(2, 2),
				(shape) -> random(DataType.FLOAT64, 1, shape), Map.of("a", 1), List.of("y", "x"));
		this.hierarchy.consolidate("consolidated");
	}

	private void filter(DataType type, ByteOrder order, boolean transposed, List<Codec> before, List<Codec> behind) {
		List<Codec> codecs = new ArrayList<>();
		if (transposed) {
			codecs.add(Codecs.transpose(1, 0));
		}
		codecs.addAll(before);
		codecs.add(Codecs.bytes(order));
		codecs.addAll(behind);
		String names = codecs.stream().map((codec) -> codec.toExtension().name()).collect(Collectors.joining("-"));
		String path = "filter-%d-%s-%s".formatted(this.count++, type.name(), names);
		ZarrArray array = this.hierarchy.create(path,
				ArraySpec.of(type).format(this.format).shape(5, 7).chunks(2, 3).codecs(codecs.toArray(Codec[]::new)));
		NdArray values = random(type, this.count, 5, 7);
		if (values.array() instanceof float[] floats) {
			for (int i = 0; i < floats.length; i++) {
				floats[i] = i * 0.37f - 5;
			}
		}
		if (values.array() instanceof double[] doubles) {
			for (int i = 0; i < doubles.length; i++) {
				doubles[i] = i * 123.456 - 1000;
			}
		}
		array.write(values);
		written(PeerNode.array(path(path), array.read(), Map.of(), List.of()));
	}

	private void shapes() {
		array("scalar", DataType.FLOAT64, spec(DataType.FLOAT64, Fill.of(2.5)));
		array("scalar_zstd", DataType.INT64, spec(DataType.INT64, Fill.of(1L)).codecs(Codecs.zstd(1)));
		array("no_elements", DataType.FLOAT32, spec(DataType.FLOAT32, Fill.of(1.5f), 0, 4).chunks(2, 2));
		array("chunk_larger_than_array", DataType.INT32, spec(DataType.INT32, Fill.of(1), 3, 5).chunks(10, 8));
		array("one_chunk", DataType.UINT16, spec(DataType.UINT16, Fill.of((short) 1), 3, 5).chunks(3, 5));
		array("five_dimensions", DataType.INT8,
				spec(DataType.INT8, Fill.of((byte) 1), 3, 2, 4, 1, 5).chunks(2, 2, 3, 1, 2));
		if (this.format == ZarrFormat.V3) {
			for (int[] order : List.of(new int[] { 2, 0, 1 }, new int[] { 1, 2, 0 }, new int[] { 0, 2, 1 })) {
				array("transposed" + Arrays.toString(order).replaceAll("\\D", ""), DataType.INT32,
						spec(DataType.INT32, Fill.of(7), 5, 7, 9).chunks(2, 3, 4)
							.codecs(codecs(order, ByteOrder.BIG_ENDIAN, List.of(Codecs.gzip(1)))));
			}
			array("half_named", DataType.BOOL,
					spec(DataType.BOOL, Fill.of(true), 5, 3).chunks(2, 2).dimensionNames("y", null));
		}
	}

	private void fillValues() {
		FILL_VALUES.forEach((type, fills) -> {
			for (int i = 0; i < fills.size(); i++) {
				missing("missing-%s-%d".formatted(type.name(), i), type, fills.get(i));
			}
		});
		LARGE_FILL_VALUES.forEach((type, fill) -> missing("missing-%s-large".formatted(type.name()), type, fill));
	}

	/**
	 * An array without any chunk.
	 */
	private void missing(String path, DataType type, Fill fill) {
		this.hierarchy.create(path, spec(type, fill, 7).chunks(3));
		NdArray values = NdArray.zeros(type, 7);
		fill(values, fill.element(), 7);
		written(PeerNode.array(path(path), values, Map.of(), List.of()));
	}

	private ArraySpec spec(DataType type, Fill fill, long... shape) {
		ArraySpec spec = ArraySpec.of(type).shape(shape).fillValue(fill.json()).codecs();
		int number = this.count++;
		if (this.format == ZarrFormat.V2) {
			return spec.chunkKeys("v2", (number % 2 == 0) ? '.' : '/');
		}
		return spec.chunkKeys((number % 4 < 2) ? "default" : "v2", (number % 2 == 0) ? '/' : '.');
	}

	private void group(String path, Map<String, ? extends @Nullable Object> attributes) {
		this.hierarchy.createGroup(path, attributes, this.format);
		written(PeerNode.group(path(path), attributes));
	}

	/**
	 * An array of random elements.
	 */
	private void array(String path, DataType type, ArraySpec spec) {
		array(path, spec, (shape) -> random(type, path.hashCode(), shape));
	}

	private void array(String path, ArraySpec spec, Function<int[], NdArray> elements) {
		array(path, spec, elements, Map.of(), List.of());
	}

	/**
	 * Write an array, the first row of chunks with fill value.
	 */
	private void array(String path, ArraySpec spec, Function<int[], NdArray> elements,
			Map<String, @Nullable Object> attributes, List<@Nullable String> names) {
		ZarrArray array = this.hierarchy.create(path,
				spec.format(this.format).attributes(attributes).dimensionNames(names.toArray(String[]::new)));
		int[] shape = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
		NdArray values = elements.apply(shape);
		if (shape.length > 0 && array.chunkShape()[0] < shape[0]) {
			int row = values.size() / shape[0];
			fill(values, array.metadata().fillValue(), (int) array.chunkShape()[0] * row);
		}
		array.write(values);
		written(PeerNode.array(path(path), values, attributes, names));
	}

	private String path(String path) {
		return path.isEmpty() ? this.hierarchy.store() : this.hierarchy.store() + "/" + path;
	}

	private void written(PeerNode node) {
		this.written.put(node.path(), node);
	}

	/**
	 * Any bits, which are any numbers and NaNs.
	 */
	private static NdArray random(DataType type, long seed, int... shape) {
		NdArray values = NdArray.zeros(type, shape);
		Random random = new Random(seed);
		byte[] bytes = new byte[values.size() * type.itemSize()];
		random.nextBytes(bytes);
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		Object array = values.array();
		if (array instanceof boolean[] booleans) {
			for (int i = 0; i < booleans.length; i++) {
				booleans[i] = bytes[i] < 0;
			}
		}
		else if (array instanceof byte[] numbers) {
			buffer.get(numbers);
		}
		else if (array instanceof short[] numbers) {
			buffer.asShortBuffer().get(numbers);
		}
		else if (array instanceof int[] numbers) {
			buffer.asIntBuffer().get(numbers);
		}
		else if (array instanceof long[] numbers) {
			buffer.asLongBuffer().get(numbers);
		}
		else if (array instanceof float[] numbers) {
			buffer.asFloatBuffer().get(numbers);
		}
		else if (array instanceof double[] numbers) {
			buffer.asDoubleBuffer().get(numbers);
		}
		else if (array instanceof String[] strings) {
			Arrays.setAll(strings, (i) -> "字ß😀a".repeat(random.nextInt(4)) + random.nextInt(100));
		}
		else if (array instanceof byte[][] strings) {
			Arrays.setAll(strings, (i) -> new byte[random.nextInt(5)]);
		}
		if (type.name().equals("fixed_length_utf32")) {
			String[] strings = new String[values.size()];
			Arrays.setAll(strings, (i) -> "字ß😀a".substring(0, random.nextInt(5) / 2));
			return NdArray.of(type, type.fromObjects(strings), shape);
		}
		return values;
	}

	/**
	 * Set the first elements.
	 */
	private static void fill(NdArray values, Object element, int count) {
		int slots = values.dataType().slots();
		for (int i = 0; i < count; i++) {
			System.arraycopy(element, 0, values.array(), i * slots, slots);
		}
	}

	/**
	 * A fill value.
	 *
	 * @param json as it is given
	 * @param element the slots of one element
	 */
	private record Fill(Object json, Object element) {

		static Fill of(Object value) {
			Object array = Array.newInstance(MethodType.methodType(value.getClass()).unwrap().returnType(), 1);
			Array.set(array, 0, value);
			return new Fill(value, array);
		}

	}

}
