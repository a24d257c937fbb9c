package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.zarrspring.array.Interceptor.Operation;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.ArrayStorage;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * An array. A handle holds the metadata as they were when it was opened or last changed
 * through it; {@link #refresh} reads them again. Safe for use by several threads, and by
 * several processes on stores with conditional writes: no writer loses cells of another.
 */
public final class ZarrArray implements ZarrNode {

	private final Hierarchy hierarchy;

	private final NodePath path;

	private final NodeState<ArrayState> state;

	/**
	 * Whether the metadata are not the array's own, but consolidated ones.
	 */
	private volatile boolean consolidated;

	private final boolean writeEmptyChunks;

	ZarrArray(Hierarchy hierarchy, NodePath path, ArrayMetadata metadata, boolean consolidated) {
		this(hierarchy, path, metadata, consolidated, hierarchy.engine().writeEmptyChunks());
	}

	private ZarrArray(Hierarchy hierarchy, NodePath path, ArrayMetadata metadata, boolean consolidated,
			boolean writeEmptyChunks) {
		this.consolidated = consolidated;
		this.writeEmptyChunks = writeEmptyChunks;
		this.hierarchy = hierarchy;
		this.path = path;
		this.state = new NodeState<>(hierarchy.backend(), state(metadata));
	}

	private ArrayState state(ArrayMetadata metadata) {
		return ArrayState.of(this.hierarchy, this.path, metadata, this.writeEmptyChunks);
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
		return this.state.get().metadata();
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
		return this.state.get().chunks().innerChunkShape();
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
		return this.state.get().storage();
	}

	ChunkStore chunkStore() {
		return this.state.get().chunks();
	}

	/**
	 * The same array with a choice of its own whether chunks that are all fill value are
	 * stored. It is not kept with the array: other handles do as the engine says.
	 * @param writeEmptyChunks whether such chunks are stored, inner chunks of shards too;
	 * otherwise they are left out, and removed where they were stored before
	 * @return another handle of the array
	 */
	public ZarrArray withWriteEmptyChunks(boolean writeEmptyChunks) {
		return new ZarrArray(this.hierarchy, this.path, metadata(), this.consolidated, writeEmptyChunks);
	}

	/**
	 * Read the metadata again.
	 * @return this array
	 * @throws io.github.zarrspring.exception.NodeNotFoundException if there is no array
	 * any more
	 */
	public ZarrArray refresh() {
		this.state.set(state(this.hierarchy.open(this.path.value()).metadata()));
		this.consolidated = false;
		return this;
	}

	/**
	 * What is known of the array before it is written to: consolidated metadata may be
	 * older than those of the array.
	 */
	private ArrayState own() {
		if (this.consolidated) {
			refresh();
		}
		return this.state.get();
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
			ArrayState state = this.state.get();
			return state.read(state.plan(selection));
		});
	}

	/**
	 * Read a selection into values of the caller's own, which spares allocating them.
	 * @param selection the selection
	 * @param target values of the data type of the array and the shape of the selection;
	 * what they hold after a failure is not defined
	 */
	public void readInto(Selection selection, NdArray target) {
		this.hierarchy.around(Operation.READ, this.path, () -> {
			ArrayState state = this.state.get();
			ChunkPlan plan = state.plan(selection);
			state.check(plan, target);
			state.chunks().read(plan, target.view());
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
		this.hierarchy.around(Operation.WRITE, this.path, () -> {
			ArrayState state = own();
			ChunkPlan plan = state.plan(selection);
			state.check(plan, values);
			return atomically(() -> state.chunks().write(plan, values.view()));
		});
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
		this.hierarchy.around(Operation.UPDATE, this.path, () -> {
			ArrayState state = own();
			ChunkPlan plan = state.plan(selection);
			return atomically(() -> state.chunks().update(plan, (part, chunk) -> update(part, chunk, change)));
		});
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
	 * Change the shape. Cells that were outside are fill value; cells that are outside
	 * afterwards are gone for good: the metadata are written first, then chunks outside
	 * are deleted and chunks at the edge cleared. If that fails half-way, the array has
	 * its new shape and the call may be repeated.
	 * @param shape the new size along each dimension
	 */
	public void resize(long... shape) {
		this.hierarchy.around(Operation.RESIZE, this.path, () -> {
			if (shape.length != shape().length || Arrays.stream(shape).anyMatch((size) -> size < 0)) {
				throw new InvalidRequestException("An array of %d dimensions cannot have the shape %s"
					.formatted(shape().length, Arrays.toString(shape)));
			}
			return atomically(() -> {
				boolean[] grows = { true };
				changeShape((current) -> {
					grows[0] = grows(current, shape);
					return shape;
				});
				if (!grows[0]) {
					this.state.get().chunks().trim(shape);
				}
			});
		});
	}

	private static boolean grows(long[] from, long[] to) {
		boolean larger = false;
		for (int i = 0; i < from.length; i++) {
			if (to[i] < from[i]) {
				return false;
			}
			larger |= to[i] > from[i];
		}
		return larger;
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
			int[] shape = values.shape();
			this.state.get().checkDataType(values);
			long[] start = new long[1];
			atomically(() -> {
				ArrayState appended = changeShape((current) -> {
					checkAppend(current, values, dimension);
					long[] longer = current.clone();
					start[0] = current[dimension];
					longer[dimension] = current[dimension] + shape[dimension];
					return longer;
				});
				Slice[] slices = new Slice[shape.length];
				Arrays.fill(slices, Slice.all());
				slices[dimension] = Slice.range(start[0], start[0] + shape[dimension]);
				appended.chunks().write(appended.plan(Selection.of(slices)), values.view());
			});
			return start[0];
		});
	}

	/**
	 * Read the array chunk by chunk: however large it is, one chunk is in memory at a
	 * time. Chunks are read as the stream comes to them, on its thread.
	 * @return the chunks in C order of their indices, those that are not stored as fill
	 * value
	 */
	public Stream<ArrayChunk> chunks() {
		ArrayState state = this.state.get();
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
			ArrayState state = this.state.get();
			state.forEachPart(state.plan(Selection.all()), 1, (part) -> visitor.accept(state.chunk(part)));
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
			ArrayState to = target.own();
			to.forEachPart(to.plan(Selection.all()), 2 + dataType().slots(), (part) -> {
				Slice[] region = to.region(part);
				target.write(Selection.of(region), change.apply(read(region)));
			});
			return target;
		});
	}

	@Override
	public void setAttributes(Map<String, ? extends @Nullable Object> attributes) {
		this.hierarchy.around(Operation.SET_ATTRIBUTES, this.path, () -> {
			ArrayState changed = state((ArrayMetadata) this.hierarchy.nodes()
				.change(this.path, (current) -> current.withAttributes(attributes)));
			this.state.set(changed);
			return changed;
		});
	}

	private ArrayState changeShape(UnaryOperator<long[]> change) {
		ArrayState changed = state((ArrayMetadata) this.hierarchy.nodes().change(this.path, (current) -> {
			if (current instanceof ArrayMetadata array && array.shape().length == shape().length) {
				return array.withShape(change.apply(array.shape()));
			}
			throw new InvalidRequestException("The node is not the array any more that was opened");
		}));
		this.state.set(changed);
		return changed;
	}

	/**
	 * Do all writes of a call at once where the store can.
	 */
	private ZarrArray atomically(Runnable writes) {
		if (this.hierarchy.backend().capabilities().atomicScope() == AtomicScope.VALUE) {
			writes.run();
			return this;
		}
		return this.hierarchy.atomicWork().run(() -> {
			writes.run();
			return this;
		});
	}

	/**
	 * Check before rows are reserved that the values fit them.
	 */
	private static void checkAppend(long[] current, NdArray values, int dimension) {
		int[] shape = values.shape();
		boolean fits = shape.length == current.length && dimension >= 0 && dimension < shape.length;
		for (int i = 0; fits && i < shape.length; i++) {
			fits = (i == dimension) ? current[i] <= Long.MAX_VALUE - shape[i] : shape[i] == current[i];
		}
		if (!fits) {
			throw new InvalidRequestException("Values %s cannot be appended along dimension %d of shape %s"
				.formatted(values, dimension, Arrays.toString(current)));
		}
	}

	@Override
	public String toString() {
		return "array '%s' %s%s in store '%s'".formatted(this.path, dataType().name(), Arrays.toString(shape()),
				this.hierarchy.store());
	}

}
