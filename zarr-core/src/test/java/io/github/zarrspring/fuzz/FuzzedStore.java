package io.github.zarrspring.fuzz;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;

/**
 * A store with any bytes under its keys, and all that can be asked of it: it answers or
 * fails with a {@link ZarrException}, within its limits.
 */
final class FuzzedStore {

	private static final long CHUNK_BYTES = 1 << 20;

	/**
	 * Small, so that an input that makes use of them costs little time.
	 */
	private static final Limits LIMITS = new Limits(1 << 20, 32, CHUNK_BYTES, CHUNK_BYTES / 8, 4 * CHUNK_BYTES, 10_000);

	/**
	 * What one input may allocate, one after the other: results, chunks on their way,
	 * documents, and what compressors need for each block.
	 */
	private static final long MAX_ALLOCATION = 256L * CHUNK_BYTES;

	/**
	 * How long one input may compute.
	 */
	private static final Duration MAX_TIME = Duration.ofSeconds(5);

	/**
	 * All work is done by the calling thread, whose allocations are counted.
	 */
	private static final ZarrEngine ENGINE = ZarrEngine.builder().limits(LIMITS).parallelism(1).build();

	private FuzzedStore() {
	}

	/**
	 * Open, read and change what is stored.
	 * @param entries the values by key
	 * @throws IllegalStateException if it allocates or computes too much
	 */
	static void exercise(Map<String, byte[]> entries) {
		Cost cost = use(entries);
		if (cost.isTooMuch()) {
			// The first time includes the loading of classes and the filling of pools.
			cost = use(entries);
		}
		if (cost.isTooMuch()) {
			throw new IllegalStateException(
					"%s, the limits are %d bytes and %s".formatted(cost, MAX_ALLOCATION, MAX_TIME));
		}
	}

	private static Cost use(Map<String, byte[]> entries) {
		ConcurrentMapBackend backend = new ConcurrentMapBackend();
		entries.forEach((key, bytes) -> backend.write(StoreKey.of(key), ByteBuffer.wrap(bytes)));
		Hierarchy hierarchy = ENGINE.hierarchy("fuzzed", backend);
		long before = allocated();
		long start = cpuTime();
		attempt(() -> use(hierarchy));
		return new Cost(allocated() - before, Duration.ofNanos(cpuTime() - start));
	}

	/**
	 * The time that the thread has computed: what else the machine does, and the waiting
	 * for it, do not count.
	 */
	private static long cpuTime() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	private static long allocated() {
		return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
	}

	private static void use(Hierarchy hierarchy) {
		ZarrNode node = hierarchy.node("");
		node.attributes();
		if (node instanceof ZarrArray array) {
			use(array);
		}
		else {
			hierarchy.walk("", ZarrNode::attributes);
		}
	}

	private static void use(ZarrArray array) {
		Selection region = Selection.of(firstCells(array));
		attempt(array::read);
		attempt(() -> {
			NdArray values = array.read(region);
			array.update(region, (cells) -> cells);
			array.write(region, values);
		});
		attempt(() -> array.setAttributes(Map.of("fuzzed", true)));
		attempt(() -> {
			long[] shape = array.shape();
			Arrays.setAll(shape, (i) -> shape[i] / 2);
			array.resize(shape);
		});
	}

	/**
	 * A region that crosses the first two chunks along the last dimension, as far as
	 * there are such.
	 */
	private static Slice[] firstCells(ZarrArray array) {
		long[] shape = array.shape();
		long[] chunk = array.chunkShape();
		Slice[] slices = new Slice[shape.length];
		Arrays.setAll(slices, (i) -> Slice.range(Math.min(1, shape[i]),
				Math.max(Math.min(1, shape[i]), Math.min(shape[i], chunk[i] + ((i == shape.length - 1) ? 1 : 0)))));
		return slices;
	}

	private static void attempt(Runnable use) {
		try {
			use.run();
		}
		catch (ZarrException ex) {
			// This is how it has to fail.
		}
	}

	/**
	 * What an input has cost.
	 *
	 * @param bytes the bytes that were allocated
	 * @param time the time that was computed
	 */
	private record Cost(long bytes, Duration time) {

		boolean isTooMuch() {
			return this.bytes > MAX_ALLOCATION || this.time.compareTo(MAX_TIME) > 0;
		}

	}

}
