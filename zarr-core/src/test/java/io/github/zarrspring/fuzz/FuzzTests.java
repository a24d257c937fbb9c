package io.github.zarrspring.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a store holds, the engine answers or fails with an exception of its own, in
 * seconds of computing, within its limits and with a heap of 512 MB. What does not end at
 * all ends by the time-out of the process.
 * <p>
 * What fuzzing has found is tried again with each build. With {@code -Pproof} Jazzer
 * looks for more, for {@value #MINUTES} minutes in all or as long as the system property
 * {@value #PROPERTY} says. What reaches something new is then in
 * {@code target/fuzz/<target>/corpus}, what fails in {@code target/fuzz/<target>}.
 */
class FuzzTests {

	static final String PROPERTY = "zarr.fuzz.minutes";

	static final int MINUTES = 20;

	private static final String HEAP = "-Xmx512m";

	@TempDir
	Path temporary;

	@ParameterizedTest
	@EnumSource(FuzzTarget.class)
	void whenAnInputWasFoundBeforeThenItIsAnsweredOrRefused(FuzzTarget target) throws Exception {
		Path log = this.temporary.resolve("log");
		int exit = run(log, 300, CorpusReplay.class, target.name());
		assertThat(exit).as(() -> read(log)).isZero();
		// The number of inputs comes last, behind what a newer JVM may warn of.
		List<String> lines = read(log).lines().toList();
		assertThat(Integer.parseInt(lines.get(lines.size() - 1))).isGreaterThan(100);
	}

	@ParameterizedTest
	@EnumSource(FuzzTarget.class)
	@Tag("proof")
	void whenInputsAreSoughtThenAllAreAnsweredOrRefused(FuzzTarget target) throws Exception {
		Path directory = Path.of("target/fuzz", target.toString()).toAbsolutePath();
		Path corpus = Files.createDirectories(directory.resolve("corpus"));
		Path seeds = this.temporary.resolve("seeds");
		Files.createDirectories(seeds);
		List<byte[]> inputs = target.corpus();
		for (int i = 0; i < inputs.size(); i++) {
			Files.write(seeds.resolve(String.valueOf(i)), inputs.get(i));
		}
		Path words = Files.write(this.temporary.resolve("words"), FuzzTarget.dictionary());
		int seconds = Integer.getInteger(PROPERTY, MINUTES) * 60 / FuzzTarget.values().length;
		Path log = directory.resolve("log.txt");
		int exit = run(log, seconds + 300, Class.forName("com.code_intelligence.jazzer.Jazzer"),
				"--target_class=" + target.type().getName(), "--instrumentation_includes=io.github.zarrspring.**",
				"--custom_hook_includes=io.github.zarrspring.**", "--reproducer_path=" + directory,
				"-artifact_prefix=" + directory + '/', "-dict=" + words, "-max_total_time=" + seconds, "-timeout=120",
				"-rss_limit_mb=3000", "-max_len=65536", corpus.toString(), seeds.toString());
		assertThat(exit).as(() -> read(log)).isZero();
		assertThat(read(log)).contains("Done");
	}

	private static int run(Path log, long seconds, Class<?> main, String... arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-cp",
						System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as(() -> "It does not end: " + read(log)).isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String read(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
