package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import io.github.zarrspring.array.CopyOptions.CopyProgress;
import io.github.zarrspring.array.Hierarchy.CopyResult;
import io.github.zarrspring.chunk.RectilinearGrid;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Moving nodes, and copies that convert, tell how far they are, and can be cancelled.
 */
class MoveAndConvertTests {

	private final ZarrEngine engine = ZarrEngine.create();

	private final StorageBackend map = new ConcurrentMapBackend();

	private final CountingBackend backend = new CountingBackend(this.map);

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.backend);

	private final int[] values = IntStream.range(0, 35).toArray();

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	private ZarrArray create(String path, ZarrFormat format, Codec... codecs) {
		ZarrArray array = this.hierarchy.create(path,
				ArraySpec.of(DataType.INT32)
					.format(format)
					.shape(5, 7)
					.chunks(2, 3)
					.codecs(codecs)
					.fillValue(7)
					.dimensionNames("y", "x")
					.attribute("units", "K"));
		array.write(NdArray.of(this.values, 5, 7));
		return array;
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenANodeIsMovedThenItIsWholeAtItsNewPathAndGoneFromTheOld(boolean transactional) {
		this.backend.lookTransactional(transactional);
		create("g/a", ZarrFormat.V3, Codecs.zstd(1));
		this.hierarchy.move("g", "x/y");
		assertThat(this.hierarchy.open("x/y/a").read().ints()).isEqualTo(this.values);
		assertThat(this.hierarchy.exists("g")).isFalse();
		assertThat(this.map.list("g/", null, 10)).isEmpty();
	}

	@Test
	void whenThereIsANodeOrNoneToMoveThenNothingIsMoved() {
		create("a", ZarrFormat.V3, Codecs.zstd(1));
		this.hierarchy.createGroup("b", Map.of());
		assertThatExceptionOfType(NodeExistsException.class).isThrownBy(() -> this.hierarchy.move("a", "b"));
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> this.hierarchy.move("c", "d"));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.hierarchy.move("b", "b/c"));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.hierarchy.move("", "b/c"));
		assertThat(this.hierarchy.open("a").read().ints()).isEqualTo(this.values);
	}

	@Test
	void whenAMoveFailsWhereverThenTheNodeIsWholeAtOneOfThePaths() {
		for (int calls = 0; calls < 60; calls++) {
			this.map.deleteAll("");
			create("a", ZarrFormat.V3, Codecs.zstd(1));
			Hierarchy failing = this.engine.hierarchy("failing", new DyingBackend(this.map, calls));
			try {
				failing.move("a", "b");
			}
			catch (StoreUnavailableException ex) {
				assertThat(ex).hasMessageContaining("The process died");
			}
			assertThat(whole("a") || whole("b")).as("after %d writes", calls).isTrue();
		}
	}

	private boolean whole(String path) {
		try {
			return Arrays.equals(this.hierarchy.open(path).read().ints(), this.values);
		}
		catch (NodeNotFoundException ex) {
			return false;
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenTheOtherFormatHasTheCodecsThenChunksAreCopiedAsTheyAre(ZarrFormat format) {
		ZarrFormat other = (format == ZarrFormat.V2) ? ZarrFormat.V3 : ZarrFormat.V2;
		create("g/a", format, Codecs.transpose(1, 0), Codecs.zlib(6));
		this.hierarchy.createGroup("g/sub", Map.of("n", 1));
		this.hierarchy.copy("g", this.hierarchy, "copy", CopyOptions.defaults().format(other));
		ZarrArray copy = this.hierarchy.open("copy/a");
		assertThat(copy.format()).isEqualTo(other);
		assertThat(copy.read().ints()).isEqualTo(this.values);
		assertThat(copy.dimensionNames()).containsExactly("y", "x");
		assertThat(copy.attributes().get("units")).isEqualTo("K");
		assertThat(copy.attributes().containsKey("_ARRAY_DIMENSIONS")).isEqualTo(other == ZarrFormat.V2);
		assertThat(copy.metadata().fillValue()).isEqualTo(new int[] { 7 });
		assertThat(this.hierarchy.openGroup("copy/sub").attributes()).isEqualTo(Map.of("n", 1));
		assertThat(this.hierarchy.openGroup("copy").format()).isEqualTo(other);
		ZarrArray array = this.hierarchy.open("g/a");
		for (long[] chunk : List.of(new long[] { 0, 0 }, new long[] { 2, 2 })) {
			assertThat(copy.storage().readChunk(chunk).orElseThrow().bytes())
				.isEqualTo(array.storage().readChunk(chunk).orElseThrow().bytes());
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheOtherFormatDoesNotHaveTheCodecsThenChunksAreEncodedAgain(boolean transactional) {
		this.backend.lookTransactional(transactional);
		this.hierarchy.createGroup("g", Map.of(), ZarrFormat.V3);
		ZarrArray array = this.hierarchy.create("g/a",
				ArraySpec.of(DataType.INT32).shape(5, 7, 1).chunks(2, 3, 1).codecs(Codecs.transpose(1, 0, 2)));
		array.write(NdArray.of(this.values, 5, 7, 1));
		CopyResult result = this.hierarchy.copy("g", this.hierarchy, "v2",
				CopyOptions.defaults().format(ZarrFormat.V2));
		assertThat(result.chunks()).isEqualTo(9);
		assertThat(this.hierarchy.open("v2/a").format()).isEqualTo(ZarrFormat.V2);
		assertThat(this.hierarchy.open("v2/a").codecs()).doesNotContain(Codecs.transpose(1, 0, 2));
		assertThat(this.hierarchy.open("v2/a").read().ints()).isEqualTo(this.values);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheOtherFormatHasNoShardsThenTheirChunksAreCopied(boolean transactional) {
		this.backend.lookTransactional(transactional);
		Codec inner = Codecs.sharding(new long[] { 2, 3 }, Codecs.zlib(1));
		ArraySpec spec = ArraySpec.of(DataType.INT32).format(ZarrFormat.V3).shape(5, 7).fillValue(-1);
		List<ArraySpec> specs = List.of(spec.chunks(4, 6).codecs(inner),
				spec.chunks(8, 6).codecs(Codecs.sharding(new long[] { 4, 6 }, inner)),
				spec.chunks(6, 6).codecs(Codecs.transpose(1, 0), Codecs.sharding(new long[] { 3, 2 }, Codecs.zlib(1))),
				spec.chunks(RectilinearGrid.of(new long[] { 2, 4 }, new long[] { 6, 3 })).codecs(inner));
		for (int i = 0; i < specs.size(); i++) {
			ZarrArray array = this.hierarchy.create("a" + i, specs.get(i));
			array.write(NdArray.of(this.values, 5, 7));
			array.write(Selection.of(Slice.range(0, 2), Slice.range(3, 6)),
					NdArray.of(new int[] { -1, -1, -1, -1, -1, -1 }, 2, 3));
			CopyResult result = this.hierarchy.copy("a" + i, this.hierarchy, "v2-" + i,
					CopyOptions.defaults().format(ZarrFormat.V2));
			ZarrArray copy = this.hierarchy.open("v2-" + i);
			assertThat(copy.format()).isEqualTo(ZarrFormat.V2);
			assertThat(copy.chunkShape()).containsExactly(2, 3);
			assertThat(copy.codecs().contains(Codecs.zlib(1))).isEqualTo(i != 2);
			assertThat(copy.read().ints()).isEqualTo(array.read().ints());
			assertThat(result.chunks()).as("9 but that of fill value").isEqualTo(8);
		}
	}

	@Test
	void whenShardsAreLargerThanMemoryThenTheirChunksAreCopiedSomeAtATime() {
		long size = 1 << 20;
		ZarrArray array = this.hierarchy.create("a",
				ArraySpec.of(DataType.INT8).shape(4 * size).chunks(size).shards(64 * size).fillValue(0));
		array.write(Selection.coordinates(new long[] { 5, 3 * size - 1, -1 }), NdArray.of(new byte[] { 1, 2, 3 }, 3));
		this.hierarchy.copy("a", this.hierarchy, "v2", CopyOptions.defaults().format(ZarrFormat.V2));
		ZarrArray copy = this.hierarchy.open("v2");
		assertThat(copy.read(Selection.coordinates(new long[] { -1, 5, 3 * size - 1, 6 })).bytes()).containsExactly(3,
				1, 2, 0);
		assertThat(this.map.exists(StoreKey.of("v2/1"))).as("of fill value").isFalse();
	}

	@Test
	void whenTheOtherFormatCannotExpressANodeThenItIsRefusedAndNothingIsLeft() {
		this.hierarchy.create("g/a", ArraySpec.of(DataType.INT8).shape(2, 2).dimensionNames("y", null));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(
					() -> this.hierarchy.copy("g", this.hierarchy, "v2", CopyOptions.defaults().format(ZarrFormat.V2)))
			.withMessageContaining("with and without names");
		assertThat(this.hierarchy.exists("v2")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenACopyIsUnderWayThenItsListenerIsToldAndItsNumbersGrow(boolean transactional) {
		this.backend.lookTransactional(transactional);
		create("g/a", ZarrFormat.V3);
		List<CopyProgress> progress = new ArrayList<>();
		CopyResult result = this.hierarchy.copy("g", this.hierarchy, "copy",
				CopyOptions.defaults().progress(progress::add));
		assertThat(progress.get(0)).isEqualTo(new CopyProgress("g", 1, 0, 0));
		assertThat(progress.get(progress.size() - 1)).isEqualTo(new CopyProgress("g/a", 2, 9, 9 * 24));
		assertThat(progress).extracting(CopyProgress::chunks).isSorted();
		assertThat(result).isEqualTo(new CopyResult(2, 9, 9 * 24));
	}

	@Test
	void whenACopyIsCancelledThenItIsRemoved() {
		create("g/a", ZarrFormat.V3);
		List<CopyProgress> progress = new ArrayList<>();
		CopyOptions options = CopyOptions.defaults().progress(progress::add).cancelledBy(() -> progress.size() > 4);
		assertThatExceptionOfType(CancellationException.class)
			.isThrownBy(() -> this.hierarchy.copy("g", this.hierarchy, "copy", options));
		assertThat(progress).hasSizeLessThan(11);
		assertThat(this.map.list("copy/", null, 10)).isEmpty();
		assertThat(this.hierarchy.open("g/a").read().ints()).isEqualTo(this.values);
	}

	@Test
	void whenAGroupHasVeryManyNodesThenFewKeysAreListedAtATime() {
		for (int i = 0; i < 300; i++) {
			this.hierarchy.createGroup("g/n%03d".formatted(i), Map.of());
		}
		int[] seen = { 0, 0 };
		Hierarchy listing = this.engine.hierarchy("listing", new DelegatingBackend(this.map) {

			@Override
			public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
				if (prefix.equals("g/")) {
					seen[1]++;
					assertThat(limit).isLessThanOrEqualTo(64);
				}
				return super.list(prefix, after, limit);
			}

		});
		listing.walk("g", (node) -> {
			seen[0]++;
			// A page is listed when the walk comes to it, and not before.
			assertThat(seen[1]).isLessThanOrEqualTo(seen[0] / 64 + 2);
		});
		assertThat(seen[0]).isEqualTo(301);
	}

	/**
	 * A store whose process dies after some writes: no later call does anything.
	 */
	private static final class DyingBackend extends DelegatingBackend {

		private int left;

		DyingBackend(StorageBackend delegate, int writes) {
			super(delegate);
			this.left = writes;
		}

		private synchronized void die() {
			if (this.left-- <= 0) {
				throw new StoreUnavailableException("The process died");
			}
		}

		@Override
		public void write(StoreKey key, ByteBuffer bytes) {
			die();
			super.write(key, bytes);
		}

		@Override
		public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
			die();
			return super.compareAndSet(key, expected, bytes);
		}

		@Override
		public void delete(StoreKey key) {
			die();
			super.delete(key);
		}

		@Override
		public void deleteAll(Collection<StoreKey> keys) {
			keys.forEach(this::delete);
		}

	}

}
