package io.github.zarrspring.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.LeaseRequest;
import io.github.zarrspring.storage.access.StoreAccess;
import io.github.zarrspring.storage.history.HistoryBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A read of a random key of a store in memory: look at the median. Beside a public store,
 * which has nothing around it, one that keeps a history, and a private one as the holder
 * of its lease reads it.
 */
@SuppressWarnings("NullAway.Init")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = { "-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch" })
public class MapReadBenchmark {

	/** The number of keys. */
	@Param({ "100", "10000", "1000000" })
	int keys;

	/** What is around the store. */
	@Param({ "nothing", "history", "lease" })
	String around;

	private StoreKey[] all;

	private StorageBackend store;

	/**
	 * Fill the store.
	 */
	@Setup
	public void fill() {
		ConcurrentMapBackend map = new ConcurrentMapBackend();
		ByteBuffer value = ByteBuffer.allocate(64);
		this.all = new StoreKey[this.keys];
		for (int i = 0; i < this.keys; i++) {
			this.all[i] = StoreKey.of("array/c/" + i);
			map.write(this.all[i], value);
		}
		this.store = switch (this.around) {
			case "history" -> new HistoryBackend(map, 3, false);
			case "lease" -> leased(new StoreAccess("map", AccessLevel.PRIVATE, map));
			default -> new StoreAccess("map", AccessLevel.PUBLIC, map).backend();
		};
	}

	private static StorageBackend leased(StoreAccess access) {
		return access.backend(access.acquire(LeaseRequest.of("benchmark").timeToLive(Duration.ofDays(1))));
	}

	/**
	 * Read a value.
	 * @return the value
	 */
	@Benchmark
	public Optional<StoredValue> read() {
		return this.store.read(this.all[ThreadLocalRandom.current().nextInt(this.keys)]);
	}

}
