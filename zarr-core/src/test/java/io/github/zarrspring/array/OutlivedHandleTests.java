package io.github.zarrspring.array;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handles of arrays that are not there any more, or not as they were. The second engine
 * stands for another process: nothing but the store tells it of the first.
 */
class OutlivedHandleTests {

	private final ZarrEngine engine = ZarrEngine.create();

	private final ZarrEngine elsewhere = ZarrEngine.create();

	private final StorageBackend backend = new ConcurrentMapBackend();

	private final Hierarchy here = this.engine.hierarchy("test", this.backend);

	private final Hierarchy there = this.elsewhere.hierarchy("test", this.backend);

	@TempDir
	Path directory;

	@AfterEach
	void closeEngines() {
		this.engine.close();
		this.elsewhere.close();
	}

	static Stream<Consumer<ZarrArray>> writes() {
		return Stream.of((array) -> array.write(ints(1, 2, 3, 4)),
				(array) -> array.write(Selection.of(Slice.range(1, 3)), ints(8, 9)),
				(array) -> array.update(Selection.all(), (values) -> values), (array) -> array.append(ints(5)),
				(array) -> array.resize(9), (array) -> array.setAttributes(Map.of("a", 1)),
				(array) -> array.updateAttributes((attributes) -> attributes));
	}

	private static NdArray ints(int... values) {
		return NdArray.of(values, values.length);
	}

	private ZarrArray create(Hierarchy hierarchy, DataType type) {
		return hierarchy.create("a", ArraySpec.of(type).shape(4).chunks(2));
	}

	@ParameterizedTest
	@MethodSource("writes")
	void whenTheArrayWasDeletedThenNothingIsWritten(Consumer<ZarrArray> write) {
		ZarrArray held = create(this.here, DataType.INT32);
		held.write(ints(1, 2, 3, 4));
		this.here.delete("a");
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> write.accept(held))
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("a"));
		assertThat(this.backend.list("a/", null, 10)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("writes")
	void whenAnotherArrayIsInItsPlaceThenNothingIsWritten(Consumer<ZarrArray> write) {
		ZarrArray held = create(this.here, DataType.INT32);
		this.here.delete("a");
		ZarrArray other = create(this.here, DataType.INT32);
		other.write(ints(5, 6, 7, 8));
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> write.accept(held));
		assertThat(this.here.open("a").read().ints()).containsExactly(5, 6, 7, 8);
		assertThat(this.here.open("a").attributes()).isEmpty();
		assertThat(held.refresh().read().ints()).containsExactly(5, 6, 7, 8);
	}

	@ParameterizedTest
	@MethodSource("writes")
	void whenAnotherProcessPutAnotherTypeInItsPlaceThenNothingIsWritten(Consumer<ZarrArray> write) {
		ZarrArray held = create(this.here, DataType.INT32);
		this.there.delete("a");
		ZarrArray other = create(this.there, DataType.UINT32);
		other.write(NdArray.of(DataType.UINT32, new int[] { 5, 6, 7, 8 }, 4));
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> write.accept(held));
		assertThat(this.there.open("a").refresh().read().ints()).containsExactly(5, 6, 7, 8);
		assertThat(this.there.open("a").attributes()).isEmpty();
	}

	@Test
	void whenTheArrayWasDeletedThenItIsNotReadAsFillValue() {
		ZarrArray held = create(this.here, DataType.INT32);
		held.write(ints(1, 2, 3, 4));
		this.here.delete("a");
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(held::read);
		create(this.here, DataType.FLOAT64).write(NdArray.of(new double[] { 1, 2, 3, 4 }, 4));
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(held::read);
		NdArray target = NdArray.zeros(DataType.INT32, 4);
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> held.readInto(Selection.all(), target));
	}

	@Test
	void whenAnotherProcessDeletedTheArrayThenItIsNotReadAsFillValue() {
		ZarrArray held = create(this.here, DataType.INT32);
		assertThat(held.read().ints()).containsOnly(0);
		this.there.delete("a");
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(held::read);
	}

	@Test
	void whenTheArrayWasMovedThenTheHandleIsOfNoArray() {
		ZarrArray held = create(this.here, DataType.INT32);
		this.here.move("a", "b");
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> held.write(ints(1, 2, 3, 4)));
		assertThat(this.backend.list("a/", null, 10)).isEmpty();
	}

	@Test
	void whenTheGroupOfTheArrayWasDeletedThenTheHandleIsOfNoArray() {
		this.here.create("g/sub/a", ArraySpec.of(DataType.INT32).shape(4));
		ZarrArray held = this.here.open("g/sub/a");
		ZarrGroup group = this.here.openGroup("g/sub");
		this.here.delete("g");
		this.here.create("g/sub/a", ArraySpec.of(DataType.INT32).shape(4));
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> held.write(ints(1, 2, 3, 4)));
		assertThatExceptionOfType(NodeNotFoundException.class)
			.isThrownBy(() -> group.setAttributes(Map.of("old", true)));
	}

	@Test
	void whenTheArrayWasMadeSmallerThenCellsThatAreGoneAreNotWritten() {
		ZarrArray held = create(this.here, DataType.INT32);
		held.write(ints(1, 2, 3, 4));
		this.here.open("a").resize(2);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> held.write(ints(5, 6, 7, 8)));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> held.write(Selection.of(Slice.range(2, 4)), ints(7, 8)));
		assertThat(held.shape()).containsExactly(2);
		held.resize(4);
		assertThat(held.read().ints()).containsExactly(1, 2, 0, 0);
	}

	@Test
	void whenTheArrayWasMadeLargerThenItsNewCellsAreWritten() {
		ZarrArray held = create(this.here, DataType.INT32);
		this.there.open("a").resize(6);
		held.write(Selection.of(Slice.range(4, 6)), ints(5, 6));
		assertThat(this.there.open("a").read().ints()).containsExactly(0, 0, 0, 0, 5, 6);
		assertThat(held.shape()).containsExactly(6);
	}

	@Test
	void whenTwoStoresAreInOneDirectoryThenTheyShareTheirNodes() {
		try (StorageBackend one = new FilesystemBackend(this.directory);
				StorageBackend two = new FilesystemBackend(this.directory)) {
			ZarrArray held = create(this.engine.hierarchy("one", one), DataType.INT32);
			this.engine.hierarchy("two", two).delete("a");
			create(this.engine.hierarchy("two", two), DataType.INT32);
			assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> held.write(ints(1, 2, 3, 4)));
		}
	}

	@Test
	void whenThreadsShareAHandleThenItNeverGoesBackInTime() throws Exception {
		ZarrArray shared = this.here.create("shared", ArraySpec.of(DataType.INT32).shape(0).chunks(16));
		Threads.run(8, (thread) -> {
			for (int i = 0; i < 200; i++) {
				long start = shared.append(ints(thread, i));
				assertThat(shared.shape()[0]).isGreaterThanOrEqualTo(start + 2);
				assertThat(shared.read(Slice.range(start, start + 2)).ints()).containsExactly(thread, i);
				if (thread == 0) {
					shared.refresh();
				}
			}
		});
		assertThat(shared.shape()).containsExactly(3200);
	}

	@Test
	void whenNobodyHasAHandleThenNothingIsKept() throws Exception {
		for (int i = 0; i < 100; i++) {
			this.here.create("many/" + i, ArraySpec.of(DataType.INT8).shape(1));
		}
		long deadline = System.nanoTime() + 10_000_000_000L;
		while (this.engine.liveNodes().size() > 2 && System.nanoTime() < deadline) {
			System.gc();
			Thread.sleep(20);
		}
		assertThat(this.engine.liveNodes().size()).isLessThanOrEqualTo(2);
	}

	@Test
	void whenAttributesAreUpdatedByManyThenNoneIsLost() throws Exception {
		create(this.here, DataType.INT32);
		this.here.createGroup("g", Map.of());
		Threads.run(8, (thread) -> {
			Hierarchy hierarchy = (thread % 2 == 0) ? this.here : this.there;
			for (String path : new String[] { "a", "g" }) {
				ZarrNode node = hierarchy.node(path);
				for (int i = 0; i < 50; i++) {
					String name = thread + "." + i;
					node.updateAttributes((attributes) -> {
						attributes.put(name, true);
						return attributes;
					});
					assertThat(node.attributes()).containsKey(name);
				}
			}
		});
		assertThat(this.here.open("a").attributes()).hasSize(400);
		assertThat(this.here.openGroup("g").attributes()).hasSize(400);
	}

}
