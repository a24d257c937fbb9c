package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class JournalTests {

	@TempDir
	Path directory;

	private Journal journal;

	@BeforeEach
	void open() throws IOException {
		SnapshotFiles files = new SnapshotFiles(this.directory.resolve("warm.zip"), true);
		this.journal = new Journal(JournalMode.EVERY_SECOND, SegmentFile.create(files, 1, 1, true), 0, () -> {
		});
	}

	private void write() {
		this.journal.await(this.journal.append(Change.write(StoreKey.of("a/c/0"), ByteBuffer.allocate(8))));
	}

	private static void passMoreThanASecond() {
		long end = System.nanoTime() + Duration.ofMillis(1100).toNanos();
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	@Test
	void whenNothingWasWrittenForASecondThenFirstWriteDoesNotWaitForDevice() throws IOException {
		write();
		this.journal.forceAll();
		assertThat(this.journal.forces()).isOne();
		passMoreThanASecond();
		write();
		assertThat(this.journal.forces()).isOne();
		this.journal.close();
	}

	@Test
	void whenNobodyForcesForASecondThenNextWriteDoes() throws IOException {
		write();
		passMoreThanASecond();
		write();
		assertThat(this.journal.forces()).isOne();
		this.journal.close();
	}

}
