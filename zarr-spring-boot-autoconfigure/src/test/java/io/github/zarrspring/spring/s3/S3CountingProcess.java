package io.github.zarrspring.spring.s3;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.spring.retry.FastRetries;
import io.github.zarrspring.storage.StorageBackend;

/**
 * A process of its own that counts up the cells of an array, with several writers.
 */
public final class S3CountingProcess {

	private S3CountingProcess() {
	}

	public static void main(String[] args) throws Exception {
		count(URI.create(args[0]), args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
	}

	/**
	 * Count up, each writer with a backend of its own.
	 */
	static void count(URI endpoint, String bucket, int writers, int times) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(writers);
		try (ZarrEngine engine = ZarrEngine.builder().conflictTimeout(Duration.ofMinutes(2)).build()) {
			List<Future<?>> results = new ArrayList<>();
			for (int i = 0; i < writers; i++) {
				results.add(executor.submit(() -> {
					try (StorageBackend backend = S3Service.backend(endpoint, new S3Settings(bucket, ""))) {
						ZarrArray counters = engine.hierarchy("s3", FastRetries.around("s3", backend)).open("counters");
						for (int n = 0; n < times; n++) {
							counters.update(Selection.all(), S3CountingProcess::increment);
						}
					}
					return null;
				}));
			}
			for (Future<?> result : results) {
				result.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static NdArray increment(NdArray values) {
		long[] cells = values.longs();
		for (int i = 0; i < cells.length; i++) {
			cells[i]++;
		}
		return values;
	}

}
