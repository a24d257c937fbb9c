package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.Scratch;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;

/**
 * The chunks of one array as values: fetches and decodes, encodes and writes, chunk by
 * chunk.
 * <p>
 * A chunk that is covered as a whole is encoded and written. A chunk that is covered in
 * part is changed: a lock of this process first, so that its threads queue, then read,
 * change and compare-and-set, again if another process came in between. So no writer ever
 * loses cells of another. A chunk at the edge of the array counts as covered in part even
 * where all that is inside is covered: the array may be growing into it.
 */
final class ChunkStore {

	private final ZarrEngine engine;

	private final ArrayStorage storage;

	private final ChunkGrid grid;

	private final ChunkCoder coder;

	private final ChunkBatches batches;

	ChunkStore(ZarrEngine engine, ArrayStorage storage, ArrayMetadata metadata) {
		this.engine = engine;
		this.storage = storage;
		this.grid = metadata.chunkGrid();
		this.coder = new ChunkCoder(engine, metadata);
		this.batches = new ChunkBatches(engine, storage, this.coder);
	}

	/**
	 * Read all that a plan selects.
	 * @param plan the plan
	 * @param values where the values go
	 */
	void read(ChunkPlan plan, ArrayView values) {
		Work work = work();
		if (work.capabilities().callerThread()) {
			this.batches.read(plan, values, work);
			return;
		}
		work.forEach(plan.parts(), (number) -> {
			ChunkPart part = plan.part(number);
			located(part, () -> part.receive(values, (target) -> read(part, target, work)));
		});
	}

	/**
	 * Read one part that is all of its selection, on the calling thread.
	 */
	void read(ChunkPart part, ArrayView values) {
		Work work = work();
		located(part, () -> part.receive(values, (target) -> read(part, target, work)));
	}

	/**
	 * The decoded size of the largest chunk, in bytes.
	 */
	long maxChunkBytes() {
		return this.coder.maxChunkBytes();
	}

	private Work work() {
		return this.engine.work(backend(), this.coder.maxChunkBytes());
	}

	private void read(ChunkPart part, ArrayView target, Work work) {
		boolean found = this.storage
			.borrowChunk(part.chunk(), range(work), (value) -> work.code(() -> this.coder.decode(value, part, target)))
			.isPresent();
		if (!found) {
			this.coder.clear(target);
		}
	}

	/**
	 * What is read of a stored chunk: one byte more than it may have, so that a file of
	 * any size costs no more memory than that; all, where that is in memory anyway.
	 */
	private ByteRange range(Work work) {
		return (work.capabilities().roundTrip() == RoundTrip.MEMORY) ? ByteRange.ALL
				: ByteRange.of(0, this.engine.limits().chunkBytes() + 1);
	}

	/**
	 * Write all that a plan selects.
	 * @param plan the plan
	 * @param values the values
	 */
	void write(ChunkPlan plan, ArrayView values) {
		Work work = work();
		if (work.isTransactional()) {
			this.batches.write(plan, values, work);
			return;
		}
		work.forEach(plan.parts(), (number) -> {
			ChunkPart part = plan.part(number);
			located(part, () -> {
				if (this.coder.isWhole(part)) {
					writeWhole(part, part.view(values), work);
				}
				else {
					change(part, (region) -> part.put(values, region), work);
				}
			});
		});
	}

	/**
	 * Change all that a plan selects, chunk by chunk.
	 * @param plan the plan
	 * @param change what to do with the values of each part, possibly more than once
	 */
	void update(ChunkPlan plan, Change change) {
		Work work = work();
		if (work.isTransactional()) {
			this.batches.update(plan, change, work);
			return;
		}
		work.forEach(plan.parts(), (number) -> {
			ChunkPart part = plan.part(number);
			located(part, () -> change(part, (region) -> change.apply(part, region), work));
		});
	}

	private void writeWhole(ChunkPart part, ArrayView values, Work work) {
		ReentrantLock lock = work.capabilities().conditionalWrites() ? null : lock(part.chunk());
		if (lock != null) {
			lock.lock();
		}
		try {
			if (this.coder.isEmpty(values)) {
				this.storage.deleteChunk(part.chunk());
				return;
			}
			try (Scratch scratch = scratch(work)) {
				this.storage.writeChunk(part.chunk(), encode(part.chunk(), values, scratch, work));
			}
		}
		finally {
			if (lock != null) {
				lock.unlock();
			}
		}
	}

	/**
	 * Change a part of a chunk, losing nothing that others write to it.
	 * @param part the part
	 * @param change what to do with the values of the region, possibly more than once
	 */
	private void change(ChunkPart part, Consumer<ArrayView> change, Work work) {
		ReentrantLock lock = lock(part.chunk());
		lock.lock();
		try {
			Retry retry = new Retry(this.engine.conflictTimeout());
			while (!tryChange(part, change, work)) {
				retry.pause("The chunk");
			}
		}
		finally {
			lock.unlock();
		}
	}

	private boolean tryChange(ChunkPart part, Consumer<ArrayView> change, Work work) {
		long[] chunk = part.chunk();
		ArrayView values = this.coder.allocate(chunk);
		Optional<StoredValue> stored = backend().read(this.storage.chunkKey(chunk), range(work));
		if (stored.isPresent()) {
			work.code(() -> this.coder.decode(stored.get(), chunk, values));
		}
		else {
			this.coder.clear(values);
		}
		change.accept(values.slice(part.region()));
		Version version = stored.map(StoredValue::version).orElse(Version.ABSENT);
		if (this.coder.isEmpty(values)) {
			return stored.isEmpty() || remove(chunk, version, work);
		}
		try (Scratch scratch = scratch(work)) {
			ByteBuffer encoded = encode(chunk, values, scratch, work);
			if (work.capabilities().conditionalWrites()) {
				return this.storage.compareAndSetChunk(chunk, version, encoded);
			}
			this.storage.writeChunk(chunk, encoded);
			return true;
		}
	}

	private boolean remove(long[] chunk, Version version, Work work) {
		if (work.capabilities().conditionalWrites()) {
			return this.storage.compareAndDeleteChunk(chunk, version);
		}
		this.storage.deleteChunk(chunk);
		return true;
	}

	private ByteBuffer encode(long[] chunk, ArrayView values, Scratch scratch, Work work) {
		return work.code(() -> this.coder.encode(chunk, values, scratch));
	}

	private Scratch scratch(Work work) {
		return this.engine.buffers().scratch(work.capabilities().retainsBytes());
	}

	private ReentrantLock lock(long[] chunk) {
		return this.engine.locks().lock(backend(), this.storage.chunkKey(chunk));
	}

	private StorageBackend backend() {
		return this.storage.backend();
	}

	/**
	 * Remove what is stored outside a shape: chunks outside, and in chunks at the edge
	 * all that is beyond it. Doing so again does nothing.
	 */
	void trim(long[] shape) {
		Work work = work();
		StoreKey next = null;
		do {
			ArrayStorage.ChunkPage page = this.storage.listChunks(next, StorageBackend.PAGE);
			List<TrimmedChunk> outside = new ArrayList<>();
			List<TrimmedChunk> edge = new ArrayList<>();
			for (long[] chunk : page.chunks()) {
				TrimmedChunk trimmed = TrimmedChunk.of(chunk, this.grid, shape);
				if (trimmed.isOutside()) {
					outside.add(trimmed);
				}
				else if (trimmed.isEdge()) {
					edge.add(trimmed);
				}
			}
			trim(outside, edge, work);
			next = page.next();
		}
		while (next != null);
	}

	private void trim(List<TrimmedChunk> outside, List<TrimmedChunk> edge, Work work) {
		if (work.isTransactional()) {
			this.batches.delete(outside);
			this.batches.change(edge, (part, values) -> this.coder.clearOutside(values, (TrimmedChunk) part), work);
			return;
		}
		work.forEach(outside.size(), (number) -> this.storage.deleteChunk(outside.get((int) number).chunk()));
		work.forEach(edge.size(), (number) -> {
			TrimmedChunk trimmed = edge.get((int) number);
			located(trimmed, () -> change(trimmed, (values) -> this.coder.clearOutside(values, trimmed), work));
		});
	}

	private void located(ChunkPart part, Runnable task) {
		try {
			task.run();
		}
		catch (ZarrException ex) {
			ex.locate(this.storage.backendId(), this.storage.path().value(), part.chunk());
			throw ex;
		}
	}

	/**
	 * What to do with the values of a part.
	 */
	@FunctionalInterface
	interface Change {

		void apply(ChunkPart part, ArrayView region);

	}

}
