package io.github.zarrspring.spring.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToDoubleFunction;

import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.snapshot.SnapshotBackend;
import io.github.zarrspring.storage.snapshot.SnapshotStatistics;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one store, tagged with its name and type.
 * <ul>
 * <li>{@code zarr.store.operations}: a timer of the calls to the store, also tagged with
 * operation and outcome</li>
 * <li>{@code zarr.store.read} and {@code zarr.store.written}: counters of bytes</li>
 * <li>{@code zarr.store.entries} and {@code zarr.store.size}: gauges of the number of
 * values and of their bytes, as old as {@link StoreInfoCache} says</li>
 * <li>{@code zarr.snapshot.*}: gauges of what a store that is saved to files has
 * saved</li>
 * </ul>
 * Timers are made at the first call of their kind, so that there is no series for what
 * never happens.
 */
final class StoreMeters {

	private static final Outcome[] OUTCOMES = Outcome.values();

	private final MeterRegistry registry;

	private final Tags tags;

	private final Counter read;

	private final Counter written;

	private final List<Meter> meters = new ArrayList<>();

	private final AtomicReferenceArray<@Nullable Timer> timers = new AtomicReferenceArray<>(
			StoreOperation.values().length * OUTCOMES.length);

	private volatile boolean removed;

	StoreMeters(MeterRegistry registry, StoreDescription store, StoreInfoCache info) {
		this.registry = registry;
		this.tags = Tags.of("store", store.name(), "type", store.type());
		this.read = added(Counter.builder("zarr.store.read")
			.description("Bytes read from the store")
			.baseUnit(BaseUnits.BYTES)
			.tags(this.tags)
			.register(registry));
		this.written = added(Counter.builder("zarr.store.written")
			.description("Bytes written to the store")
			.baseUnit(BaseUnits.BYTES)
			.tags(this.tags)
			.register(registry));
		gauge("zarr.store.entries", "Values in the store", BaseUnits.OBJECTS, info, StoreInfo::entries);
		gauge("zarr.store.size", "Size of all values in the store", BaseUnits.BYTES, info, StoreInfo::bytes);
	}

	private void gauge(String name, String description, String unit, StoreInfoCache info,
			ToDoubleFunction<StoreInfo> number) {
		added(Gauge.builder(name, info, (cache) -> {
			StoreInfo latest = cache.get();
			return (latest != null) ? number.applyAsDouble(latest) : Double.NaN;
		}).description(description).baseUnit(unit).tags(this.tags).strongReference(true).register(this.registry));
	}

	/**
	 * Add the meters of a store that is saved to files.
	 */
	void addSnapshot(SnapshotBackend backend) {
		snapshotGauge("zarr.snapshot.age", "How long ago the archive had all values as they are", "seconds", backend,
				(statistics) -> seconds(statistics.age()));
		snapshotGauge("zarr.snapshot.save.duration", "How long the last save took", "seconds", backend,
				(statistics) -> seconds(statistics.saveDuration()));
		snapshotGauge("zarr.snapshot.size", "Size of the archive", BaseUnits.BYTES, backend,
				SnapshotStatistics::archiveBytes);
		snapshotGauge("zarr.snapshot.journal.size", "Size of the journal", BaseUnits.BYTES, backend,
				SnapshotStatistics::journalBytes);
		snapshotGauge("zarr.snapshot.unsaved", "Changes that the archive does not have", BaseUnits.OPERATIONS, backend,
				(statistics) -> statistics.sequence() - Math.max(0, statistics.savedSequence()));
	}

	private void snapshotGauge(String name, String description, String unit, SnapshotBackend backend,
			ToDoubleFunction<SnapshotStatistics> number) {
		added(Gauge.builder(name, backend, (store) -> number.applyAsDouble(store.statistics()))
			.description(description)
			.baseUnit(unit)
			.tags(this.tags)
			.strongReference(true)
			.register(this.registry));
	}

	private static double seconds(@Nullable Duration duration) {
		return (duration != null) ? duration.toNanos() / 1e9 : Double.NaN;
	}

	private <M extends Meter> M added(M meter) {
		this.meters.add(meter);
		return meter;
	}

	Clock clock() {
		return this.registry.config().clock();
	}

	void record(StoreOperation operation, Outcome outcome, long nanos) {
		if (!this.removed) {
			timer(operation, outcome).record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	void read(long bytes) {
		this.read.increment(bytes);
	}

	void written(long bytes) {
		this.written.increment(bytes);
	}

	private Timer timer(StoreOperation operation, Outcome outcome) {
		int index = operation.ordinal() * OUTCOMES.length + outcome.ordinal();
		Timer timer = this.timers.get(index);
		return (timer != null) ? timer : newTimer(index, operation, outcome);
	}

	private synchronized Timer newTimer(int index, StoreOperation operation, Outcome outcome) {
		Timer timer = Timer.builder("zarr.store.operations")
			.description("Calls to the store")
			.tags(this.tags.and("operation", operation.tag(), "outcome", outcome.tag()))
			.register(this.registry);
		if (this.removed) {
			this.registry.remove(timer);
		}
		else {
			this.meters.add(timer);
		}
		this.timers.set(index, timer);
		return timer;
	}

	/**
	 * Remove all meters from the registry, when the store goes.
	 */
	synchronized void remove() {
		this.removed = true;
		this.meters.forEach(this.registry::remove);
	}

}
