package io.github.zarrspring.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.DimensionSelection;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.Indices;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.array.ZarrGroup;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Selections, and consolidated metadata, mean the same here and in zarr-python. Needs
 * Debian's python3-zarr.
 */
@Tag("slow")
class PythonSelectionTests {

	private static final String PYTHON = "/usr/bin/python3";

	private static final int[] SHAPE = { 7, 11 };

	private static final int[] CHUNKS = { 3, 4 };

	private final ZarrEngine engine = ZarrEngine.create();

	private final Random random = new Random(42);

	@TempDir
	Path directory;

	@BeforeEach
	void find() {
		if (!Peer.succeeds(PYTHON, "-c", "import zarr; assert zarr.__version__.startswith('2.')")) {
			Peer.missing("python3-zarr 2");
		}
	}

	@AfterEach
	void close() {
		this.engine.close();
	}

	private Hierarchy hierarchy() {
		return this.engine.hierarchy("python", new FilesystemBackend(this.directory));
	}

	private List<Map<String, @Nullable Object>> ask(List<List<?>> questions) {
		String script = Path.of("src/test/interop/python/selections.py").toAbsolutePath().toString();
		return Peer
			.run(this.directory, questions.stream().map(TestJson::text).toList(),
					List.of(PYTHON, script, this.directory.toString()))
			.stream()
			.map(TestJson::object)
			.toList();
	}

	private ZarrArray create(String path) {
		ZarrArray array = hierarchy().create(path,
				ArraySpec.of(DataType.INT32).format(ZarrFormat.V2).shape(7, 11).chunks(3, 4).codecs(Codecs.zlib(1)));
		array.write(NdArray.of(IntStream.range(0, 77).toArray(), SHAPE));
		return array;
	}

	@Test
	void whenASelectionIsReadThenItHasTheShapeAndValuesOfZarrPython() {
		ZarrArray array = create("a");
		List<Case> cases = cases(60);
		List<List<?>> questions = new ArrayList<>();
		cases.forEach((each) -> questions.add(List.of("read", "a", each.kind(), each.json())));
		List<Map<String, @Nullable Object>> answers = ask(questions);
		for (int i = 0; i < answers.size(); i++) {
			assertSame(array.read(cases.get(i).selection()), answers.get(i), cases.get(i));
		}
		assertThat(answers).hasSize(240);
	}

	@Test
	void whenASelectionIsWrittenThenTheArrayIsThatOfZarrPython() {
		List<Case> cases = cases(12);
		List<List<?>> questions = new ArrayList<>();
		List<NdArray> expected = new ArrayList<>();
		for (int i = 0; i < cases.size(); i++) {
			ZarrArray ours = create("ours/" + i);
			create("theirs/" + i);
			int[] shape = ours.read(cases.get(i).selection()).shape();
			int[] values = this.random.ints(Arrays.stream(shape).reduce(1, (a, b) -> a * b), 100, 999).toArray();
			ours.write(cases.get(i).selection(), NdArray.of(values, shape));
			expected.add(ours.read());
			questions.add(List.of("write", "theirs/" + i, cases.get(i).kind(), cases.get(i).json(), shape, values));
		}
		List<Map<String, @Nullable Object>> answers = ask(questions);
		for (int i = 0; i < answers.size(); i++) {
			assertSame(expected.get(i), answers.get(i), cases.get(i));
			assertThat(hierarchy().open("theirs/" + i).read().ints()).isEqualTo(expected.get(i).ints());
		}
		assertThat(answers).hasSize(48);
	}

	private static void assertSame(NdArray values, Map<String, @Nullable Object> answer, Case asked) {
		assertThat(values.shape()).as("shape of %s", asked).isEqualTo(ints(answer.get("shape")));
		assertThat(values.ints()).as("values of %s", asked).isEqualTo(ints(answer.get("values")));
	}

	private static int[] ints(@Nullable Object json) {
		return ((List<?>) Objects.requireNonNull(json)).stream()
			.mapToInt((value) -> ((Number) value).intValue())
			.toArray();
	}

	private List<Case> cases(int ofEach) {
		List<Case> cases = new ArrayList<>();
		for (int i = 0; i < ofEach; i++) {
			cases.add(orthogonal());
			cases.add(coordinates());
			cases.add(mask());
			cases.add(blocks());
		}
		return cases;
	}

	private Case orthogonal() {
		DimensionSelection[] selected = new DimensionSelection[2];
		Object[] json = new Object[2];
		for (int i = 0; i < 2; i++) {
			int size = SHAPE[i];
			switch (this.random.nextInt(4)) {
				case 0:
					json[i] = this.random.nextInt(size);
					selected[i] = Slice.at((int) json[i]);
					break;
				case 1:
					int start = this.random.nextInt(size);
					json[i] = Map.of("slice", List.of(start, size, 2));
					selected[i] = Slice.from(start).step(2);
					break;
				case 2:
					boolean[] mask = mask(size);
					json[i] = Map.of("mask", mask);
					selected[i] = Indices.where(mask);
					break;
				default:
					// zarr-python takes repeated indices to be read only.
					long[] list = this.random.longs(1 + this.random.nextInt(size), -size, size)
						.map((index) -> Math.floorMod(index, size))
						.distinct()
						.toArray();
					json[i] = list;
					selected[i] = Indices.of(list);
			}
		}
		return new Case("orthogonal", Arrays.asList(json), Selection.orthogonal(selected));
	}

	private Case coordinates() {
		int[] points = this.random.ints(0, 77).distinct().limit(1 + this.random.nextInt(20)).toArray();
		long[] rows = Arrays.stream(points).mapToLong((point) -> point / 11).toArray();
		long[] columns = Arrays.stream(points).mapToLong((point) -> point % 11 - 11).toArray();
		return new Case("coordinates", List.of(rows, columns), Selection.coordinates(rows, columns));
	}

	private Case mask() {
		boolean[] mask = mask(77);
		return new Case("mask", mask, Selection.mask(mask));
	}

	private boolean[] mask(int size) {
		boolean[] mask = new boolean[size];
		for (int i = 0; i < size; i++) {
			mask[i] = this.random.nextInt(3) == 0;
		}
		mask[this.random.nextInt(size)] = true;
		return mask;
	}

	private Case blocks() {
		Slice[] selected = new Slice[2];
		Object[] json = new Object[2];
		for (int i = 0; i < 2; i++) {
			int count = (SHAPE[i] + CHUNKS[i] - 1) / CHUNKS[i];
			int first = this.random.nextInt(count);
			int end = first + 1 + this.random.nextInt(count - first);
			boolean single = this.random.nextBoolean();
			json[i] = single ? first : Map.of("slice", List.of(first, end, 1));
			selected[i] = single ? Slice.at(first) : Slice.range(first, end);
		}
		return new Case("blocks", Arrays.asList(json), Selection.blocks(selected));
	}

	@Test
	void whenEitherConsolidatesThenTheOtherOpensTheSame() {
		for (String group : List.of("ours", "theirs")) {
			create(group + "/a");
			create(group + "/sub/b").setAttributes(Map.of("räk", List.of(1, "x")));
			hierarchy().open(group + "/sub/b").resize(3, 5);
		}
		hierarchy().consolidate("ours");
		Map<String, List<Integer>> shapes = Map.of("a", List.of(7, 11), "sub/b", List.of(3, 5));
		assertThat(ask(List.of(List.of("consolidated", "ours"), List.of("consolidate", "theirs"))))
			.containsExactly(new TreeMap<>(shapes), new TreeMap<>(shapes));
		ZarrGroup theirs = hierarchy().openConsolidated("theirs");
		assertThat(theirs.open("sub/b").shape()).containsExactly(3, 5);
		assertThat(theirs.open("sub/b").attributes()).isEqualTo(Map.of("räk", List.of(1, "x")));
		assertThat(theirs.open("a").read().ints()).isEqualTo(IntStream.range(0, 77).toArray());
		hierarchy().open("theirs/a").resize(8, 11);
		assertThat(this.directory.resolve("theirs/.zmetadata")).doesNotExist();
	}

	/**
	 * A selection as both are asked for it.
	 *
	 * @param kind its kind
	 * @param json what zarr-python is asked for
	 * @param selection what the engine is asked for
	 */
	private record Case(String kind, Object json, Selection selection) {
	}

}
