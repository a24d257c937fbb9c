package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the floor: what the JDK and zstd reach without an engine. Nothing is
 * checked, shared or planned; each thread has its own buffers and takes one chunk after
 * the other.
 */
final class Floor implements AutoCloseable {

	private final List<FloorWorker> workers = new ArrayList<>();

	private final ExecutorService threads;

	Floor(int threads) {
		this.threads = Executors.newFixedThreadPool(threads);
		for (int i = 0; i < threads; i++) {
			this.workers.add(new FloorWorker());
		}
	}

	/**
	 * A worker for the calling thread, while no others are at work.
	 */
	FloorWorker worker() {
		return this.workers.get(0);
	}

	/**
	 * Do something for each chunk, on all threads.
	 */
	void forEach(int chunks, ChunkTask task) throws IOException {
		AtomicInteger next = new AtomicInteger();
		List<Future<?>> runs = new ArrayList<>();
		for (FloorWorker worker : this.workers) {
			runs.add(this.threads.submit(() -> {
				for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
					task.run(worker, chunk);
				}
				return worker;
			}));
		}
		for (Future<?> run : runs) {
			await(run);
		}
	}

	private static void await(Future<?> run) throws IOException {
		try {
			run.get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IOException("A thread of the floor failed", ex);
		}
	}

	@Override
	public void close() {
		this.threads.shutdown();
		this.workers.forEach(FloorWorker::close);
	}

	/**
	 * What to do for a chunk.
	 */
	@FunctionalInterface
	interface ChunkTask {

		void run(FloorWorker worker, int chunk) throws IOException;

	}

}
