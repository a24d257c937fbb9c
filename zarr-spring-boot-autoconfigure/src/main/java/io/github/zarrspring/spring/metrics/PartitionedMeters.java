package io.github.zarrspring.spring.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import com.hazelcast.map.LocalMapStats;
import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.spring.partitioned.ClusterNumbers;
import io.github.zarrspring.spring.partitioned.PartitionedBackend;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;

/**
 * Meters of what this member sees of its cluster and keeps of each store, tagged with the
 * name of the store.
 * <ul>
 * <li>{@code zarr.partitioned.members}: members of the cluster</li>
 * <li>{@code zarr.partitioned.migrations}: copies of partitions that are to move</li>
 * <li>{@code zarr.partitioned.lost}: partitions whose values were lost</li>
 * <li>{@code zarr.partitioned.answers}: answers to writes that were lost, by
 * {@code outcome}: found out or unknown</li>
 * <li>{@code zarr.partitioned.entries} and {@code zarr.partitioned.memory}: values on
 * this member and the bytes that they take there, by {@code copy}: owned or backup; not
 * on clients</li>
 * </ul>
 */
public final class PartitionedMeters implements StorageBackendDecorator {

	private final MeterRegistry registry;

	private final Map<StoreDescription, List<Meter>> meters = new ConcurrentHashMap<>();

	/**
	 * Meters in a registry.
	 * @param registry the registry
	 */
	public PartitionedMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public StorageBackend decorate(StoreDescription store, StorageBackend backend) {
		PartitionedBackend found = DelegatingBackend.find(backend, PartitionedBackend.class);
		if (found != null) {
			this.meters.computeIfAbsent(store, (key) -> meters(Tags.of("store", key.name()), found));
		}
		return backend;
	}

	@Override
	public void release(StoreDescription store) {
		List<Meter> removed = this.meters.remove(store);
		if (removed != null) {
			removed.forEach(this.registry::remove);
		}
	}

	private List<Meter> meters(Tags tags, PartitionedBackend backend) {
		List<Meter> meters = new ArrayList<>();
		meters.add(number("members", "Members of the cluster", tags, backend, ClusterNumbers::members));
		meters.add(number("migrations", "Copies of partitions that are to move", tags, backend,
				ClusterNumbers::migrations));
		meters.add(number("lost", "Partitions whose values were lost", tags, backend, ClusterNumbers::lostPartitions));
		meters.add(answers("unknown", tags, backend, ClusterNumbers::unknownOutcomes));
		meters.add(answers("found", tags, backend, (numbers) -> numbers.lostAnswers() - numbers.unknownOutcomes()));
		if (backend.isMember()) {
			meters.add(entries("owned", tags, backend, LocalMapStats::getOwnedEntryCount));
			meters.add(entries("backup", tags, backend, LocalMapStats::getBackupEntryCount));
			meters.add(memory("owned", tags, backend, LocalMapStats::getOwnedEntryMemoryCost));
			meters.add(memory("backup", tags, backend, LocalMapStats::getBackupEntryMemoryCost));
		}
		return meters;
	}

	private Meter answers(String outcome, Tags tags, PartitionedBackend backend,
			ToDoubleFunction<ClusterNumbers> count) {
		return FunctionCounter
			.builder("zarr.partitioned.answers", backend, (store) -> count.applyAsDouble(store.numbers()))
			.description("Answers to writes that were lost")
			.tags(tags.and("outcome", outcome))
			.register(this.registry);
	}

	private Meter number(String name, String description, Tags tags, PartitionedBackend backend,
			ToDoubleFunction<ClusterNumbers> number) {
		return gauge(name, description, BaseUnits.OBJECTS, tags, backend,
				(store) -> number.applyAsDouble(store.numbers()));
	}

	private Meter entries(String copy, Tags tags, PartitionedBackend backend, ToDoubleFunction<LocalMapStats> count) {
		return gauge("entries", "Values on this member", BaseUnits.OBJECTS, tags.and("copy", copy), backend,
				(store) -> count.applyAsDouble(store.statistics()));
	}

	private Meter memory(String copy, Tags tags, PartitionedBackend backend, ToDoubleFunction<LocalMapStats> bytes) {
		return gauge("memory", "Memory of the values on this member", BaseUnits.BYTES, tags.and("copy", copy), backend,
				(store) -> bytes.applyAsDouble(store.statistics()));
	}

	private Meter gauge(String name, String description, String unit, Tags tags, PartitionedBackend backend,
			ToDoubleFunction<PartitionedBackend> number) {
		return Gauge.builder("zarr.partitioned." + name, backend, number)
			.description(description)
			.baseUnit(unit)
			.tags(tags)
			.strongReference(true)
			.register(this.registry);
	}

}
