package io.github.zarrspring.test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.zarrspring.chunk.SeparatedKeys;
import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * An array finds its metadata and its chunks in the store.
 */
interface ArrayStorageContract extends ContractFixture {

	/**
	 * The key of the metadata of the array that most tests use.
	 */
	StoreKey METADATA = StoreKey.metadata(NodePath.of("t2m"), MetadataKeys.ZARR_JSON);

	private ArrayStorage array(String path, int rank) {
		return new ArrayStorage("store", backend(), NodePath.of(path), MetadataKeys.ZARR_JSON,
				new SeparatedKeys(SeparatedKeys.DEFAULT, '/'), rank);
	}

	private static List<long[]> chunks(ArrayStorage array, int limit) {
		List<long[]> chunks = new ArrayList<>();
		ArrayStorage.ChunkPage page = array.listChunks(null, limit);
		chunks.addAll(page.chunks());
		while (page.next() != null) {
			page = array.listChunks(page.next(), limit);
			chunks.addAll(page.chunks());
		}
		return chunks;
	}

	@Test
	@DisplayName("3.1 A chunk is written and read")
	default void writesAndReadsChunk() {
		ArrayStorage array = array("group/t2m", 2);
		array.writeChunk(new long[] { 0, 1 }, Content.of("chunk"));
		Assertions.assertThat(array.readChunk(new long[] { 0, 1 }))
			.map(StoredValue::bytes)
			.contains(Content.of("chunk"));
		Assertions.assertThat(array.borrowChunk(new long[] { 0, 1 }, ByteRange.ALL, StoredValue::size)).contains(5);
		Assertions.assertThat(array.backendId()).isEqualTo("store");
		Assertions.assertThat(backend().list("", null, 10)).containsExactly(array.chunkKey(new long[] { 0, 1 }));
	}

	@Test
	@DisplayName("3.1 A missing chunk is empty")
	default void readsMissingChunk() {
		Assertions.assertThat(array("t2m", 2).readChunk(new long[] { 5, 5 })).isEmpty();
	}

	@Test
	@DisplayName("3.1 A chunk is overwritten")
	default void overwritesChunk() {
		ArrayStorage array = array("t2m", 1);
		array.writeChunk(new long[] { 3 }, Content.of("old"));
		array.writeChunk(new long[] { 3 }, Content.of("new"));
		Assertions.assertThat(array.readChunk(new long[] { 3 })).map(StoredValue::bytes).contains(Content.of("new"));
	}

	@Test
	@DisplayName("3.1 A chunk of three dimensions keeps a thousand bytes of any value")
	default void keepsAnyBytes() {
		ArrayStorage array = array("t2m", 3);
		byte[] bytes = Content.random(new Random(3), 1000);
		array.writeChunk(new long[] { 1, 2, 3 }, ByteBuffer.wrap(bytes));
		Assertions.assertThat(array.readChunk(new long[] { 1, 2, 3 })).map(Content::bytes).contains(bytes);
	}

	@Test
	@DisplayName("3.1 An array without chunks lists none")
	default void listsNoChunks() {
		ArrayStorage array = array("t2m", 2);
		Assertions.assertThat(chunks(array, 10)).isEmpty();
		backend().write(METADATA, Content.of("{}"));
		Assertions.assertThat(chunks(array, 10)).isEmpty();
	}

	@Test
	@DisplayName("3.1 All chunks of an array are listed, and no others")
	default void listsChunks() {
		ArrayStorage array = array("t2m", 2);
		ArrayStorage neighbour = array("t2m-mean", 2);
		for (long i = 0; i < 2; i++) {
			for (long j = 0; j < 2; j++) {
				array.writeChunk(new long[] { i, j }, Content.of("x"));
				neighbour.writeChunk(new long[] { i, j + 7 }, Content.of("x"));
			}
		}
		backend().write(METADATA, Content.of("{}"));
		for (int limit : new int[] { 1, 3, 4, 100 }) {
			Assertions.assertThat(chunks(array, limit))
				.containsExactly(new long[] { 0, 0 }, new long[] { 0, 1 }, new long[] { 1, 0 }, new long[] { 1, 1 });
		}
	}

	@Test
	@DisplayName("3.1 A chunk is deleted, and again without an error")
	default void deletesChunk() {
		ArrayStorage array = array("t2m", 2);
		array.writeChunk(new long[] { 0, 0 }, Content.of("x"));
		array.deleteChunk(new long[] { 0, 0 });
		Assertions.assertThat(array.readChunk(new long[] { 0, 0 })).isEmpty();
		array.deleteChunk(new long[] { 0, 0 });
		array.deleteChunk(new long[] { 9, 9 });
	}

	@Test
	@DisplayName("3.1 An array is made once, exists then, and its metadata is read and replaced")
	default void keepsMetadata() {
		Assumptions.assumeTrue(backend().capabilities().conditionalWrites(), "no conditional writes");
		ArrayStorage array = array("group/t2m", 2);
		Assertions.assertThat(array.exists()).isFalse();
		Assertions.assertThat(array.readMetadata()).isEmpty();
		Assertions.assertThat(array.init(Content.of("{}"))).isTrue();
		Assertions.assertThat(array.exists()).isTrue();
		Assertions.assertThat(array.init(Content.of("{\"again\":1}"))).isFalse();
		StoredValue metadata = array.readMetadata().orElseThrow();
		Assertions.assertThat(metadata.bytes()).isEqualTo(Content.of("{}"));
		Assertions.assertThat(array.writeMetadata(Content.of("{\"new\":1}"), metadata.version())).isTrue();
		Assertions.assertThat(array.writeMetadata(Content.of("{\"late\":1}"), metadata.version())).isFalse();
		Assertions.assertThat(array.readMetadata()).map(StoredValue::bytes).contains(Content.of("{\"new\":1}"));
	}

	@Test
	@DisplayName("3.1 A chunk is replaced and deleted if it is the expected one")
	default void comparesChunks() {
		Assumptions.assumeTrue(backend().capabilities().conditionalWrites(), "no conditional writes");
		ArrayStorage array = array("t2m", 1);
		long[] chunk = { 0 };
		Assertions.assertThat(array.compareAndSetChunk(chunk, Version.ABSENT, Content.of("1"))).isTrue();
		Version version = array.readChunk(chunk).orElseThrow().version();
		Assertions.assertThat(array.compareAndSetChunk(chunk, Version.ABSENT, Content.of("2"))).isFalse();
		Assertions.assertThat(array.compareAndSetChunk(chunk, version, Content.of("2"))).isTrue();
		Assertions.assertThat(array.compareAndDeleteChunk(chunk, version)).isFalse();
		Version next = array.readChunk(chunk).orElseThrow().version();
		Assertions.assertThat(array.compareAndDeleteChunk(chunk, next)).isTrue();
		Assertions.assertThat(array.readChunk(chunk)).isEmpty();
	}

}
