package io.github.zarrspring.spring.jpa;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two processes on one PostgreSQL.
 */
@Tag("slow")
class JpaTwoProcessesTests {

	private static Process process(String url, int times) throws Exception {
		return new ProcessBuilder(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
				"-Xmx512m", "-cp", System.getProperty("java.class.path"), CountingProcess.class.getName(), url,
				String.valueOf(times))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	@Test
	@DisplayName("2.5 Counters in many chunks that two processes count up together come out exact")
	void whenTwoProcessesCountThenNothingIsLost() throws Exception {
		String url = Databases.POSTGRESQL.newUrl();
		try (ConfigurableApplicationContext application = TestApplication.start(url)) {
			TestStore store = new TestStore(application);
			store.ints("counters", 195);
			List<Process> processes = new ArrayList<>(List.of(process(url, 60), process(url, 60)));
			JpaConcurrencyTests.count(store.zarr().open("counters"), 30);
			for (Process process : processes) {
				Assertions.assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
				Assertions.assertThat(process.exitValue()).isZero();
			}
			Assertions.assertThat(store.read("counters")).containsOnly(150);
		}
	}

}
