package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;

/**
 * Writes to a store while members come and go, and remembers what was acknowledged.
 * <p>
 * One thread writes and deletes keys of its own, reads each back, and so knows what each
 * may be. Two others append tokens to logs that all loads share, by compare-and-set: an
 * acknowledged token must be there once, one with a lost answer at most once.
 */
final class Load {

	static final long MISSING = -1;

	static final int LOGS = 6;

	private static final int KEYS = 60;

	private final StorageBackend backend;

	private final List<Thread> threads = new ArrayList<>();

	/**
	 * The values that each key may have.
	 */
	private final Map<StoreKey, Set<Long>> values = new HashMap<>();

	private final List<String> tokens = new CopyOnWriteArrayList<>();

	private final List<String> errors = new CopyOnWriteArrayList<>();

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicInteger acknowledged = new AtomicInteger();

	private volatile boolean stopped;

	Load(StorageBackend backend) {
		this.backend = backend;
	}

	static StoreKey log(int number) {
		return StoreKey.of("logs/c/" + number);
	}

	void start(String name) {
		run((number) -> write(name, number));
		for (int i = 0; i < 2; i++) {
			Random random = new Random(name.hashCode() + i);
			long thread = (((long) name.hashCode() << 1) | i) << 32;
			run((number) -> append(log(random.nextInt(LOGS)), thread | number));
		}
	}

	private void run(LongConsumer operation) {
		Thread thread = new Thread(() -> {
			for (long number = 1; !this.stopped; number++) {
				try {
					operation.accept(number);
				}
				catch (RuntimeException ex) {
					this.errors.add("E %s %s".formatted(ex.getClass().getName(), ex.getMessage()).replace('\n', ' '));
				}
			}
		});
		this.threads.add(thread);
		thread.start();
	}

	private void write(String name, long number) {
		StoreKey key = StoreKey.of("load/%s/c/%d".formatted(name, (number * 31) % KEYS));
		boolean delete = number % 5 == 0;
		long value = delete ? MISSING : number;
		try {
			if (delete) {
				this.backend.delete(key);
			}
			else {
				this.backend.write(key, ByteBuffer.allocate(1000).putLong(0, number));
			}
			this.values.put(key, Set.of(value));
			this.acknowledged.incrementAndGet();
		}
		catch (StoreUnavailableException ex) {
			this.failures.incrementAndGet();
			Set<Long> either = new LinkedHashSet<>(this.values.getOrDefault(key, Set.of(MISSING)));
			either.add(value);
			this.values.put(key, either);
		}
		check(key);
	}

	private void check(StoreKey key) {
		try {
			long found = this.backend.read(key).map((value) -> value.bytes().getLong()).orElse(MISSING);
			Set<Long> expected = this.values.getOrDefault(key, Set.of(MISSING));
			if (!expected.contains(found)) {
				this.errors.add("E %s is %d and not one of %s".formatted(key, found, expected));
			}
		}
		catch (StoreUnavailableException ex) {
			this.failures.incrementAndGet();
		}
	}

	private void append(StoreKey key, long token) {
		while (true) {
			Optional<StoredValue> value;
			try {
				value = this.backend.read(key);
			}
			catch (StoreUnavailableException ex) {
				this.failures.incrementAndGet();
				return;
			}
			int size = value.map(StoredValue::size).orElse(0);
			ByteBuffer longer = ByteBuffer.allocate(size + Long.BYTES);
			value.ifPresent((before) -> longer.put(before.bytes()));
			longer.putLong(token).flip();
			try {
				if (this.backend.compareAndSet(key, value.map(StoredValue::version).orElse(Version.ABSENT), longer)) {
					this.tokens.add("T %s %d acknowledged".formatted(key, token));
					this.acknowledged.incrementAndGet();
					return;
				}
			}
			catch (StoreUnavailableException ex) {
				this.failures.incrementAndGet();
				this.tokens.add("T %s %d unknown".formatted(key, token));
				return;
			}
		}
	}

	int acknowledged() {
		return this.acknowledged.get();
	}

	void stop() throws InterruptedException {
		this.stopped = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	/**
	 * What there is to check when the load has stopped, line by line.
	 */
	List<String> report() {
		List<String> report = new ArrayList<>(this.errors);
		report.add("F " + this.failures);
		this.values.forEach((key, values) -> report
			.add("V %s %s".formatted(key, values.stream().map(String::valueOf).collect(Collectors.joining(",")))));
		report.addAll(this.tokens);
		return report;
	}

}
