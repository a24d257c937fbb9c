package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.Scratch;
import io.github.zarrspring.codec.Shards;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

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

	private final ShardReader shards;

	private final ChunkBatches batches;

	private final RoomMaker roomMaker;

	ChunkStore(ZarrEngine engine, ArrayStorage storage, ArrayMetadata metadata, boolean writeEmptyChunks) {
		this.engine = engine;
		this.storage = storage;
		this.grid = metadata.chunkGrid();
		this.coder = new ChunkCoder(engine, metadata, writeEmptyChunks);
		this.shards = new ShardReader(engine, storage.backend());
		this.batches = new ChunkBatches(engine, storage, this.coder, this.shards);
		this.roomMaker = new RoomMaker(engine, storage, this.grid, this.coder, this.batches);
	}

	long[] innerChunkShape() {
		return this.coder.innerChunkShape();
	}

	/**
	 * Read all that a plan selects.
	 * @param plan the plan
	 * @param values where the values go
	 * @return whether any of its chunks is stored
	 */
	boolean read(ChunkPlan plan, ArrayView values) {
		Work work = this.engine.work(backend(), this.coder.maxDecodedBytes());
		if (work.capabilities().callerThread()) {
			this.batches.read(plan, values, work);
			return work.hasFound();
		}
		work.forEach(plan.parts(), (number) -> {
			ChunkPart part = plan.part(number);
			located(part, () -> read(part, values, work, plan.parts()));
		});
		return work.hasFound();
	}

	/**
	 * Read one part that is all of its selection, on the calling thread.
	 */
	void read(ChunkPart part, ArrayView values) {
		Work work = work();
		located(part, () -> read(part, values, work, 1));
	}

	/**
	 * The size of the largest chunk in work, in bytes.
	 */
	long maxChunkBytes() {
		return this.coder.maxChunkBytes();
	}

	private void read(ChunkPart part, ArrayView values, Work work, long parts) {
		Shards shards = this.coder.shards(part.chunk());
		if (shards != null) {
			StoreKey key = this.storage.chunkKey(part.chunk());
			this.shards.read(key, shards, part.within(shards, values), work, parts);
		}
		else {
			part.receive(values, (target) -> read(part, target, work));
		}
	}

	private void read(ChunkPart part, ArrayView target, Work work) {
		boolean found = this.storage
			.borrowChunk(part.chunk(), range(part, work),
					(value) -> work.code(() -> this.coder.decode(value, part, target, work)))
			.isPresent();
		if (found) {
			work.found();
		}
		else {
			this.coder.clear(target);
		}
	}

	/**
	 * What is read of a stored chunk: no more than it may have, or all where that is in
	 * memory anyway.
	 */
	private ByteRange range(ChunkPart part, Work work) {
		return (work.capabilities().roundTrip() == RoundTrip.MEMORY) ? ByteRange.ALL : this.coder.range(part.chunk());
	}

	private Work work() {
		return this.engine.work(backend(), this.coder.maxChunkBytes());
	}

	/**
	 * Write all that a plan selects.
	 * @param plan the plan
	 * @param values the values
	 */
	void write(ChunkPlan plan, ArrayView values) {
		write(plan, values, new PreparedChunks(0));
	}

	/**
	 * Write all that a plan selects.
	 * @param plan the plan
	 * @param values the values
	 * @param prepared chunks that were read already
	 */
	void write(ChunkPlan plan, ArrayView values, PreparedChunks prepared) {
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
					change(part, (chunk) -> work.code(() -> chunk.write(part, values)), prepared, work);
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
		PreparedChunks none = new PreparedChunks(0);
		work.forEach(plan.parts(), (number) -> {
			ChunkPart part = plan.part(number);
			located(part, () -> change(part, (chunk) -> change.apply(part, chunk), none, work));
		});
	}

	private void writeWhole(ChunkPart part, ArrayView values, Work work) {
		ReentrantLock lock = work.capabilities().conditionalWrites() ? null : lock(part.chunk());
		if (lock != null) {
			lock.lock();
		}
		try {
			try (Scratch scratch = scratch(work)) {
				ByteBuffer encoded = work.code(() -> this.coder.encode(part.chunk(), values, scratch));
				if (encoded != null) {
					this.storage.writeChunk(part.chunk(), encoded);
				}
				else {
					this.storage.deleteChunk(part.chunk());
				}
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
	 * @param change what to do with the chunk, possibly more than once
	 * @param prepared chunks that were read already
	 */
	private void change(ChunkPart part, Consumer<ChunkChange> change, PreparedChunks prepared, Work work) {
		ReentrantLock lock = lock(part.chunk());
		lock.lock();
		try {
			PreparedChunks.Prepared read = prepared.take(this.storage.chunkKey(part.chunk()));
			if (read != null && store(part, read.change(), read.stored(), change, work)) {
				return;
			}
			Retry retry = new Retry(this.engine.conflictTimeout());
			while (!tryChange(part, change, work)) {
				retry.pause("The chunk");
			}
		}
		finally {
			lock.unlock();
		}
	}

	private boolean tryChange(ChunkPart part, Consumer<ChunkChange> change, Work work) {
		long[] chunk = part.chunk();
		StoredValue stored = backend().read(this.storage.chunkKey(chunk), this.coder.changeRange(chunk, work))
			.orElse(null);
		return store(part, work.code(() -> this.coder.change(chunk, stored)), stored, change, work);
	}

	/**
	 * Change a chunk and store it if it is still what was read.
	 */
	private boolean store(ChunkPart part, ChunkChange chunk, @Nullable StoredValue stored, Consumer<ChunkChange> change,
			Work work) {
		// Not before: the version of what is too long to be a chunk may take for ever.
		Version version = (stored != null) ? stored.version() : Version.ABSENT;
		try (Scratch scratch = scratch(work)) {
			change.accept(chunk);
			ByteBuffer encoded = work.code(() -> chunk.encode(scratch));
			if (encoded == null) {
				return stored == null || remove(part.chunk(), version, work);
			}
			if (work.capabilities().conditionalWrites()) {
				return this.storage.compareAndSetChunk(part.chunk(), version, encoded);
			}
			this.storage.writeChunk(part.chunk(), encoded);
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
	 * Make room for cells that the array is to have, those of a plan.
	 * @return the chunks at the edge that were read
	 * @see RoomMaker
	 */
	PreparedChunks makeRoom(ChunkPlan plan, long[] from, BooleanSupplier unchanged) {
		Work work = work();
		PreparedChunks prepared = new PreparedChunks(
				work.capabilities().conditionalWrites() ? this.engine.limits().inFlightBytes() / 8 : 0);
		this.roomMaker.makeRoom(plan, from, unchanged, prepared, work);
		return prepared;
	}

	/**
	 * Make room for cells that the array is to have, wherever they are.
	 * @see RoomMaker
	 */
	void makeRoom(long[] from, long[] to, BooleanSupplier unchanged) {
		Work work = work();
		if (backend().canList()) {
			this.roomMaker.makeRoom(from, to, unchanged, work);
			return;
		}
		for (int i = 0; i < from.length; i++) {
			if (from[i] < to[i]) {
				List<Slice> slices = new ArrayList<>(Collections.nCopies(from.length, Slice.all()));
				slices.set(i, Slice.range(from[i], to[i]));
				this.roomMaker.makeRoom(new BasicPlan(slices, to, this.grid), from, unchanged, new PreparedChunks(0),
						work);
			}
		}
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
			this.batches.change(edge, (chunk, part) -> this.coder.clearOutside(chunk, (TrimmedChunk) part), work);
			return;
		}
		work.forEach(outside.size(), (number) -> this.storage.deleteChunk(outside.get((int) number).chunk()));
		PreparedChunks none = new PreparedChunks(0);
		work.forEach(edge.size(), (number) -> {
			TrimmedChunk trimmed = edge.get((int) number);
			located(trimmed, () -> change(trimmed, (chunk) -> work.code(() -> this.coder.clearOutside(chunk, trimmed)),
					none, work));
		});
	}

	private void located(ChunkPart part, Runnable task) {
		ChunkFailures.located(this.storage, part.chunk(), task);
	}

	/**
	 * What to do with a part of a chunk.
	 */
	@FunctionalInterface
	interface Change {

		void apply(ChunkPart part, ChunkChange chunk);

	}

}
