package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.zarrspring.array.Interceptor.Operation;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;

/**
 * An array. A handle holds the metadata as they were when it was opened or last changed
 * through it; {@link #refresh} reads them again. Safe for use by several threads, and by
 * several processes on stores with conditional writes: no writer loses cells of another.
 */
public final class ZarrArray implements ZarrNode {

	private final Hierarchy hierarchy;

	private final NodePath path;

	private final ArrayHandle handle;

	ZarrArray(Hierarchy hierarchy, NodePath path, KnownNode known) {
		this(hierarchy, path, known, hierarchy.engine().writeEmptyChunks());
	}

	private ZarrArray(Hierarchy hierarchy, NodePath path, KnownNode known, boolean writeEmptyChunks) {
		this.hierarchy = hierarchy;
		this.path = path;
		this.handle = new ArrayHandle(hierarchy, path, known, writeEmptyChunks);
	}

	@Override
	public NodePath path() {
		return this.path;
	}

	@Override
	public ZarrFormat format() {
		return metadata().format();
	}

	@Override
	public Map<String, @Nullable Object> attributes() {
		return metadata().attributes();
	}

	/**
	 * All metadata.
	 * @return the metadata that this handle knows
	 */
	public ArrayMetadata metadata() {
		return this.handle.get().metadata();
	}

	/**
	 * The shape.
	 * @return the size along each dimension that this handle knows
	 */
	public long[] shape() {
		return metadata().shape();
	}

	/**
	 * The data type.
	 * @return the data type
	 */
	public DataType dataType() {
		return metadata().dataType();
	}

	/**
	 * The shape of the chunks, of the largest if they differ. A sharded array has shards
	 * for chunks: each is one value of the store.
	 * @return the size of a chunk along each dimension
	 */
	public long[] chunkShape() {
		return metadata().chunkGrid().maxChunkShape();
	}

	/**
	 * The shape of what can be read by itself: of the innermost chunks of shards, of the
	 * chunks where there are no shards.
	 * @return the size along each dimension
	 */
	public long[] innerChunkShape() {
		return this.handle.get().chunks().innerChunkShape();
	}

	/**
	 * The codecs.
	 * @return the codecs in the order of encoding
	 */
	public List<Codec> codecs() {
		return metadata().codecs();
	}

	/**
	 * The names of the dimensions.
	 * @return a name or {@code null} for each dimension, empty if there are none
	 */
	public List<@Nullable String> dimensionNames() {
		return metadata().dimensionNames();
	}

	/**
	 * The array's view of its store: its chunks as they are stored.
	 * @return the storage
	 */
	public ArrayStorage storage() {
		return this.handle.get().storage();
	}

	ChunkStore chunkStore() {
		return this.handle.get().chunks();
	}

	/**
	 * The same array with a choice of its own whether chunks that are all fill value are
	 * stored. It is not kept with the array: other handles do as the engine says.
	 * @param writeEmptyChunks whether such chunks are stored, inner chunks of shards too;
	 * otherwise they are left out, and removed where they were stored before
	 * @return another handle of the array
	 */
	public ZarrArray withWriteEmptyChunks(boolean writeEmptyChunks) {
		return new ZarrArray(this.hierarchy, this.path, this.handle.get().known(), writeEmptyChunks);
	}

	/**
	 * Read the metadata again. If the array was deleted and there is another one at its
	 * path, the handle is of that one afterwards.
	 * @return this array
	 * @throws NodeNotFoundException if there is no array any more
	 */
	public ZarrArray refresh() {
		this.handle.refresh(() -> this.hierarchy.open(this.path.value()).handle.get().known());
		return this;
	}

	/**
	 * Read a basic selection.
	 * @param slices the slices; dimensions beyond them are read whole
	 * @return the values, without the dimensions of which one index is selected
	 */
	public NdArray read(Slice... slices) {
		return read(Selection.of(slices));
	}

	/**
	 * Read a selection. Chunks that are missing are fill value.
	 * @param selection the selection
	 * @return the values, of the shape of the selection
	 * @throws io.github.zarrspring.exception.InvalidRequestException if the selection is
	 * not within the array
	 * @throws io.github.zarrspring.exception.LimitExceededException if the values are
	 * more than a result may have
	 * @throws io.github.zarrspring.exception.CorruptDataException if a chunk does not
	 * decode
	 */
	public NdArray read(Selection selection) {
		return this.hierarchy.around(Operation.READ, this.path, () -> {
			ArrayState state = this.handle.get();
			ChunkPlan plan = state.plan(selection);
			NdArray values = state.zeros(plan);
			read(state, plan, values);
			return values;
		});
	}

	private void read(ArrayState state, ChunkPlan plan, NdArray values) {
		boolean found;
		try {
			found = state.chunks().read(plan, values.view());
		}
		catch (CorruptDataException ex) {
			this.handle.checkStillThere(ex);
			throw ex;
		}
		state.known().check();
		// No chunk at all: either all is fill value, or another process deleted the
		// array.
		if (!found && plan.parts() > 0 && state.known().document() != null && !state.storage().exists()) {
			throw ArrayHandle.gone();
		}
	}

	/**
	 * Read a selection into values of the caller's own, which spares allocating them.
	 * @param selection the selection
	 * @param target values of the data type of the array and the shape of the selection;
	 * what they hold after a failure is not defined
	 */
	public void readInto(Selection selection, NdArray target) {
		this.hierarchy.around(Operation.READ, this.path, () -> {
			ArrayState state = this.handle.get();
			ChunkPlan plan = state.plan(selection);
			state.check(plan, target);
			read(state, plan, target);
			return target;
		});
	}

	/**
	 * Write the whole array.
	 * @param values values of the data type and shape of the array
	 */
	public void write(NdArray values) {
		write(Selection.all(), values);
	}

	/**
	 * Write a selection. Writers of other cells lose nothing, whether their cells are in
	 * other chunks or in the same. Where a selection has an element twice, the last of
	 * its values stays.
	 * @param selection the selection
	 * @param values values of the data type of the array and the shape of the selection
	 * @throws io.github.zarrspring.exception.InvalidRequestException if the selection is
	 * not within the array or the values do not fit it
	 * @throws io.github.zarrspring.exception.WriteConflictException if other processes
	 * change a chunk again and again; other chunks may have been written
	 */
	public void write(Selection selection, NdArray values) {
		this.hierarchy.around(Operation.WRITE, this.path, () -> this.handle.onCells((state) -> {
			ChunkPlan plan = state.plan(selection);
			state.check(plan, values);
			return plan;
		}, (chunks, plan) -> chunks.write(plan, values.view())));
	}

	/**
	 * Change a selection: read, change, write, so that no change by others is lost. This
	 * is atomic for each chunk, and for the whole selection on stores that write all of
	 * it at once.
	 * @param selection the selection
	 * @param change what to make of the values. It is given the selected values of one
	 * chunk at a time, those of single elements as a list in the order of the selection,
	 * and gives back values of the same shape, possibly the same object; it may be called
	 * again with newer values and on several threads at a time (on transactional stores
	 * on the caller's alone), so it must have no side effects.
	 * @throws io.github.zarrspring.exception.InvalidRequestException if the selection is
	 * not within the array or the function gives back values of another shape or type
	 * @throws io.github.zarrspring.exception.WriteConflictException if other processes
	 * change a chunk again and again; other chunks may have been changed
	 */
	public void update(Selection selection, UnaryOperator<NdArray> change) {
		this.hierarchy.around(Operation.UPDATE, this.path, () -> this.handle.onCells((state) -> state.plan(selection),
				(chunks, plan) -> chunks.update(plan, (part, chunk) -> update(part, chunk, change))));
	}

	private void update(ChunkPart part, ChunkChange chunk, UnaryOperator<NdArray> change) {
		this.hierarchy.engine()
			.limits()
			.checkChunkBytes(Limits.product(Limits.product(part.shape()), dataType().memorySize()));
		NdArray values = NdArray.zeros(dataType(), part.shape());
		ChunkPart alone = part.alone();
		chunk.read(alone, values.view());
		NdArray changed = change.apply(values);
		if (!changed.dataType().equals(dataType()) || !Arrays.equals(changed.shape(), part.shape())) {
			throw new InvalidRequestException("The update gives %s instead of %s".formatted(changed, values));
		}
		chunk.write(alone, changed.view());
	}

	/**
	 * Change the shape. Cells that were outside are fill value, whatever was stored in
	 * their places: that is removed first, which costs a listing of the chunks. Cells
	 * that are outside afterwards are gone for good: the metadata are written, then
	 * chunks outside are deleted and chunks at the edge cleared. If that fails half-way,
	 * the array has its old or its new shape and the call may be repeated.
	 * @param shape the new size along each dimension
	 * @throws InvalidRequestException if the array cannot have this shape
	 * @throws NodeNotFoundException if the array was deleted since it was opened
	 */
	public void resize(long... shape) {
		long[] wanted = shape.clone();
		this.hierarchy.around(Operation.RESIZE, this.path, () -> {
			if (wanted.length != shape().length || Arrays.stream(wanted).anyMatch((size) -> size < 0)) {
				throw new InvalidRequestException("An array of %d dimensions cannot have the shape %s"
					.formatted(shape().length, Arrays.toString(wanted)));
			}
			new ShapeChange(this.hierarchy, this.path, this.handle).resize(wanted);
			return this;
		});
	}

	/**
	 * Append along the first dimension.
	 * @param values values whose shape is that of the array but for the first dimension
	 * @return where along the dimension the values are
	 */
	public long append(NdArray values) {
		return append(values, 0);
	}

	/**
	 * Append along a dimension. Several appenders, in several processes too, get rows of
	 * their own: the rows are reserved by a compare-and-set of the metadata, then
	 * written. If writing fails, the reserved rows stay fill value.
	 * @param values values whose shape is that of the array but for the dimension
	 * @param dimension the dimension to append along
	 * @return where along the dimension the values are
	 */
	public long append(NdArray values, int dimension) {
		return this.hierarchy.around(Operation.APPEND, this.path, () -> {
			this.handle.get().checkDataType(values);
			return new ShapeChange(this.hierarchy, this.path, this.handle).append(values, dimension);
		});
	}

	/**
	 * Read the array chunk by chunk: however large it is, one chunk is in memory at a
	 * time. Chunks are read as the stream comes to them, on its thread.
	 * @return the chunks in C order of their indices, those that are not stored as fill
	 * value
	 */
	public Stream<ArrayChunk> chunks() {
		ArrayState state = this.handle.get();
		ChunkPlan plan = state.plan(Selection.all());
		return LongStream.range(0, plan.parts())
			.mapToObj(
					(number) -> this.hierarchy.around(Operation.READ, this.path, () -> state.chunk(plan.part(number))));
	}

	/**
	 * Read the array chunk by chunk on several threads: however large it is, no more
	 * chunks are in memory at a time than the limit on chunks in flight allows and there
	 * are threads. On stores whose calls stay on the caller's thread, all is done on it.
	 * @param visitor what to do with each chunk, in any order, on several threads at a
	 * time; its exceptions end the call
	 */
	public void forEachChunk(Consumer<ArrayChunk> visitor) {
		this.hierarchy.around(Operation.READ, this.path, () -> {
			ArrayState state = this.handle.get();
			state.forEachPart(state.plan(Selection.all()), state.storage().backend(), state.chunks().maxChunkBytes(),
					(part) -> visitor.accept(state.chunk(part)));
			state.known().check();
			return this;
		});
	}

	/**
	 * Write another array of the same shape with what is made of the values of this one,
	 * chunk by chunk of the other: however large they are, no more chunks are in memory
	 * at a time than the limit on chunks in flight allows and there are threads. Chunks,
	 * data type and codecs of the two may differ.
	 * @param target the array to write, another one than this
	 * @param change what to make of the values of a chunk: values of the same shape, of
	 * the data type of the target; called on several threads at a time
	 * @throws InvalidRequestException if the shapes differ or the function gives back
	 * values that do not fit; chunks may have been written
	 */
	public void mapTo(ZarrArray target, UnaryOperator<NdArray> change) {
		this.hierarchy.around(Operation.READ, this.path, () -> {
			if (!Arrays.equals(shape(), target.shape())) {
				throw new InvalidRequestException("The target has the shape %s, the array has %s"
					.formatted(Arrays.toString(target.shape()), Arrays.toString(shape())));
			}
			StorageBackend backend = target.hierarchy.backend();
			if (AtomicWork.isTransactional(backend.capabilities())) {
				mapParts(target.handle.current(), target::write, change);
			}
			else {
				target.handle.guarded((to) -> {
					mapParts(to, (region, values) -> {
						ChunkPlan plan = to.plan(region);
						to.check(plan, values);
						to.chunks().write(plan, values.view());
					}, change);
				});
			}
			return target;
		});
	}

	private void mapParts(ArrayState to, BiConsumer<Selection, NdArray> writer, UnaryOperator<NdArray> change) {
		StorageBackend source = this.hierarchy.backend();
		StorageBackend backend = source.capabilities().callerThread() ? source : to.storage().backend();
		// A chunk of the target as it is read here, as it is changed, and as it is
		// encoded.
		long elements = Limits.product(to.metadata().chunkGrid().maxChunkShape());
		long bytes = Limits.product(elements, dataType().memorySize() + 2L * to.metadata().dataType().memorySize());
		to.forEachPart(to.plan(Selection.all()), backend, bytes, (part) -> {
			Slice[] region = to.region(part);
			writer.accept(Selection.of(region), change.apply(read(region)));
		});
	}

	@Override
	public void setAttributes(Map<String, ? extends @Nullable Object> attributes) {
		change((current) -> current.withAttributes(attributes));
	}

	@Override
	public void updateAttributes(UnaryOperator<Map<String, @Nullable Object>> change) {
		change((current) -> current.withAttributes(change.apply(new LinkedHashMap<>(current.attributes()))));
	}

	private void change(UnaryOperator<NodeMetadata> change) {
		this.hierarchy.around(Operation.SET_ATTRIBUTES, this.path, () -> {
			this.handle.change(change);
			return this;
		});
	}

	@Override
	public String toString() {
		return "array '%s' %s%s in store '%s'".formatted(this.path, dataType().name(), Arrays.toString(shape()),
				this.hierarchy.store());
	}

}
