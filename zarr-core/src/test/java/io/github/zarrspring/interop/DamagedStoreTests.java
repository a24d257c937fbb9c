package io.github.zarrspring.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Whatever happens to the bytes of a store, reading it gives values of the shape that the
 * metadata say or a {@link ZarrException}, soon and without much memory.
 */
@Tag("slow")
class DamagedStoreTests {

	private static final int ROUNDS = 500;

	private static final long MAX_ALLOCATION = 64 << 20;

	private final ZarrEngine engine = ZarrEngine.create();

	private final StorageBackend backend = new ConcurrentMapBackend();

	private final Hierarchy hierarchy = this.engine.hierarchy("damaged", this.backend);

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	static Stream<Fixture> fixtures() throws IOException {
		return FixtureTests.supported().stream().filter((fixture) -> fixture.expect().equals("array"));
	}

	static List<Arguments> checksums() {
		return List.of(Arguments.of("crc32c", ZarrFormat.V3, List.of(Codecs.crc32c())),
				Arguments.of("gzip and crc32c", ZarrFormat.V3, List.of(Codecs.gzip(1), Codecs.crc32c())),
				Arguments.of("gzip", ZarrFormat.V3, List.of(Codecs.gzip(9))),
				Arguments.of("stored gzip", ZarrFormat.V2, List.of(Codecs.gzip(0))),
				Arguments.of("zlib", ZarrFormat.V2, List.of(Codecs.zlib(6))),
				Arguments.of("zstd", ZarrFormat.V3, List.of(Codecs.zstd(3, true))));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("fixtures")
	@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void whenAFixtureIsDamaged(Fixture fixture) throws IOException {
		Map<StoreKey, byte[]> values = load(fixture.path());
		List<StoreKey> keys = List.copyOf(values.keySet());
		Random random = new Random(42);
		for (int i = 0; i < ROUNDS; i++) {
			// Every other time the metadata.
			StoreKey key = keys.get((i % 2 == 0) ? 0 : random.nextInt(keys.size()));
			byte[] bytes = values.get(key);
			byte[] damaged = damage(bytes, random);
			write(key, damaged);
			read("round %d, %s".formatted(i, key));
			write(key, bytes);
		}
		assertThat(this.hierarchy.open("").read()).isNotNull();
	}

	/**
	 * The values by key, the metadata first.
	 */
	private Map<StoreKey, byte[]> load(Path directory) throws IOException {
		Map<StoreKey, byte[]> values = new LinkedHashMap<>();
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				StoreKey key = StoreKey.of(directory.relativize(file).toString());
				values.put(key, Files.readAllBytes(file));
				write(key, values.get(key));
			}
		}
		Map<StoreKey, byte[]> ordered = new LinkedHashMap<>();
		for (String metadata : List.of("zarr.json", ".zarray")) {
			byte[] bytes = values.get(StoreKey.of(metadata));
			if (bytes != null) {
				ordered.put(StoreKey.of(metadata), bytes);
			}
		}
		values.forEach(ordered::putIfAbsent);
		return ordered;
	}

	private static byte[] damage(byte[] bytes, Random random) {
		int what = random.nextInt(8);
		if (bytes.length == 0 || what == 0) {
			byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
			random.nextBytes(longer);
			System.arraycopy(bytes, 0, longer, 0, bytes.length);
			return longer;
		}
		if (what == 1) {
			return Arrays.copyOf(bytes, random.nextInt(bytes.length));
		}
		byte[] damaged = bytes.clone();
		// Headers are at the start, indices and checksums at the end.
		int place = switch (random.nextInt(3)) {
			case 0 -> random.nextInt(Math.min(bytes.length, 40));
			case 1 -> bytes.length - 1 - random.nextInt(Math.min(bytes.length, 80));
			default -> random.nextInt(bytes.length);
		};
		for (int end = Math.min(bytes.length,
				place + 1 + random.nextInt(2) * random.nextInt(8)); place < end; place++) {
			damaged[place] = (byte) random.nextInt(256);
		}
		return damaged;
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("checksums")
	@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void whenAChunkWithAChecksumIsDamagedThenNoWrongValuesAreRead(String name, ZarrFormat format, List<Codec> codecs) {
		ZarrArray array = this.hierarchy.create("",
				ArraySpec.of(DataType.INT16).shape(8, 9).format(format).codecs(codecs.toArray(Codec[]::new)));
		short[] values = new short[72];
		for (int i = 0; i < values.length; i++) {
			values[i] = (short) (i * i % 50);
		}
		array.write(NdArray.of(values, 8, 9));
		StoreKey key = array.storage().chunkKey(new long[] { 0, 0 });
		ByteBuffer stored = this.backend.read(key).orElseThrow().bytes();
		byte[] bytes = new byte[stored.remaining()];
		stored.duplicate().get(bytes);
		for (int i = 0; i < bytes.length; i++) {
			for (int bit = 0; bit < 8; bit++) {
				byte[] flipped = bytes.clone();
				flipped[i] ^= (byte) (1 << bit);
				write(key, flipped);
				isRightIfReadAtAll("byte %d, bit %d".formatted(i, bit), values);
			}
			write(key, Arrays.copyOf(bytes, i));
			assertThat(read("cut at byte %d".formatted(i))).isNull();
		}
		for (int more = 1; more < 20; more++) {
			write(key, Arrays.copyOf(bytes, bytes.length + more));
			isRightIfReadAtAll("%d bytes more".formatted(more), values);
		}
	}

	private void isRightIfReadAtAll(String damage, short[] values) {
		NdArray read = read(damage);
		if (read != null) {
			assertThat(read.shorts()).as(damage).isEqualTo(values);
		}
	}

	private void write(StoreKey key, byte[] bytes) {
		this.backend.write(key, ByteBuffer.wrap(bytes));
	}

	/**
	 * Read all.
	 * @return the values, {@code null} if reading them fails as it should
	 */
	private @Nullable NdArray read(String damage) {
		long before = Allocations.ofAllThreads();
		try {
			ZarrArray array = this.hierarchy.open("");
			NdArray values = array.read();
			assertThat(Arrays.stream(values.shape()).asLongStream().toArray()).as(damage).isEqualTo(array.shape());
			return values;
		}
		catch (ZarrException ex) {
			assertThat(ex.getReason()).as(damage).isNotBlank();
			return null;
		}
		catch (RuntimeException | StackOverflowError | OutOfMemoryError ex) {
			return fail(damage, ex);
		}
		finally {
			assertThat(Allocations.ofAllThreads() - before).as(damage).isLessThan(MAX_ALLOCATION);
		}
	}

}
