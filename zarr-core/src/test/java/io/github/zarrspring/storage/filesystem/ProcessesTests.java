package io.github.zarrspring.storage.filesystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lets several processes change the same value.
 */
class ProcessesTests {

	private static final int PROCESSES = 3;

	private static final int INCREMENTS = 200;

	@TempDir
	Path directory;

	@Test
	@DisplayName("3.13 Numbers that processes count up come out exact")
	void whenProcessesCountThenNothingIsLost() throws Exception {
		List<TestProcess> processes = new ArrayList<>();
		for (int i = 0; i < PROCESSES; i++) {
			processes.add(new TestProcess(CountingProcess.class, this.directory.toString(),
					Integer.toString(INCREMENTS), Integer.toString(PROCESSES)));
		}
		int conflicts = 0;
		for (TestProcess process : processes) {
			try (process) {
				conflicts += Integer.parseInt(String.valueOf(process.readLine()));
				assertThat(process.waitForEnd()).isZero();
			}
		}
		int attempts = PROCESSES * INCREMENTS + conflicts;
		System.getLogger(getClass().getName())
			.log(System.Logger.Level.INFO, "{0} of {1} attempts conflicted", conflicts, attempts);
		try (FilesystemBackend backend = new FilesystemBackend(this.directory)) {
			assertThat(backend.read(CountingProcess.KEY).orElseThrow().bytes().getLong())
				.isEqualTo(PROCESSES * INCREMENTS);
		}
		assertThat(conflicts).as("conflicts, without which nothing is proven").isGreaterThanOrEqualTo(attempts / 100);
	}

}
