package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;

/**
 * The metadata of an array as a handle knows them, and what follows from them. Immutable.
 *
 * @param known what is known of the array
 * @param metadata its metadata
 * @param storage the chunks as they are stored
 * @param chunks the chunks as values
 * @param engine how they are worked on
 */
record ArrayState(KnownNode known, ArrayMetadata metadata, ArrayStorage storage, ChunkStore chunks, ZarrEngine engine) {

	static ArrayState of(Hierarchy hierarchy, NodePath path, KnownNode known, boolean writeEmptyChunks) {
		ArrayMetadata metadata = (ArrayMetadata) known.metadata();
		ArrayStorage storage = new ArrayStorage(hierarchy.store(), hierarchy.backend(), path,
				NodeStore.mainDocument(metadata), metadata.chunkKeyEncoding(), metadata.shape().length);
		ZarrEngine engine = hierarchy.engine();
		return new ArrayState(known, metadata, storage, new ChunkStore(engine, storage, metadata, writeEmptyChunks),
				engine);
	}

	ChunkPlan plan(Selection selection) {
		Limits.check("The size of the index lists of a selection",
				selection.indexBytes(this.metadata.chunkGrid().rank()), this.engine.limits().resultBytes(),
				"zarr.limits.result-bytes");
		return selection.plan(this.metadata.shape(), this.metadata.dimensionNames(), this.metadata.chunkGrid());
	}

	/**
	 * The same with another document, of the same metadata.
	 */
	ArrayState with(ByteBuffer document) {
		return new ArrayState(this.known.with(this.metadata, document), this.metadata, this.storage, this.chunks,
				this.engine);
	}

	/**
	 * Room for what a plan selects.
	 */
	NdArray zeros(ChunkPlan plan) {
		return NdArray.zeros(dataType(), resultShape(plan));
	}

	private DataType dataType() {
		return this.metadata.dataType();
	}

	private int[] resultShape(ChunkPlan plan) {
		long[] shape = plan.shape();
		checkResult(Limits.product(shape));
		int[] ints = new int[shape.length];
		for (int i = 0; i < ints.length; i++) {
			// An array with no elements may be as long as it likes along the others.
			Limits.check("A size of the result along a dimension", shape[i], Integer.MAX_VALUE, "a Java array");
			ints[i] = (int) shape[i];
		}
		return ints;
	}

	private void checkResult(long elements) {
		this.engine.limits().checkResultBytes(Limits.product(elements, dataType().memorySize()));
	}

	/**
	 * Check that values fit what is selected.
	 */
	void check(ChunkPlan plan, NdArray values) {
		checkDataType(values);
		long[] shape = plan.shape();
		if (!values.hasShape(shape)) {
			throw new InvalidRequestException("The values have the shape %s, the selection has %s"
				.formatted(Arrays.toString(values.shape()), Arrays.toString(shape)));
		}
	}

	void checkDataType(NdArray values) {
		if (!values.dataType().equals(dataType())) {
			throw new InvalidRequestException(
					"The values are %s, the array is %s".formatted(values.dataType().name(), dataType().name()));
		}
	}

	/**
	 * Do something for each part of a plan, some of them at a time.
	 * @param backend the backend whose calls decide on which threads
	 * @param bytes how much memory a part takes meanwhile
	 */
	void forEachPart(ChunkPlan plan, StorageBackend backend, long bytes, Consumer<ChunkPart> task) {
		this.engine.work(backend, bytes).forEach(plan.parts(), (number) -> task.accept(plan.part(number)));
	}

	ArrayChunk chunk(ChunkPart part) {
		checkResult(Limits.product(part.shape()));
		NdArray values = NdArray.zeros(dataType(), part.shape());
		this.chunks.read(part.alone(), values.view());
		Slice[] region = region(part);
		return new ArrayChunk(part.chunk().clone(), Arrays.stream(region).mapToLong(Slice::start).toArray(), values);
	}

	/**
	 * Where a part is in the array.
	 */
	Slice[] region(ChunkPart part) {
		ChunkGrid grid = this.metadata.chunkGrid();
		Slice[] slices = new Slice[part.chunk().length];
		for (int i = 0; i < slices.length; i++) {
			long start = grid.start(i, part.chunk()[i]);
			slices[i] = Slice.range(start, start + part.shape()[i]);
		}
		return slices;
	}

}
