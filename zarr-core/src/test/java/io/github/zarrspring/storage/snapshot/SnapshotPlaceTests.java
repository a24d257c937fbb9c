package io.github.zarrspring.storage.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.ReportingBackend.Condition;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of a snapshot store whose directory or archive is not what it should be.
 */
class SnapshotPlaceTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	@TempDir
	Path directory;

	private Path folder;

	private Path archive;

	@BeforeEach
	void makeFolder() throws IOException {
		this.folder = Files.createDirectory(this.directory.resolve("data"));
		this.archive = this.folder.resolve("warm.zip");
	}

	private SnapshotBackend open() {
		return new SnapshotBackend(SnapshotOptions.of(this.archive).withInterval(Duration.ZERO).withOnShutdown(false),
				(line) -> {
				});
	}

	@Test
	void whenFolderIsMovedAwayThenSavesFailUntilItIsBack() throws IOException {
		Path moved = this.directory.resolve("moved");
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, ByteBuffer.allocate(4));
			backend.flush();
			Files.move(this.folder, moved);
			assertThat(backend.report().condition()).isEqualTo(Condition.DOWN);
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(backend::flush)
				.withMessageContaining("moved away, removed or unmounted");
			Files.createDirectory(this.folder);
			backend.write(KEY, ByteBuffer.allocate(8));
			assertThat(backend.report().condition()).isEqualTo(Condition.DOWN);
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(backend::flush)
				.withMessageContaining("another directory");
			assertThat(this.folder).isEmptyDirectory();
			Files.delete(this.folder);
			Files.move(moved, this.folder);
			backend.flush();
			assertThat(backend.report().condition()).isEqualTo(Condition.UP);
		}
		try (SnapshotBackend backend = open()) {
			assertThat(backend.read(KEY)).map(StoredValue::size).contains(8);
		}
	}

	@Test
	void whenLockIsRemovedThenSaveTakesItAgain() throws IOException {
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, ByteBuffer.allocate(4));
			Files.delete(this.folder.resolve("warm.zip.lock"));
			backend.flush();
			assertThat(this.folder.resolve("warm.zip.lock")).exists();
			assertThat(backend.report().condition()).isEqualTo(Condition.UP);
		}
	}

	@Test
	void whenOthersHaveMadeAnotherLockThenSavesFail() throws IOException {
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, ByteBuffer.allocate(4));
			Files.move(this.folder.resolve("warm.zip.lock"), this.folder.resolve("old"));
			Files.createFile(this.folder.resolve("warm.zip.lock"));
			assertThat(backend.report().condition()).isEqualTo(Condition.DOWN);
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(backend::flush)
				.withMessageContaining("another process");
		}
	}

	@Test
	void whenEntriesOfArchiveShareTheirBytesThenItIsRefused() throws IOException {
		byte[] archive = zip(new byte[1000]);
		ByteBuffer end = ByteBuffer.wrap(archive, archive.length - 22, 22).slice().order(ByteOrder.LITTLE_ENDIAN);
		int start = end.getInt(16);
		byte[] entry = Arrays.copyOfRange(archive, start, archive.length - 22);
		end.putShort(8, (short) 2).putShort(10, (short) 2).putInt(12, 2 * entry.length);
		ByteArrayOutputStream bomb = new ByteArrayOutputStream();
		bomb.write(archive, 0, archive.length - 22);
		bomb.write(entry);
		bomb.write(archive, archive.length - 22, 22);
		Files.write(this.archive, bomb.toByteArray());
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(this::open).withMessageContaining("overlaps");
	}

	@Test
	void whenValuesOfArchiveDoNotFitOnHeapThenItIsRefusedBeforeTheyAreRead() throws IOException {
		byte[] archive = zip(new byte[100_000]);
		ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
		int start = bytes.getInt(archive.length - 22 + 16);
		// What is announced, not what there is: it must not be inflated to find out.
		bytes.putInt(start + 24, (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 8 * 7));
		Files.write(this.archive, archive);
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(this::open).withMessageContaining("heap");
	}

	private static byte[] zip(byte[] value) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			ZipEntry entry = new ZipEntry("a/c/0");
			entry.setMethod(ZipEntry.DEFLATED);
			entry.setSize(value.length);
			CRC32 crc = new CRC32();
			crc.update(value);
			entry.setCrc(crc.getValue());
			zip.putNextEntry(entry);
			zip.write(value);
			zip.closeEntry();
		}
		return bytes.toByteArray();
	}

}
