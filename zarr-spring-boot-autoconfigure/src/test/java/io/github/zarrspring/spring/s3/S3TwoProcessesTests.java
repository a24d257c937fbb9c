package io.github.zarrspring.spring.s3;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.net.FaultProxy;
import io.github.zarrspring.spring.net.Message;
import io.github.zarrspring.spring.net.RandomFaults;
import io.github.zarrspring.storage.StorageBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Eight writers in two processes on one array behind a network that loses and fails.
 */
@Tag("slow")
class S3TwoProcessesTests {

	private static final int WRITERS = 4;

	private static final int TIMES = 8;

	@Test
	@DisplayName("3.13 Counters in S3 come out exact though answers are lost and requests fail")
	void whenAnswersAreLostThenEachIncrementCountsOnce() throws Exception {
		String bucket = S3Service.S3PROXY.newBucket();
		RandomFaults faults = new RandomFaults(42);
		try (ZarrEngine engine = ZarrEngine.create();
				StorageBackend direct = S3Service.backend(S3Service.S3PROXY.endpoint(), new S3Settings(bucket, ""));
				FaultProxy proxy = new FaultProxy(S3Service.S3PROXY.endpoint())) {
			engine.hierarchy("s3", direct).create("counters", ArraySpec.of(DataType.INT64).shape(8).chunks(4));
			proxy.fault(faults);
			Process other = new ProcessBuilder(
					System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-Xmx256m",
					"-cp", System.getProperty("java.class.path"), S3CountingProcess.class.getName(),
					proxy.uri().toString(), bucket, String.valueOf(WRITERS), String.valueOf(TIMES))
				.redirectErrorStream(true)
				.redirectOutput(Path.of("target", "s3-counting.log").toFile())
				.start();
			try {
				S3CountingProcess.count(proxy.uri(), bucket, WRITERS, TIMES);
				assertThat(other.waitFor(3, TimeUnit.MINUTES)).isTrue();
				assertThat(other.exitValue()).isZero();
			}
			finally {
				other.destroyForcibly();
			}
			assertThat(engine.hierarchy("s3", direct).open("counters").read().longs())
				.containsOnly(2 * WRITERS * TIMES);
			assertThat(proxy.requests()).extracting(Message::method).contains("GET", "PUT");
			assertThat(faults.lost()).as("lost answers of %d, without which nothing is proven", proxy.requests().size())
				.isPositive();
		}
	}

}
