package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.Scratch;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;

/**
 * Makes room for the cells that an array gets by growing: whatever is stored in their
 * places is removed before the array has its new shape, so that they are fill value. It
 * may be left of a call that failed or a process that died, or have been written by other
 * tools.
 * <p>
 * One at a time makes room where the store has locks. Elsewhere somebody else may have
 * made the array larger meanwhile, and what lies there may be new cells by now. So
 * nothing is removed but what was read while the array still had its old shape, and only
 * if it is still what was read.
 */
final class RoomMaker {

	private final ZarrEngine engine;

	private final ArrayStorage storage;

	private final ChunkGrid grid;

	private final ChunkCoder coder;

	private final ChunkBatches batches;

	RoomMaker(ZarrEngine engine, ArrayStorage storage, ChunkGrid grid, ChunkCoder coder, ChunkBatches batches) {
		this.engine = engine;
		this.storage = storage;
		this.grid = grid;
		this.coder = coder;
		this.batches = batches;
	}

	/**
	 * Make room for cells that are known by a plan.
	 * @param plan the plan of a selection of the new cells
	 * @param from the shape that the array has
	 * @param unchanged whether the array still has that shape
	 * @param prepared where chunks at the edge are kept that were read
	 * @param work how the chunks are worked on
	 * @throws WriteConflictException if the array has another shape by now
	 */
	void makeRoom(ChunkPlan plan, long[] from, BooleanSupplier unchanged, PreparedChunks prepared, Work work) {
		if (!work.isTransactional()) {
			work.forEach(plan.parts(), (number) -> clear(TrimmedChunk.of(plan.part(number).chunk(), this.grid, from),
					unchanged, prepared, work));
			return;
		}
		for (long start = 0; start < plan.parts(); start += work.batchSize()) {
			List<TrimmedChunk> batch = new ArrayList<>();
			for (long number = start; number < Math.min(plan.parts(), start + work.batchSize()); number++) {
				batch.add(TrimmedChunk.of(plan.part(number).chunk(), this.grid, from));
			}
			this.batches.clear(batch, work);
		}
	}

	/**
	 * Make room for cells by a listing of the chunks that are stored.
	 * @param from the shape that the array has
	 * @param to the shape that it is to have
	 * @param unchanged whether the array still has the one shape
	 * @param work how the chunks are worked on
	 * @throws WriteConflictException if the array has another shape by now
	 */
	void makeRoom(long[] from, long[] to, BooleanSupplier unchanged, Work work) {
		PreparedChunks none = new PreparedChunks(0);
		StoreKey next = null;
		do {
			ArrayStorage.ChunkPage page = this.storage.listChunks(next, StorageBackend.PAGE);
			List<TrimmedChunk> chunks = page.chunks()
				.stream()
				.map((chunk) -> TrimmedChunk.of(chunk, this.grid, from))
				.filter((chunk) -> chunk.isIn(to, this.grid) && (chunk.isOutside() || chunk.growsTo(to, this.grid)))
				.toList();
			if (work.isTransactional()) {
				this.batches.clear(chunks, work);
			}
			else {
				work.forEach(chunks.size(), (number) -> clear(chunks.get((int) number), unchanged, none, work));
			}
			next = page.next();
		}
		while (next != null);
	}

	private void clear(TrimmedChunk chunk, BooleanSupplier unchanged, PreparedChunks prepared, Work work) {
		ChunkFailures.located(this.storage, chunk.chunk(), () -> {
			Retry retry = new Retry(this.engine.conflictTimeout());
			while (!(chunk.isOutside() ? tryRemove(chunk, unchanged, work)
					: tryClear(chunk, unchanged, prepared, work))) {
				retry.pause("The chunk");
			}
		});
	}

	private boolean tryRemove(TrimmedChunk chunk, BooleanSupplier unchanged, Work work) {
		StorageBackend backend = this.storage.backend();
		StoreKey key = this.storage.chunkKey(chunk.chunk());
		if (!backend.exists(key)) {
			return true;
		}
		Optional<StoredValue> stored = backend.read(key, ByteRange.of(0, 0));
		return stored.isEmpty() || removeIf(stored.get(), chunk, unchanged, work);
	}

	private boolean removeIf(StoredValue stored, TrimmedChunk chunk, BooleanSupplier unchanged, Work work) {
		if (!work.capabilities().conditionalWrites()) {
			check(unchanged);
			this.storage.deleteChunk(chunk.chunk());
			return true;
		}
		Version version = stored.version();
		check(unchanged);
		return this.storage.compareAndDeleteChunk(chunk.chunk(), version);
	}

	/**
	 * Clear what is stored beyond the edge in a chunk at the edge, if there is anything.
	 */
	private boolean tryClear(TrimmedChunk chunk, BooleanSupplier unchanged, PreparedChunks prepared, Work work) {
		StoreKey key = this.storage.chunkKey(chunk.chunk());
		StoredValue stored = this.storage.backend().read(key, this.coder.changeRange(chunk.chunk(), work)).orElse(null);
		if (stored == null) {
			return true;
		}
		ChunkChange change = work.code(() -> this.coder.change(chunk.chunk(), stored));
		if (work.code(() -> this.coder.isClearOutside(change, chunk))) {
			prepared.keep(key, stored, change, this.coder.maxChunkBytes() + stored.size());
			return true;
		}
		if (work.capabilities().conditionalWrites()) {
			stored.version();
		}
		check(unchanged);
		try (Scratch scratch = this.engine.buffers().scratch(work.capabilities().retainsBytes())) {
			ByteBuffer encoded = work.code(() -> {
				this.coder.clearOutside(change, chunk);
				return change.encode(scratch);
			});
			if (encoded == null) {
				return removeIf(stored, chunk, unchanged, work);
			}
			if (work.capabilities().conditionalWrites()) {
				return this.storage.compareAndSetChunk(chunk.chunk(), stored.version(), encoded);
			}
			this.storage.writeChunk(chunk.chunk(), encoded);
			return true;
		}
	}

	private static void check(BooleanSupplier unchanged) {
		if (!unchanged.getAsBoolean()) {
			throw new ChangedMeanwhile();
		}
	}

	/**
	 * The array has another shape by now: it is to be looked at again.
	 */
	static final class ChangedMeanwhile extends WriteConflictException {

		private static final long serialVersionUID = 1L;

		ChangedMeanwhile() {
			super("The shape of the array was changed by others");
		}

	}

}
