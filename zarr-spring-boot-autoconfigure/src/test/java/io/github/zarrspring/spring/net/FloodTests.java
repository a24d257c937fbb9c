package io.github.zarrspring.spring.net;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with a heap of 128 MB whose stores answer with far more than they were
 * asked for. They are told so, soon, and never run out of memory.
 */
@Timeout(180)
class FloodTests {

	static Stream<Arguments> floods() {
		return Stream.of(Flood.values())
			.flatMap((flood) -> Stream.of("http", "s3").map((type) -> Arguments.of(type, flood)))
			// S3 always says how long an answer is, and compresses nothing.
			.filter((arguments) -> arguments.get()[0].equals("http") || !((Flood) arguments.get()[1]).isChunked());
	}

	@ParameterizedTest
	@MethodSource("floods")
	@Tag("proof")
	void whenStoreIsFloodedThenManyReadersAreToldSoInTime(String type, Flood flood) throws Exception {
		assertRefused(type, flood, 64);
	}

	@ParameterizedTest
	@EnumSource(names = { "UNTAGGED", "COMPRESSED", "CHUNKED_METADATA" })
	@Tag("slow")
	void whenServerFloodsThenReadersAreToldSoInTime(Flood flood) throws Exception {
		assertRefused("http", flood, 8);
	}

	@ParameterizedTest
	@EnumSource(names = { "MANY", "METADATA" })
	@Tag("slow")
	void whenServiceFloodsThenReadersAreToldSoInTime(Flood flood) throws Exception {
		assertRefused("s3", flood, 8);
	}

	private static void assertRefused(String type, Flood flood, int threads) throws Exception {
		Path output = Path.of("target", "flood-%s-%s.log".formatted(type, flood));
		try (FloodServer server = new FloodServer(flood)) {
			Process process = new ProcessBuilder(
					System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-Xmx128m",
					"-cp", System.getProperty("java.class.path"), FloodedProcess.class.getName(), type,
					server.uri().toString(), String.valueOf(threads))
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			try {
				assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the process ends").isTrue();
			}
			finally {
				process.destroyForcibly();
			}
		}
		String text = Files.readString(output, StandardCharsets.UTF_8);
		String refusal = flood.isOfMetadata() ? "LimitExceededException" : "(CorruptData|LimitExceeded)Exception";
		assertThat(text).containsPattern("outcomes=\\{" + refusal + "=" + threads + ", late=0\\}")
			.contains("free=true");
		// How long it takes depends on what else the machine does, how much work it is
		// does
		// not.
		long millis = Long.parseLong(text.replaceAll("(?s).*cpu=(\\d+).*", "$1"));
		assertThat(millis).as("milliseconds of processors, with the start of the process").isLessThan(20_000);
	}

}
