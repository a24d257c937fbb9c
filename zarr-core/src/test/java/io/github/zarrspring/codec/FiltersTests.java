package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.NumberType;
import io.github.zarrspring.dtype.V2DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Filters, variable-length codecs and packed bits, byte by byte and on random bytes.
 */
class FiltersTests {

	private final BufferPool pool = new BufferPool(2, 1 << 20, 1 << 20);

	private final CodecRegistry registry = CodecRegistry.builtIn();

	private String encode(DataType type, Object values, Codec... codecs) {
		int[] shape = { type.elementType().length(values) / type.slots() };
		ChunkRepresentation chunk = new ChunkRepresentation(type, shape, type.defaultFillValue());
		int[] slots = chunk.slotShape();
		ChunkCodec pipeline = CodecPipeline.of(List.of(codecs), chunk);
		try (Scratch scratch = this.pool.scratch(false)) {
			ByteBuffer encoded = pipeline.encode(ArrayView.of(type.elementType(), values, slots), scratch);
			Object decoded = type.elementType().allocate(type.elementType().length(values));
			pipeline.decode(encoded, Region.all(shape), ArrayView.of(type.elementType(), decoded, slots), scratch);
			assertThat(decoded).isEqualTo(values);
			return HexFormat.of().formatHex(ShuffleFilter.bytes(encoded));
		}
	}

	@Test
	void packBitsHasTheFirstBooleanInTheHighestBit() {
		boolean[] values = { true, false, false, false, false, false, false, false, true, true };
		assertThat(encode(DataType.BOOL, values, Codecs.packBits(), new BytesCodec(null))).isEqualTo("0680c0");
	}

	@ParameterizedTest
	@CsvSource({ "none, 0103", "first_byte, 060103", "last_byte, 010306" })
	void packBitsOfV3HasTheFirstBooleanInTheLowestBit(String padding, String hex) {
		boolean[] values = { true, false, false, false, false, false, false, false, true, true };
		assertThat(encode(DataType.BOOL, values, new PackBitsCodec(padding, 0, null))).isEqualTo(hex);
	}

	@Test
	void packBitsOfV3KeepsSigns() {
		assertThat(encode(DataType.INT4, new byte[] { -8, 7, -1 }, new PackBitsCodec("none", 0, null)))
			.isEqualTo("780f");
		assertThat(encode(DataType.INT16, new short[] { -3, 5, 0 }, new PackBitsCodec("none", 0, 3))).isEqualTo("5d00");
		assertThat(encode(DataType.FLOAT64, new double[] { -0.1 }, new PackBitsCodec("none", 0, null)))
			.isEqualTo("9a9999999999b9bf");
	}

	@Test
	void deltaAndAsTypeAreBytesInTheOrderThatFollows() {
		assertThat(encode(DataType.INT16, new short[] { 5, 7, 4 }, Codecs.delta(DataType.INT16),
				Codecs.bytes(ByteOrder.BIG_ENDIAN)))
			.isEqualTo("00050002fffd");
		assertThat(encode(DataType.INT16, new short[] { 5, -1 }, Codecs.asType(DataType.INT16, DataType.INT32),
				Codecs.bytes(ByteOrder.LITTLE_ENDIAN)))
			.isEqualTo("05000000ffffffff");
	}

	@Test
	void fletcher32IsThatOfHdf5() {
		// Known values of the algorithm, for an odd and an even number of bytes.
		assertThat(Checksum.FLETCHER32.of(ByteBuffer.wrap("abcde".getBytes(StandardCharsets.US_ASCII))))
			.isEqualTo(fletcher("abcde"));
		assertThat(Checksum.FLETCHER32.of(ByteBuffer.wrap(new byte[] { 1, 2, 3, 4 }))).isEqualTo(0x05080406);
	}

	/**
	 * The definition, with remainders instead of folding.
	 */
	private static int fletcher(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		int first = 0;
		int second = 0;
		for (int i = 0; i < bytes.length; i += 2) {
			first = (first + (bytes[i] << 8) + ((i + 1 < bytes.length) ? bytes[i + 1] : 0)) % 65535;
			second = (second + first) % 65535;
		}
		return second << 16 | first;
	}

	@Test
	void textIsCountedAndMeasured() {
		assertThat(encode(DataType.STRING, new String[] { "", "ß" }, Codecs.ofValues(DataType.STRING)))
			.isEqualTo("02000000" + "00000000" + "02000000c39f");
	}

	@Test
	void whenVariableSizeIsCompressedThenItMayGrowALot() {
		String[] values = { "a".repeat(500_000), "b" };
		for (Codec codec : List.of(Codecs.gzip(9), Codecs.zlib(9), Codecs.zstd(3), Codecs.lz4(), Codecs.bz2(1),
				Codecs.lzma(1))) {
			assertThat(encode(DataType.STRING, values, Codecs.ofValues(DataType.STRING), codec)).isNotEmpty();
		}
		String[] tooLong = { "a".repeat(2_000_000) };
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> encode(DataType.STRING, tooLong, Codecs.ofValues(DataType.STRING), Codecs.zstd(3)));
	}

	@Test
	void whenBitRoundHasNoFloatsThenUnsupported() {
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(
					() -> encode(DataType.INT32, new int[1], Codecs.bitRound(3), Codecs.bytes(ByteOrder.BIG_ENDIAN)))
			.withMessageContaining("bitround");
	}

	@Test
	void whenBitRoundThenTheNearestIsKeptAndNaNStaysOne() {
		BitRoundFilter filter = (BitRoundFilter) V2Filters
			.resolve(List.of(this.registry.v2Codec("bitround", configuration(Map.of("keepbits", 1)))),
					new V2DataType(DataType.FLOAT32, ByteOrder.LITTLE_ENDIAN))
			.get(0);
		float nan = Float.intBitsToFloat(0x7fffffff);
		assertThat((float[]) filter.encode(new float[] { 1.2f, 1.3f, 1.25f, 1.75f, nan })).containsExactly(1, 1.5f, 1,
				2, Float.NaN);
	}

	private static Configuration configuration(Map<String, Object> members) {
		return new Configuration(members);
	}

	static Stream<Codec> decoders() {
		CodecRegistry registry = CodecRegistry.builtIn();
		Configuration types = configuration(Map.of("dtype", "<i8", "astype", "<i2"));
		return Stream.of(registry.v2Codec("delta", types),
				registry.v2Codec("astype", configuration(Map.of("encode_dtype", "|u1", "decode_dtype", ">f8"))),
				registry.v2Codec("fixedscaleoffset",
						configuration(Map.of("scale", 0, "offset", 1, "dtype", "<f4", "astype", "<i4"))),
				registry.v2Codec("quantize", configuration(Map.of("digits", 3, "dtype", "<f8", "astype", "<f4"))),
				registry.v2Codec("packbits", Configuration.EMPTY),
				registry.v2Codec("shuffle", configuration(Map.of("elementsize", 3))),
				registry.v2Codec("crc32", Configuration.EMPTY), registry.v2Codec("adler32", Configuration.EMPTY),
				registry.v2Codec("fletcher32", Configuration.EMPTY),
				registry.v2Codec("jenkins_lookup3", Configuration.EMPTY), Codecs.lz4(), Codecs.bz2(1), Codecs.lzma(1),
				registry.v2Codec("lzma", configuration(Map.of("format", 2))),
				registry.v2Codec("lzma", configuration(Map.of("format", 0))), registry.v2Codec("lzma", configuration(
						Map.of("format", 3, "filters", List.of(Map.of("id", 33, "dict_size", 1 << 16))))));
	}

	@ParameterizedTest
	@MethodSource("decoders")
	void whenBytesAreRandomOrDamagedThenNothingButZarrExceptions(BytesToBytesCodec codec) {
		Random random = new Random(7);
		byte[] good = good(codec);
		for (int i = 0; i < 3000; i++) {
			byte[] bytes = new byte[random.nextInt(40)];
			random.nextBytes(bytes);
			if (good.length > 0 && i % 2 == 0) {
				bytes = Arrays.copyOf(good, good.length - (random.nextBoolean() ? 0 : random.nextInt(good.length)));
				for (int j = random.nextInt(3); j >= 0 && bytes.length > 0; j--) {
					bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
				}
			}
			int max = random.nextInt(600);
			try (Scratch scratch = this.pool.scratch(false)) {
				assertThat(codec.decode(ByteBuffer.wrap(bytes), max, scratch).remaining()).isLessThanOrEqualTo(max);
			}
			catch (ZarrException ex) {
				assertThat(ex.getReason()).isNotBlank();
			}
		}
	}

	private byte[] good(BytesToBytesCodec codec) {
		byte[] values = new byte[480];
		for (int i = 0; i < values.length; i++) {
			values[i] = (byte) (i * i / 7);
		}
		try (Scratch scratch = this.pool.scratch(false)) {
			return ShuffleFilter.bytes(codec.encode(ByteBuffer.wrap(values), scratch));
		}
		catch (UnsupportedExtensionException ex) {
			// What is only read.
			return new byte[0];
		}
	}

	@Test
	void whenVariableBytesAreRandomOrDamagedThenNothingButZarrExceptions() {
		Random random = new Random(7);
		int[] shape = { 3 };
		for (Codec variable : List.of(new VlenCodec(true), new VlenCodec(false), Codecs.vlenArray(DataType.UINT8),
				Codecs.vlenArray(DataType.INT16), Codecs.categorize("a", "b"))) {
			boolean text = variable instanceof CategorizeCodec || variable.equals(new VlenCodec(true));
			DataType type = text ? DataType.STRING : DataType.BYTES;
			ChunkCodec codec = ((ArrayToBytesCodec) variable)
				.bind(new ChunkRepresentation(type, shape, type.defaultFillValue()));
			for (int i = 0; i < 3000; i++) {
				byte[] bytes = HexFormat.of()
					.parseHex("03000000" + "01000000" + "61" + "00000000" + "02000000" + "c39f");
				for (int j = random.nextInt(3); j >= 0; j--) {
					bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
				}
				Object target = type.elementType().allocate(3);
				try (Scratch scratch = this.pool.scratch(false)) {
					codec.decode(ByteBuffer.wrap(bytes, 0, bytes.length - random.nextInt(3)), Region.all(shape),
							ArrayView.of(type.elementType(), target, shape), scratch);
				}
				catch (ZarrException ex) {
					assertThat(ex.getReason()).isNotBlank();
				}
				assertThat((Object[]) target).doesNotContainNull();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "pickle", "json2", "msgpack2", "base64" })
	void whenObjectsNeedAnotherFilterThenUnsupported(String id) {
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> this.registry.v2Codec(id, Configuration.EMPTY))
			.withMessageContaining("'" + id + "'");
	}

	@Test
	void whenNumbersAreNotOfTheSizeOfTheFilterThenUnsupported() {
		Codec delta = this.registry.codec(Extension.of("numcodecs.delta", Map.of("dtype", "<i4")));
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> encode(DataType.INT16, new short[1], delta, Codecs.bytes(ByteOrder.BIG_ENDIAN)))
			.withMessageContaining("numcodecs.delta");
	}

	@Test
	void whenScaledNumbersAreHalvesThenTheyAreScaledBackAsNumPyDoes() {
		FixedScaleOffsetFilter filter = new FixedScaleOffsetFilter(3.7, 0.5, NumberType.parse("<f8"),
				NumberType.parse("<f2"));
		short[] stored = { 0x4000, 0x5dc4, (short) 0xcf80, 0x6a80 };
		// What numcodecs 0.11 gives.
		assertThat(filter.decode(stored)).isEqualTo(new double[] { 1.041015625, 100.25, -7.609375, 900 });
	}

	@Test
	void categorizeNumbersItsLabelsFromOne() {
		String[] values = { "b", "", "a", "b" };
		assertThat(encode(DataType.STRING, values, Codecs.categorize("a", "b"))).isEqualTo("02000102");
		Codec wide = v2("categorize", Map.of("dtype", "<U2", "astype", ">u2", "labels", List.of("字", "xy")));
		DataType text = DataType.fixedString(2);
		assertThat(encode(text, text.fromObjects(new String[] { "xy", "字", "" }), wide)).isEqualTo("000200010000");
		assertThat(wide.toV2())
			.isEqualTo(Map.of("id", "categorize", "dtype", "<U2", "astype", ">u2", "labels", List.of("字", "xy")));
	}

	@Test
	void whenTextIsNoLabelThenCategorizeRefusesIt() {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> encode(DataType.STRING, new String[] { "c" }, Codecs.categorize("a", "b")))
			.withMessageContaining("'c' is not among the 2 labels");
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> decode(DataType.STRING, 2, "0103", Codecs.categorize("a", "b")))
			.withMessageContaining("label 3 of 2");
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> decode(DataType.STRING, 2, "01", Codecs.categorize("a")));
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> encode(DataType.BYTES, new byte[][] { {} }, Codecs.categorize("a")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "|O; |i1; 128", "|O; |u1; 256", "|O; <f4; 1", "<U1; |u1; 11", "<i4; |u1; 1" })
	void whenCategorizeHasNoNumberOrNoRoomForALabelThenItIsRefused(String dtype, String astype, int count) {
		List<String> labels = Stream.iterate(0, (i) -> i + 1).limit(count).map(String::valueOf).toList();
		assertThatExceptionOfType(ZarrException.class)
			.isThrownBy(() -> v2("categorize", Map.of("dtype", dtype, "astype", astype, "labels", labels)));
	}

	@Test
	void vlenArrayIsTheBytesOfNumbers() {
		byte[][] values = { { 1, 0, 2, 0 }, {}, { 3, 0 } };
		assertThat(encode(DataType.BYTES, values, Codecs.vlenArray(DataType.INT16)))
			.isEqualTo("03000000" + "04000000" + "01000200" + "00000000" + "02000000" + "0300");
		assertThat(Codecs.vlenArray(DataType.INT16).toV2()).isEqualTo(Map.of("id", "vlen-array", "dtype", "<i2"));
		assertThat(v2("vlen-array", Map.of("dtype", "<i2"))).isEqualTo(Codecs.vlenArray(DataType.INT16));
	}

	@Test
	void whenAnElementIsNoWholeNumberOfNumbersThenVlenArrayRefusesIt() {
		byte[][] values = { { 1, 0, 2 } };
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> encode(DataType.BYTES, values, Codecs.vlenArray(DataType.INT16)))
			.withMessageContaining("3 bytes is no array of '<i2'");
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> decode(DataType.BYTES, 1, "010000000300000001ff02", Codecs.vlenArray(DataType.INT16)))
			.withMessageContaining("3 bytes is no array of '<i2'");
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> v2("vlen-array", Map.of("dtype", "<c8")));
	}

	@Test
	void whenLookup3HasASeedThenItIsKept() {
		Codec codec = v2("jenkins_lookup3", Map.of("initval", 7));
		assertThat(codec.toV2()).isEqualTo(Map.of("id", "jenkins_lookup3", "initval", 7));
		assertThat(encode(DataType.INT8, new byte[] { 1 }, new BytesCodec(null), codec))
			.isNotEqualTo(encode(DataType.INT8, new byte[] { 1 }, new BytesCodec(null), Codecs.jenkinsLookup3()));
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> v2("jenkins_lookup3", Map.of("prefix", "a")));
	}

	private void decode(DataType type, int count, String hex, Codec codec) {
		int[] shape = { count };
		ChunkCodec pipeline = CodecPipeline.of(List.of(codec),
				new ChunkRepresentation(type, shape, type.defaultFillValue()));
		try (Scratch scratch = this.pool.scratch(false)) {
			pipeline.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), Region.all(shape),
					ArrayView.of(type.elementType(), type.elementType().allocate(count), shape), scratch);
		}
	}

	private Codec v2(String id, Map<String, Object> configuration) {
		return this.registry.v2Codec(id, new Configuration(configuration));
	}

}
