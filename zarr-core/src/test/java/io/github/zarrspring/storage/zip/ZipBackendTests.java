package io.github.zarrspring.storage.zip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZipBackend}.
 */
class ZipBackendTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	@TempDir
	Path directory;

	private Path archive() {
		return this.directory.resolve("store.zip");
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String text(StorageBackend backend, StoreKey key) {
		return backend.read(key)
			.map((value) -> StandardCharsets.UTF_8.decode(value.bytes()).toString())
			.orElse("(none)");
	}

	private void zip(String... namesAndTexts) throws IOException {
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive()))) {
			for (int i = 0; i < namesAndTexts.length; i += 2) {
				zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
				zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
				zip.closeEntry();
			}
		}
	}

	@Test
	@DisplayName("3.13 An archive of another tool is read in place, deflated entries with data descriptors too")
	void whenAnotherToolWroteThenRead() throws IOException {
		zip("zarr.json", "{}", "a/", "", "a/c/0", "value ".repeat(1000), "子/b c", "x", "../evil", "no", "/abs", "no");
		try (ZipBackend backend = new ZipBackend(archive())) {
			assertThat(backend.list("", null, 10)).extracting(StoreKey::value)
				.containsExactly("a/c/0", "zarr.json", "子/b c");
			assertThat(text(backend, KEY)).isEqualTo("value ".repeat(1000));
			assertThat(backend.read(KEY, ByteRange.of(6, 5)).orElseThrow().bytes()).isEqualTo(bytes("value"));
			assertThat(backend.read(KEY, ByteRange.suffix(6)).orElseThrow().bytes()).isEqualTo(bytes("value "));
			assertThat(backend.info("a/").bytes()).isEqualTo(6000);
		}
		assertThat(Files.list(this.directory)).containsExactly(archive());
	}

	@Test
	void whenNamesAreDuplicateThenLastWins() throws IOException {
		try (FileChannel channel = FileChannel.open(archive(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			ArchiveWriter writer = new ArchiveWriter(channel, false);
			writer.add("a/c/0", bytes("first"));
			writer.add("a/c/1", bytes("other"));
			writer.add("a/c/0", bytes("second"));
			writer.finish("a comment");
		}
		try (ZipBackend backend = new ZipBackend(archive())) {
			assertThat(text(backend, KEY)).isEqualTo("second");
			assertThat(backend.info().entries()).isEqualTo(2);
		}
	}

	@Test
	@DisplayName("4.9 Archives with ZIP64 fields are written and read, by others too")
	void whenZip64ThenReadByOthers() throws IOException {
		try (FileChannel channel = FileChannel.open(archive(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			ArchiveWriter writer = new ArchiveWriter(channel, false, 10);
			for (int i = 0; i < 50; i++) {
				writer.add("a/c/" + i, bytes("value ".repeat(i)));
			}
			writer.finish("");
		}
		checkFifty();
	}

	/**
	 * As Python writes archives from 2 GiB on.
	 */
	@Test
	void whenTheZip64EndIsThereThoughTheOldFieldsSufficeThenRead() throws IOException {
		whenZip64ThenReadByOthers();
		byte[] bytes = Files.readAllBytes(archive());
		ByteBuffer archive = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		int end = bytes.length - ZipFormat.END_SIZE;
		int end64 = end - ZipFormat.LOCATOR_SIZE - ZipFormat.END64_SIZE;
		archive.putShort(end + 8, (short) 50).putShort(end + 10, (short) 50);
		archive.putInt(end + 12, (int) archive.getLong(end64 + 40)).putInt(end + 16, (int) archive.getLong(end64 + 48));
		Files.write(archive(), bytes);
		checkFifty();
	}

	@Test
	@DisplayName("4.9 An archive has more entries than fit the old format")
	void whenManyEntriesThenReadByOthers() throws IOException {
		try (FileChannel channel = FileChannel.open(archive(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			ArchiveWriter writer = new ArchiveWriter(channel, false);
			for (int i = 0; i < 70_000; i++) {
				writer.add("a/c/" + i, (i < 50) ? bytes("value ".repeat(i)) : ByteBuffer.allocate(1));
			}
			writer.finish("");
		}
		checkFifty();
	}

	private void checkFifty() throws IOException {
		try (ZipBackend backend = new ZipBackend(archive()); ZipFile zip = new ZipFile(archive().toFile())) {
			assertThat(backend.info("").entries()).isEqualTo(zip.size()).isGreaterThanOrEqualTo(50);
			for (int i = 0; i < 50; i++) {
				assertThat(text(backend, StoreKey.of("a/c/" + i))).isEqualTo("value ".repeat(i));
				assertThat(
						new String(zip.getInputStream(zip.getEntry("a/c/" + i)).readAllBytes(), StandardCharsets.UTF_8))
					.isEqualTo("value ".repeat(i));
			}
		}
	}

	@Test
	@DisplayName("3.13 What is written is in the archive after flush or close, and the archive is whole at any time")
	void whenFlushedThenArchiveIsReplaced() throws IOException {
		zip("a/c/0", "old ".repeat(100), "a/c/1", "deleted", "a/c/2", "kept ".repeat(100));
		try (ZipBackend reader = new ZipBackend(archive()); ZipBackend backend = new ZipBackend(archive())) {
			Version kept = backend.read(StoreKey.of("a/c/2")).orElseThrow().version();
			assertThat(backend.flush().bytes()).isZero();
			backend.write(KEY, bytes("new"));
			backend.delete(StoreKey.of("a/c/1"));
			assertThat(text(backend, KEY)).isEqualTo("new");
			assertThat(text(reader, KEY)).startsWith("old");
			assertThat(backend.flush().bytes()).isEqualTo(Files.size(archive()));
			assertThat(backend.flush().bytes()).isZero();
			assertThat(backend.compareAndSet(StoreKey.of("a/c/2"), kept, bytes("changed"))).isTrue();
			assertThat(text(reader, StoreKey.of("a/c/1"))).as("seen by who opened it before").isEqualTo("deleted");
		}
		try (ZipBackend backend = new ZipBackend(archive())) {
			assertThat(backend.list("", null, 10)).extracting(StoreKey::value).containsExactly("a/c/0", "a/c/2");
			assertThat(text(backend, StoreKey.of("a/c/2"))).isEqualTo("changed");
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).containsExactly(archive());
		}
	}

	@Test
	@DisplayName("3.13 A second writer of an archive is refused, and sees what the first wrote when its turn comes")
	void whenTwoWriteThenSecondIsRefused() throws IOException {
		zip("a/c/0", "old");
		try (ZipBackend second = new ZipBackend(archive())) {
			try (ZipBackend first = new ZipBackend(archive())) {
				first.write(StoreKey.of("a/c/1"), bytes("first"));
				assertThatExceptionOfType(StoreUnavailableException.class)
					.isThrownBy(() -> second.write(KEY, bytes("second")))
					.withMessageContaining("in use by another");
			}
			second.write(KEY, bytes("second"));
		}
		try (ZipBackend backend = new ZipBackend(archive())) {
			assertThat(text(backend, KEY)).isEqualTo("second");
			assertThat(text(backend, StoreKey.of("a/c/1"))).isEqualTo("first");
		}
	}

	@Test
	void whenBitIsFlippedThenTypedFailureOrTheSameValue() throws IOException {
		zip("a/c/0", "value ".repeat(20), "a/c/1", "x");
		byte[] good = Files.readAllBytes(archive());
		for (int position = 0; position < good.length; position++) {
			for (int bit = 0; bit < 8; bit++) {
				byte[] damaged = good.clone();
				damaged[position] ^= (byte) (1 << bit);
				Files.write(archive(), damaged);
				try (ZipBackend backend = new ZipBackend(archive())) {
					assertThat(text(backend, KEY)).isIn("(none)", "value ".repeat(20));
				}
				catch (CorruptDataException | LimitExceededException | UnsupportedExtensionException ex) {
					assertThat(ex).hasMessageContaining("archive");
				}
			}
		}
	}

	@Test
	void whenBytesAreRandomThenNothingButZarrExceptions() throws IOException {
		zip("a/c/0", "value ".repeat(20), "a/c/1", "x");
		byte[] good = Files.readAllBytes(archive());
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 3000; i++) {
			byte[] damaged = Arrays.copyOf(good, good.length - ((i % 3 == 0) ? random.nextInt(good.length) : 0));
			for (int j = random.nextInt(8); j >= 0 && damaged.length > 0; j--) {
				int position = (random.nextBoolean()) ? random.nextInt(damaged.length)
						: Math.max(0, damaged.length - 1 - random.nextInt(120));
				damaged[position] = (byte) random.nextInt();
			}
			Files.write(archive(), damaged);
			try (ZipBackend backend = new ZipBackend(archive())) {
				for (StoreKey key : backend.list("", null, 10)) {
					backend.read(key);
				}
			}
			catch (ZarrException ex) {
				assertThat(ex.getReason()).as("run %d of seed %d", i, seed).isNotEmpty();
			}
		}
	}

	@Test
	void whenPartOfADeflatedEntryIsReadThenTheChecksumIsThatOfTheWhole() throws IOException {
		String value = "0123456789".repeat(50_000);
		zip("a/c/0", value);
		try (ZipBackend backend = new ZipBackend(archive())) {
			for (ByteRange range : List.of(ByteRange.of(0, 5), ByteRange.of(300_001, 100_000), ByteRange.suffix(70_000),
					ByteRange.of(499_999, 9), ByteRange.of(500_000, 1))) {
				int start = (int) range.start(value.length());
				assertThat(backend.read(KEY, range).orElseThrow().bytes())
					.isEqualTo(bytes(value.substring(start, start + (int) range.count(value.length()))));
			}
		}
		byte[] bytes = Files.readAllBytes(archive());
		int directory = bytes.length - ZipFormat.END_SIZE - ZipFormat.CENTRAL_SIZE - "a/c/0".length();
		bytes[directory + 16] ^= 1;
		Files.write(archive(), bytes);
		try (ZipBackend backend = new ZipBackend(archive())) {
			assertThatExceptionOfType(CorruptDataException.class)
				.isThrownBy(() -> backend.read(KEY, ByteRange.of(0, 5)))
				.withMessageContaining("checksum");
		}
	}

	@Test
	void whenTheFileIsNoArchiveThenTheMessageNamesIt() throws IOException {
		Files.writeString(archive(), "no archive");
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> new ZipBackend(archive()))
			.withMessageContaining(archive().toString());
	}

	@Test
	void whenDirectoryClaimsMoreThanThereIsThenRefused() throws IOException {
		try (FileChannel channel = FileChannel.open(archive(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			ArchiveWriter writer = new ArchiveWriter(channel, false);
			for (int i = 0; i < 100; i++) {
				writer.add("a/c/" + i, bytes("value"));
			}
			writer.finish("");
		}
		try (FileChannel channel = FileChannel.open(archive())) {
			assertThatExceptionOfType(LimitExceededException.class)
				.isThrownBy(() -> ArchiveDirectory.read(channel, 1000))
				.withMessageContaining("the heap has room for 1000");
		}
		for (List<Integer> lie : List.of(List.of(10, 0x7FFF), List.of(12, 0x7FFFFFFF), List.of(16, 0x7FFFFFFF))) {
			byte[] bytes = Files.readAllBytes(archive());
			ByteBuffer.wrap(bytes)
				.order(ByteOrder.LITTLE_ENDIAN)
				.putShort(bytes.length - 22 + lie.get(0), lie.get(1).shortValue())
				.putShort(bytes.length - 20 + lie.get(0), (short) (lie.get(1) >>> 16));
			Path lying = this.directory.resolve("lying.zip");
			try (OutputStream out = Files.newOutputStream(lying)) {
				out.write(bytes);
			}
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> new ZipBackend(lying));
		}
	}

	@Test
	void whenThreadIsInterruptedThenOthersGoOn() throws Exception {
		zip("a/c/0", "value");
		try (ZipBackend backend = new ZipBackend(archive())) {
			Thread thread = new Thread(() -> {
				Thread.currentThread().interrupt();
				assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend.read(KEY));
			});
			thread.start();
			thread.join();
			assertThat(text(backend, KEY)).isEqualTo("value");
		}
	}

	@Test
	void whenClosedByInterruptedThreadThenSaved() {
		try (ZipBackend backend = new ZipBackend(archive())) {
			backend.write(KEY, bytes("first"));
			Thread.currentThread().interrupt();
			assertThat(backend.flush().bytes()).isPositive();
			assertThat(Thread.interrupted()).isTrue();
			backend.write(KEY, bytes("second"));
			Thread.currentThread().interrupt();
		}
		assertThat(Thread.interrupted()).isTrue();
		try (ZipBackend backend = new ZipBackend(archive())) {
			assertThat(text(backend, KEY)).isEqualTo("second");
		}
	}

	@Test
	void whenKeyIsTooLongForAnArchiveThenRefusedAndOthersAreSaved() {
		StoreKey key = StoreKey.of("k".repeat(70_000));
		try (ZipBackend backend = new ZipBackend(archive())) {
			assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> backend.write(key, bytes("x")))
				.withMessageContaining("has 70000 bytes");
			backend.write(KEY, bytes("value"));
			assertThat(backend.flush().bytes()).isPositive();
		}
	}

}
