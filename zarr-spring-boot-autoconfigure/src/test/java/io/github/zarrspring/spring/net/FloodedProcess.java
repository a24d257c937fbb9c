package io.github.zarrspring.spring.net;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.spring.http.HttpFloodStore;
import io.github.zarrspring.spring.s3.S3Service;
import io.github.zarrspring.spring.s3.S3Settings;
import io.github.zarrspring.storage.StorageBackend;

/**
 * Reads from a {@link FloodServer} with many threads and little memory, and prints what
 * came of it.
 */
public final class FloodedProcess {

	private FloodedProcess() {
	}

	public static void main(String[] args) throws Exception {
		int threads = Integer.parseInt(args[2]);
		try (ZarrEngine engine = ZarrEngine.create();
				StorageBackend store = store(args[0], URI.create(args[1]), engine.bytesInFlight())) {
			Hierarchy zarr = engine.hierarchy("flooded", store);
			long start = System.nanoTime();
			System.out.println("outcomes=" + outcomes(zarr, threads));
			System.out.println("millis=" + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
			System.out.println("cpu="
					+ ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1_000_000);
			System.out.println("free=" + (engine.bytesInFlight().free() == engine.bytesInFlight().bound()));
		}
	}

	private static StorageBackend store(String type, URI uri, BytesInFlight inFlight) {
		return type.equals("http") ? HttpFloodStore.open(uri, inFlight)
				: S3Service.backend(S3Service.client(uri), new S3Settings("bucket", ""), inFlight);
	}

	private static Map<String, Integer> outcomes(Hierarchy zarr, int count) throws InterruptedException {
		Map<String, Integer> outcomes = new ConcurrentHashMap<>();
		CountDownLatch ended = new CountDownLatch(count);
		for (int i = 0; i < count; i++) {
			Thread thread = new Thread(() -> {
				outcomes.merge(read(zarr), 1, Integer::sum);
				ended.countDown();
			});
			thread.setDaemon(true);
			thread.start();
		}
		outcomes.put("late", ended.await(60, TimeUnit.SECONDS) ? 0 : 1);
		return new TreeMap<>(outcomes);
	}

	private static String read(Hierarchy zarr) {
		try {
			zarr.open("a").read();
			return "nothing";
		}
		catch (Throwable ex) {
			System.out.println(ex.getMessage());
			return ex.getClass().getSimpleName();
		}
	}

}
