package io.github.zarrspring.spring.s3;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.StorageBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How fast arrays are read from S3, beside the SDK alone on the same server in the same
 * run.
 */
@Tag("proof")
class S3SpeedTests {

	private static final int MB = 1 << 20;

	private static final int ROUNDS = 5;

	private static long time(Callable<?> work) throws Exception {
		long start = System.nanoTime();
		work.call();
		return System.nanoTime() - start;
	}

	@Test
	@DisplayName("256 chunks of 1 MB are read at 80 % or more of what the SDK reaches at its best")
	void whenChunksAreLargeThenTheyComeNearlyAsFastAsTheSdkReadsThem() throws Exception {
		int chunks = 256;
		String bucket = S3Service.S3PROXY.newBucket();
		URI endpoint = S3Service.S3PROXY.directEndpoint();
		byte[] cells = new byte[chunks * MB];
		new Random(1).nextBytes(cells);
		try (ZarrEngine engine = ZarrEngine.create();
				S3Client client = S3Service.client(endpoint);
				StorageBackend backend = S3Service.backend(endpoint, new S3Settings(bucket, ""))) {
			ZarrArray array = engine.hierarchy("s3", backend)
				.create("a", ArraySpec.of(DataType.INT8).shape(chunks, MB).chunks(1, MB).codecs());
			array.write(NdArray.of(cells, chunks, MB));
			assertThat(array.read().bytes()).isEqualTo(cells);
			long sdk = Long.MAX_VALUE;
			long ours = Long.MAX_VALUE;
			StringBuilder all = new StringBuilder();
			for (int round = 0; round < ROUNDS; round++) {
				for (int threads : new int[] { 2, 4, 8, 16, 32 }) {
					long time = time(() -> readAll(client, bucket, chunks, threads));
					all.append(" %d:%d".formatted(threads, time / 1_000_000));
					sdk = Math.min(sdk, time);
				}
				long time = time(() -> array.read().bytes());
				all.append(" ours:%d".formatted(time / 1_000_000));
				ours = Math.min(ours, time);
			}
			System.out.printf("SDK at its best %d MB/s, arrays %d MB/s: %d %% (ms:%s)%n",
					chunks * 1000L / (sdk / 1_000_000), chunks * 1000L / (ours / 1_000_000), 100 * sdk / ours, all);
			assertThat((double) sdk / ours).isGreaterThanOrEqualTo(0.8);
		}
	}

	/**
	 * What an application would write that has the SDK alone: all chunks, into memory of
	 * their own.
	 */
	private static List<byte[]> readAll(S3Client client, String bucket, int chunks, int threads) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<byte[]>> calls = new ArrayList<>();
			for (int i = 0; i < chunks; i++) {
				String key = "a/c/" + i + "/0";
				calls.add(() -> client
					.getObject((request) -> request.bucket(bucket).key(key), ResponseTransformer.toBytes())
					.asByteArrayUnsafe());
			}
			List<byte[]> read = new ArrayList<>();
			for (Future<byte[]> result : executor.invokeAll(calls)) {
				read.add(result.get());
			}
			return read;
		}
		finally {
			executor.shutdown();
		}
	}

	@Test
	@DisplayName("512 chunks of a server that takes 20 ms are read in 1.2 times what 32 connections need at least")
	void whenServerIsFarThenNearlyAllTimeIsItsOwn() throws Exception {
		int chunks = 512;
		int concurrency = 32;
		Duration delay = Duration.ofMillis(20);
		Map<String, byte[]> objects = new ConcurrentHashMap<>();
		byte[] cells = new byte[chunks * 4096];
		new Random(2).nextBytes(cells);
		try (TestServer server = new TestServer((request) -> {
			if (request.method().equals("PUT")) {
				objects.put(request.target(), request.body());
				return Answer.of(200, new byte[0], "ETag: \"1\"");
			}
			byte[] body = objects.get(request.target());
			return ((body != null) ? Answer.of(200, body, "ETag: \"1\"") : S3Front.error(404, "NoSuchKey"))
				.after(delay);
		});
				ZarrEngine engine = ZarrEngine.builder().ioConcurrency(concurrency).build();
				StorageBackend backend = S3Service.backend(server.uri(),
						new S3Settings("bucket", "").withConditionalWrites(ConditionalWrites.TRUSTED))) {
			ZarrArray array = engine.hierarchy("s3", backend)
				.create("a", ArraySpec.of(DataType.INT8).shape(chunks, 4096).chunks(1, 4096).codecs());
			array.write(NdArray.of(cells, chunks, 4096));
			long[] times = new long[21];
			for (int i = 0; i < times.length; i++) {
				times[i] = time(() -> assertThat(array.read().bytes()).isEqualTo(cells));
			}
			Arrays.sort(times);
			long ideal = delay.toNanos() * chunks / concurrency;
			long median = times[times.length / 2];
			System.out.printf("Ideal %d ms, median %d ms, best %d ms: %.2f times%n", ideal / 1_000_000,
					median / 1_000_000, times[0] / 1_000_000, (double) median / ideal);
			assertThat((double) median / ideal).isLessThanOrEqualTo(1.2);
		}
	}

}
