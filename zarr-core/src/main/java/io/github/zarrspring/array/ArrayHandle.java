package io.github.zarrspring.array;

import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ZarrArray} knows of its array, and what it makes sure of before it
 * writes: that the array is still the one that was opened, and has the cells that are
 * written. While cells are written nobody deletes the array or makes it smaller, see
 * {@link NodeGuard}; before, one look at the metadata document tells whether somebody
 * did. Safe for use by several threads.
 */
final class ArrayHandle {

	private final Hierarchy hierarchy;

	private final NodePath path;

	private final boolean writeEmptyChunks;

	private final SortedMap<NodePath, NodeLock> cells;

	private final NodeState<ArrayState> state;

	ArrayHandle(Hierarchy hierarchy, NodePath path, KnownNode known, boolean writeEmptyChunks) {
		this.hierarchy = hierarchy;
		this.path = path;
		this.writeEmptyChunks = writeEmptyChunks;
		this.cells = NodeGuard.cells(path);
		this.state = new NodeState<>(hierarchy.backend(), state(known));
	}

	private ArrayState state(KnownNode known) {
		return ArrayState.of(this.hierarchy, this.path, known, this.writeEmptyChunks);
	}

	/**
	 * The array as it is known.
	 */
	ArrayState get() {
		return this.state.get();
	}

	/**
	 * Read the metadata again.
	 */
	void refresh(Supplier<KnownNode> reader) {
		ArrayState before;
		do {
			before = this.state.get();
		}
		while (!this.state.replace(before, state(reader.get())));
	}

	/**
	 * The array as it is now. The state is another one only if the metadata are.
	 * @throws NodeNotFoundException if it was deleted, or replaced by another one
	 */
	ArrayState current() {
		NodeStore nodes = this.hierarchy.nodes();
		while (true) {
			ArrayState before = this.state.get();
			KnownNode known = before.known();
			known.check();
			StoredValue document = nodes.document(this.path, NodeStore.mainDocument(known.metadata()));
			if (document != null && document.bytes().equals(known.document())) {
				return before;
			}
			ArrayState now = state(same(before, nodes.load(this.path).orElseThrow(ArrayHandle::gone)));
			if (this.state.replace(before, now)) {
				return now;
			}
		}
	}

	/**
	 * Check after chunks did not decode that they are of this array.
	 * @param failure the failure, which is told as well
	 * @throws NodeNotFoundException if the array was deleted, or replaced by another one
	 */
	void checkStillThere(CorruptDataException failure) {
		try {
			current();
		}
		catch (NodeNotFoundException ex) {
			ex.addSuppressed(failure);
			throw ex;
		}
	}

	/**
	 * What is stored of this array, if it is this one. Consolidated metadata may be those
	 * of an array that was there before.
	 */
	private static KnownNode same(ArrayState before, StoredNode stored) {
		KnownNode known = before.known();
		if (stored.metadata() instanceof ArrayMetadata array
				&& (known.document() == null || array.isStoredAs(before.metadata()))) {
			return known.with(array, stored.mainDocument());
		}
		throw new NodeNotFoundException("There is another node in the place of the array that was opened: open it");
	}

	static NodeNotFoundException gone() {
		return new NodeNotFoundException("The array was deleted since it was opened");
	}

	/**
	 * Work on cells while the array has them.
	 * @param planner the cells, by the array as it is
	 * @param work the work
	 */
	ArrayHandle onCells(Function<ArrayState, ChunkPlan> planner, BiConsumer<ChunkStore, ChunkPlan> work) {
		Planned planned = plan(planner);
		guarded((now) -> work.accept(now.chunks(), (now == planned.state()) ? planned.plan() : planner.apply(now)));
		return this;
	}

	/**
	 * Work while nobody deletes the array or makes it smaller.
	 * @param work the work, with the array as it is
	 */
	void guarded(Consumer<ArrayState> work) {
		this.hierarchy.guard().run(this.cells, () -> {
			work.accept(current());
			return this;
		});
	}

	/**
	 * Plan by the metadata as they are known, and if these do not allow it as they are
	 * now. To be done before the work begins: what is wrong in a request is no failure of
	 * what the caller does at once.
	 */
	private Planned plan(Function<ArrayState, ChunkPlan> planner) {
		ArrayState known = this.state.get();
		if (known.known().document() == null) {
			known = current();
		}
		try {
			return new Planned(known, planner.apply(known));
		}
		catch (InvalidRequestException ex) {
			ArrayState now = current();
			if (now == known) {
				throw ex;
			}
			return new Planned(now, planner.apply(now));
		}
	}

	/**
	 * Change the metadata but for the shape.
	 */
	void change(UnaryOperator<NodeMetadata> change) {
		this.hierarchy.guard().run(NodeGuard.below(this.path, NodeLock.SHARED), () -> {
			ArrayState before = this.state.get();
			before.known().check();
			this.hierarchy.nodes().change(this.path, (stored) -> {
				same(before, stored);
				return change.apply(stored.metadata());
			}, (metadata, document) -> this.state.set(state(before.known().with(metadata, document))));
			return this;
		});
	}

	/**
	 * Change the shape while the array is guarded.
	 * @param change the new shape, {@code null} to leave it
	 * @param room what makes room for new cells, with the array as it is going to be, and
	 * whether its metadata are still unchanged
	 * @return the array as it is now, {@code null} if it was left as it is
	 */
	@Nullable ArrayState changeShape(Function<long[], long @Nullable []> change, BiConsumer<ArrayState, BooleanSupplier> room) {
		NodeStore nodes = this.hierarchy.nodes();
		Retry retry = new Retry(this.hierarchy.engine().conflictTimeout());
		while (true) {
			ArrayState before = this.state.get();
			before.known().check();
			StoredNode stored = nodes.loadToChange(this.path);
			KnownNode known = same(before, stored);
			ArrayMetadata current = (ArrayMetadata) known.metadata();
			long[] shape = change.apply(current.shape());
			if (shape == null) {
				return null;
			}
			ArrayMetadata changed = current.withShape(shape);
			ArrayState next = state(known.with(changed, stored.mainDocument()));
			try {
				room.accept(next, () -> nodes.isStored(this.path, stored));
				if (nodes.replace(this.path, stored, changed,
						(metadata, document) -> this.state.set(next.with(document)))) {
					return next;
				}
				retry.pause("The metadata");
			}
			catch (RoomMaker.ChangedMeanwhile ex) {
				retry.pause("The metadata", ex);
			}
		}
	}

	private record Planned(ArrayState state, ChunkPlan plan) {
	}

}
