package io.github.zarrspring.array;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for how much of a stored value is read: no more than it can have.
 */
@Timeout(60)
class ReadBoundsTests {

	private static final long HUGE = 1L << 40;

	@TempDir
	Path directory;

	private final ZarrEngine engine = ZarrEngine.create();

	@AfterEach
	void close() {
		this.engine.close();
	}

	private CountingBackend store() {
		return new CountingBackend(new FilesystemBackend(this.directory));
	}

	private void sparse(String key) {
		try (RandomAccessFile file = new RandomAccessFile(this.directory.resolve(key).toFile(), "rw")) {
			file.setLength(HUGE);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void assertBounded(ArraySpec spec, String key, long most) {
		try (CountingBackend store = store()) {
			ZarrArray array = this.engine.hierarchy("files", store).create("a", spec.shape(40).chunks(20));
			array.write(NdArray.of(new byte[40], 40));
			sparse(key);
			long before = store.bytes();
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(array::read)
				.withMessageContaining("chunk [0]");
			assertThat(store.bytes() - before).isLessThanOrEqualTo(most);
			assertThatExceptionOfType(CorruptDataException.class)
				.isThrownBy(() -> array.write(Selection.of(Slice.range(0, 3)), NdArray.of(new byte[3], 3)));
			assertThat(store.bytes() - before).isLessThanOrEqualTo(2 * most);
		}
	}

	@Test
	void whenHugeFileIsInPlaceOfChunkThenNoMoreIsReadThanTheChunkCanHave() {
		assertBounded(ArraySpec.of(DataType.INT8).fillValue(1).codecs(Codecs.crc32c()), "a/c/0", 20 + 4 + 1 + 20 + 4);
	}

	@Test
	void whenHugeFileIsInPlaceOfCompressedChunkThenLittleMoreIsReadThanEncodersMake() {
		assertBounded(ArraySpec.of(DataType.INT8).fillValue(1).codecs(Codecs.gzip(1)), "a/c/0", (1 << 16) + 300);
	}

	@Test
	void whenHugeFileIsInPlaceOfMetadataThenItIsRefused() {
		try (CountingBackend store = store()) {
			Hierarchy zarr = this.engine.hierarchy("files", store);
			zarr.create("a", ArraySpec.of(DataType.INT8).shape(4));
			sparse("a/zarr.json");
			long before = store.bytes();
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> zarr.open("a"))
				.withMessageContaining("zarr.limits.metadata-bytes");
			assertThat(store.bytes() - before).isLessThanOrEqualTo(this.engine.limits().metadataBytes() + 1);
		}
	}

	@Test
	void whenIndexSaysThatInnerChunkIsHugeThenItIsNotRead() {
		try (CountingBackend store = store()) {
			ZarrArray array = this.engine.hierarchy("files", store)
				.create("a", ArraySpec.of(DataType.INT8).fillValue(1).shape(8).chunks(4).shards(8));
			array.write(NdArray.of(new byte[8], 8));
			HugeInnerChunk.in(this.directory.resolve("a/c/0"), 1 << 26);
			long before = store.bytes();
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(array::read)
				.withMessageContaining("The inner chunk 0 has 67108864 bytes");
			assertThat(store.bytes() - before).isLessThan(1000);
		}
	}

}
