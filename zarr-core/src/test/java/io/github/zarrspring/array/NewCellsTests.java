package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Cells that an array gets are fill value, whatever lies in their places.
 */
class NewCellsTests {

	private final ZarrEngine engine = ZarrEngine.create();

	private final ConcurrentMapBackend map = new ConcurrentMapBackend();

	private Hierarchy hierarchy = this.engine.hierarchy("test", this.map);

	@AfterEach
	void closeEngine() {
		this.engine.close();
	}

	private static ArraySpec spec(Layout layout, long... shape) {
		ArraySpec spec = ArraySpec.of(DataType.INT32).shape(shape);
		return switch (layout) {
			case V2 -> spec.format(ZarrFormat.V2).chunks(4, 4);
			case V3 -> spec.chunks(4, 4).codecs(Codecs.zstd(1));
			case SHARDED -> spec.chunks(2, 2).shards(4, 4);
		};
	}

	/**
	 * An array of 5 x 6 in whose chunks there are values everywhere, also beyond its
	 * edges: as another tool may leave it, or a process that died while it made the array
	 * smaller.
	 */
	private ZarrArray cutOff(Layout layout) {
		ZarrArray array = this.hierarchy.create("a", spec(layout, 12, 12));
		NdArray ones = NdArray.zeros(DataType.INT32, 12, 12);
		Arrays.fill(ones.ints(), 1);
		array.write(ones);
		StoreKey key = StoreKey.of((layout == Layout.V2) ? "a/.zarray" : "a/zarr.json");
		String document = StandardCharsets.UTF_8.decode(this.map.read(key).orElseThrow().bytes()).toString();
		String shorter = document.replaceFirst("\"shape\":\\s*\\[\\s*12,\\s*12\\s*]", "\"shape\":[5,6]");
		assertThat(shorter).isNotEqualTo(document);
		this.map.write(key, ByteBuffer.wrap(shorter.getBytes(StandardCharsets.UTF_8)));
		return this.hierarchy.open("a");
	}

	private static int sum(ZarrArray array) {
		return Arrays.stream(array.read().ints()).sum();
	}

	@ParameterizedTest
	@EnumSource
	void whenAnArrayGrowsThenWhatLaysBehindItsEdgeIsNoCell(Layout layout) {
		ZarrArray array = cutOff(layout);
		array.resize(12, 12);
		assertThat(sum(array)).isEqualTo(5 * 6);
		assertThat(array.read(Slice.range(0, 5), Slice.range(0, 6)).ints()).containsOnly(1);
	}

	@ParameterizedTest
	@EnumSource
	void whenAnArrayGrowsAndShrinksAtOnceThenNothingComesBack(Layout layout) {
		ZarrArray array = cutOff(layout);
		array.resize(12, 3);
		assertThat(sum(array)).isEqualTo(5 * 3);
		array.resize(12, 12);
		assertThat(sum(array)).isEqualTo(5 * 3);
	}

	@ParameterizedTest
	@EnumSource
	void whenRowsAreAppendedThenTheyAreWhatWasAppended(Layout layout) {
		ZarrArray array = cutOff(layout);
		array.append(NdArray.zeros(DataType.INT32, 5, 6));
		assertThat(sum(array)).isEqualTo(5 * 6);
		array.append(NdArray.zeros(DataType.INT32, 10, 3), 1);
		array.resize(12, 12);
		assertThat(sum(array)).isEqualTo(5 * 6);
	}

	@ParameterizedTest
	@EnumSource
	void whenTheStoreIsTransactionalThenNothingComesBackEither(Layout layout) {
		cutOff(layout);
		CountingBackend transactional = new CountingBackend(this.map);
		transactional.lookTransactional(true);
		ZarrArray array = this.engine.hierarchy("test", transactional).open("a");
		array.append(NdArray.zeros(DataType.INT32, 2, 6));
		array.resize(12, 12);
		assertThat(sum(array)).isEqualTo(5 * 6);
	}

	@Test
	void whenTheStoreCannotListThenNothingComesBackEither() {
		cutOff(Layout.V3);
		StorageBackend listless = new DelegatingBackend(this.map) {

			@Override
			public boolean canList() {
				return false;
			}

			@Override
			public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
				throw new AssertionError("A store that cannot list was listed");
			}

		};
		ZarrArray array = this.engine.hierarchy("test", listless).open("a");
		array.resize(12, 12);
		assertThat(sum(array)).isEqualTo(5 * 6);
	}

	@Test
	void whenRowsAreAppendedThenNothingIsListedAndTheEdgeIsReadOnce() {
		AtomicInteger lists = new AtomicInteger();
		StorageBackend counted = new DelegatingBackend(this.map) {

			@Override
			public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
				lists.incrementAndGet();
				return super.list(prefix, after, limit);
			}

		};
		CountingBackend reads = new CountingBackend(counted);
		this.hierarchy = this.engine.hierarchy("test", reads);
		ZarrArray array = this.hierarchy.create("a", ArraySpec.of(DataType.INT32).shape(5).chunks(4));
		array.write(NdArray.of(new int[] { 1, 2, 3, 4, 5 }, 5));
		lists.set(0);
		reads.reads();
		array.append(NdArray.of(new int[] { 6, 7 }, 2));
		assertThat(lists).hasValue(0);
		// The array's metadata to change them and to be sure of them, those of the root,
		// and the chunk at the edge.
		assertThat(reads.reads()).isEqualTo(4);
		assertThat(array.read().ints()).containsExactly(1, 2, 3, 4, 5, 6, 7);
	}

	@Test
	void whenAnotherProcessGrowsTheArrayMeanwhileThenItsCellsStay() {
		// Far away and without locks, as an object store: only what was read counts.
		CountingBackend remote = new CountingBackend(this.map,
				this.map.capabilities().withRoundTrip(Capabilities.RoundTrip.REMOTE));
		ZarrArray slow = this.engine.hierarchy("test", remote)
			.create("a", ArraySpec.of(DataType.INT32).shape(2).chunks(4));
		slow.write(NdArray.of(new int[] { 1, 2 }, 2));
		try (ZarrEngine elsewhere = ZarrEngine.create()) {
			ZarrArray fast = elsewhere.hierarchy("test", this.map).open("a");
			AtomicInteger reads = new AtomicInteger();
			remote.beforeRead(() -> {
				// Behind the read of the metadata, before that of the chunk at the edge.
				if (reads.incrementAndGet() == 3) {
					fast.append(NdArray.of(new int[] { 3, 4, 5 }, 3));
				}
			});
			slow.append(NdArray.of(new int[] { 6 }, 1));
			assertThat(fast.refresh().read().ints()).containsExactly(1, 2, 3, 4, 5, 6);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenChunksAreLeftOfADeletedArrayThenANewOneIsEmpty(Layout layout) {
		ZarrArray array = cutOff(layout);
		List<StoreKey> documents = List.of(StoreKey.of("a/zarr.json"), StoreKey.of("a/.zarray"));
		this.map.deleteAll(documents);
		this.map.write(StoreKey.of("a/.zattrs"), ByteBuffer.wrap("{\"old\":true}".getBytes(StandardCharsets.UTF_8)));
		this.map.write(StoreKey.of("a/README.md"), ByteBuffer.wrap(new byte[] { 'x' }));
		ZarrArray other = this.hierarchy.create("a", spec(layout, 12, 12));
		assertThat(sum(other)).isZero();
		assertThat(other.attributes()).isEmpty();
		assertThat(this.hierarchy.open("a").attributes()).isEmpty();
		assertThat(this.map.exists(StoreKey.of("a/README.md"))).isTrue();
		assertThat(array.path()).isEqualTo(other.path());
	}

	@Test
	void whenThereAreNodesBelowThenNoArrayIsCreatedAboveThem() {
		this.hierarchy.create("x/y", ArraySpec.of(DataType.INT8).shape(1));
		this.map.delete(StoreKey.of("x/zarr.json"));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.hierarchy.create("x", ArraySpec.of(DataType.INT8).shape(1)))
			.withMessageContaining("x/y/zarr.json");
		assertThat(this.hierarchy.exists("x/y")).isTrue();
		this.hierarchy.createGroup("x", Map.of());
		assertThat(this.hierarchy.children("x")).hasSize(1);
	}

	enum Layout {

		V2, V3, SHARDED

	}

}
