package io.github.zarrspring.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.snapshot.JournalMode;
import io.github.zarrspring.storage.snapshot.SnapshotBackend;
import io.github.zarrspring.storage.snapshot.SnapshotOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The archive of a snapshot store that is in use, for other Zarr implementations to read.
 */
final class SnapshotArrays {

	private SnapshotArrays() {
	}

	/**
	 * Have another implementation read an array while the store is open and written to.
	 * @param archive where the store is saved
	 * @param format the format of the array, whose path is {@code group/numbers}
	 * @param reader reads the elements of the array in the archive, a line for each
	 */
	static void areReadBy(Path archive, ZarrFormat format, Function<Path, List<String>> reader) {
		int[] numbers = IntStream.range(0, 60).map((i) -> 1000 * i).toArray();
		SnapshotOptions options = SnapshotOptions.of(archive)
			.withInterval(Duration.ZERO)
			.withJournal(JournalMode.EVERY_WRITE);
		try (SnapshotBackend backend = new SnapshotBackend(options, (line) -> {
			throw new AssertionError(line);
		}); ZarrEngine engine = ZarrEngine.create()) {
			Hierarchy hierarchy = engine.hierarchy("warm", backend);
			hierarchy
				.create("group/numbers",
						ArraySpec.of(DataType.INT32).format(format).shape(6, 10).chunks(4, 4).codecs(Codecs.gzip(1)))
				.write(NdArray.of(numbers, 6, 10));
			assertThat(backend.flush().bytes()).isPositive();
			hierarchy.open("group/numbers").write(NdArray.of(new int[60], 6, 10));
			assertThat(reader.apply(archive))
				.containsExactly(IntStream.of(numbers).mapToObj(Integer::toString).toArray(String[]::new));
		}
	}

}
