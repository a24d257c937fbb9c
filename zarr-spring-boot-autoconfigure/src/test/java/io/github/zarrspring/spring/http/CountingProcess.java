package io.github.zarrspring.spring.http;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.spring.net.FaultProxy;
import io.github.zarrspring.spring.net.RandomFaults;
import io.github.zarrspring.spring.retry.FastRetries;
import io.github.zarrspring.storage.StorageBackend;

/**
 * Four writers in a process of their own that count up a counter behind a bad network.
 */
public final class CountingProcess {

	private CountingProcess() {
	}

	public static void main(String[] args) throws Exception {
		count(URI.create(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]));
	}

	/**
	 * Count.
	 * @param server where the counter is
	 * @param times how often each writer adds one
	 * @param seed of the faults
	 * @return how many answers were lost
	 */
	static int count(URI server, int times, long seed) throws Exception {
		RandomFaults faults = new RandomFaults(seed);
		ExecutorService writers = Executors.newFixedThreadPool(4);
		try (FaultProxy proxy = new FaultProxy(server)) {
			proxy.fault(faults);
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				StorageBackend backend = FastRetries.around("http", HttpStores.open(proxy.uri()));
				done.add(writers.submit(() -> increment(backend, times)));
			}
			for (Future<?> writer : done) {
				writer.get();
			}
		}
		finally {
			writers.shutdownNow();
		}
		return faults.lost();
	}

	/**
	 * With an engine of its own, so that writers share no lock.
	 */
	private static void increment(StorageBackend backend, int times) {
		try (ZarrEngine engine = ZarrEngine.builder().parallelism(1).conflictTimeout(Duration.ofMinutes(2)).build()) {
			ZarrArray counter = engine.hierarchy("remote", backend).open("counter");
			for (int i = 0; i < times; i++) {
				counter.update(Selection.all(), (values) -> {
					values.ints()[0]++;
					return values;
				});
			}
		}
	}

}
