package io.github.zarrspring.spring.http;

import java.io.File;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.net.TestServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Eight writers in two processes on one counter, with answers lost, delays, resets and
 * errors in between.
 */
@Tag("slow")
class HttpIncrementTests {

	private static final int TIMES = 30;

	private static Process process(TestServer server) throws Exception {
		return new ProcessBuilder(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
				"-Xmx256m", "-cp", System.getProperty("java.class.path"), CountingProcess.class.getName(),
				server.uri().toString(), String.valueOf(TIMES), "7")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	@Test
	@DisplayName("3.8 A counter that eight writers in two processes count up through a bad network comes out exact")
	void whenAnswersAreLostThenCounterIsExact() throws Exception {
		try (TestServer server = new TestServer(new DirectoryHandler(true));
				HttpBackend backend = HttpStores.open(server.uri());
				ZarrEngine engine = ZarrEngine.create()) {
			ZarrArray counter = engine.hierarchy("remote", backend)
				.create("counter", ArraySpec.of(DataType.INT32).shape(1));
			counter.write(NdArray.of(new int[] { 1 }, 1));
			Process process = process(server);
			try {
				assertThat(CountingProcess.count(server.uri(), TIMES, 42)).as("answers lost").isPositive();
				assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
				assertThat(process.exitValue()).isZero();
			}
			finally {
				process.destroyForcibly();
			}
			assertThat(counter.read().ints()).containsExactly(1 + 8 * TIMES);
		}
	}

}
