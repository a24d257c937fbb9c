package io.github.zarrspring.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.StructType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.exception.ZarrException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

/**
 * Every fixture of a manifest comes out as the manifest says.
 * <p>
 * The manifests are those of {@code src/test/fixtures/given} and
 * {@code src/test/fixtures/own}, or that of the directory that the system property
 * {@value Fixture#DIRECTORY} names: <pre>
 * ./mvnw -pl zarr-core test -Dtest=FixtureTests -Dzarr.fixtures=/path/to/directory
 * </pre> What is not supported yet stands in {@code src/test/fixtures/unsupported.txt}
 * and has to fail with {@link UnsupportedExtensionException}. Of the given fixtures
 * nothing else may fail with it, unless that is what the fixture is about; in another
 * directory it is also an answer to a fixture that is optional or hostile.
 */
class FixtureTests {

	private static final Path FIXTURES = Path.of("src/test/fixtures");

	private static final Path GIVEN = FIXTURES.resolve("given");

	private static final Path OWN = FIXTURES.resolve("own");

	private static final Path UNSUPPORTED = FIXTURES.resolve("unsupported.txt");

	/**
	 * What refusing a hostile store may allocate.
	 */
	private static final long MAX_ALLOCATION = 64 << 20;

	@TempDir
	Path temporary;

	private static Path directory() {
		return Fixture.directory(GIVEN);
	}

	private static boolean isGiven() {
		return directory().equals(GIVEN);
	}

	static List<Fixture> fixtures() throws IOException {
		List<Fixture> fixtures = new ArrayList<>(Fixture.in(directory()));
		if (isGiven()) {
			fixtures.addAll(Fixture.in(OWN));
		}
		return fixtures;
	}

	/**
	 * The given fixtures that are not on the list.
	 */
	static List<Fixture> supported() throws IOException {
		Set<String> unsupported = unsupported();
		return Fixture.in(GIVEN).stream().filter((fixture) -> !unsupported.contains(fixture.name())).toList();
	}

	private static Set<String> unsupported() throws IOException {
		return Files.readAllLines(UNSUPPORTED)
			.stream()
			.map(String::strip)
			.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("fixtures")
	@Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void fixture(Fixture fixture) throws Exception {
		try {
			if (unsupported().contains(fixture.name())) {
				checkUnsupported(fixture);
			}
			else {
				check(fixture);
			}
		}
		catch (Exception | AssertionError ex) {
			boolean refusable = fixture.optional() || fixture.expect().equals("no-escape");
			if (isGiven() || !refusable || !(ex instanceof UnsupportedExtensionException)) {
				throw new AssertionError("Fixture '%s': %s".formatted(fixture, ex.getMessage()), ex);
			}
		}
	}

	private static void checkUnsupported(Fixture fixture) {
		assertThatThrownBy(() -> {
			try (FixtureStore store = FixtureStore.open(fixture.path())) {
				store.readAll();
			}
		}).as("%s, which %s lists: if it is supported now, take it off the list", fixture, UNSUPPORTED)
			.isInstanceOf(UnsupportedExtensionException.class);
	}

	private void check(Fixture fixture) throws Exception {
		switch (fixture.expect()) {
			case "array" -> checkArray(fixture);
			case "group" -> checkGroup(fixture);
			case "error" -> checkError(fixture);
			case "error-or-ok" -> checkErrorOrOk(fixture);
			case "no-escape" -> checkNoEscape(fixture);
			default -> throw new IllegalArgumentException("Unknown expectation '%s'".formatted(fixture.expect()));
		}
	}

	@Test
	void theListOfWhatIsNotSupportedHoldsFixturesOnly() throws IOException {
		assertThat(unsupported()).isSubsetOf(Fixture.in(GIVEN).stream().map(Fixture::name).toList());
	}

	@Test
	void theListOfWhatIsNotSupportedHoldsNothingThatIsBuilt() throws IOException {
		Set<String> unsupported = unsupported();
		for (Fixture fixture : Fixture.in(GIVEN)) {
			if (unsupported.contains(fixture.name())) {
				assertThat(BuiltFeatures.areAllThat(fixture)).as("%s needs only what is built", fixture).isFalse();
			}
		}
	}

	private static void checkArray(Fixture fixture) throws IOException {
		try (FixtureStore store = FixtureStore.open(fixture.path())) {
			ZarrArray array = store.hierarchy().open("");
			checkDocuments(fixture, array, fixture.text("dtype"), (List<?>) fixture.entry().get("shape"));
			if (fixture.entry().get("attributes") instanceof Map<?, ?> attributes) {
				assertThat(TestJson.canonical(array.attributes())).isEqualTo(TestJson.canonical(attributes));
			}
			NdArray values = array.read();
			// NumPy has no bfloat16: what is expected is widened.
			checkValues(fixture,
					array.dataType().equals(DataType.BFLOAT16) ? NdArray.of(values.toFloats(), values.shape()) : values,
					storedOrder(array));
		}
	}

	private static void checkDocuments(Fixture fixture, ZarrArray array, String dtype, @Nullable List<?> shape)
			throws IOException {
		assertThat(array.format().number()).isEqualTo(fixture.format());
		assertThat(TestJson.canonical(Arrays.stream(array.shape()).boxed().toList()))
			.isEqualTo(TestJson.canonical(shape));
		if (dtype.matches("[<>|][biufcmM]\\d.*")) {
			Object v2 = array.dataType().toV2(ByteOrder.LITTLE_ENDIAN);
			assertThat(String.valueOf(v2).substring(1)).isEqualTo(dtype.substring(1));
		}
		checkAttributes(fixture, array);
	}

	/**
	 * The attributes are those that stand in the document.
	 */
	private static void checkAttributes(Fixture fixture, ZarrNode node) throws IOException {
		String document = node.path().keyPrefix() + ((fixture.format() == 3) ? "zarr.json" : ".zattrs");
		Map<?, ?> attributes = document(fixture.path(), document);
		if (fixture.format() == 3) {
			attributes = (Map<?, ?>) Objects.requireNonNullElse(attributes.get("attributes"), Map.of());
		}
		assertThat(TestJson.canonical(node.attributes())).isEqualTo(TestJson.canonical(attributes));
	}

	/**
	 * A document of a store, without members if there is none.
	 */
	private static Map<?, ?> document(Path store, String name) throws IOException {
		if (Files.isDirectory(store)) {
			Path file = store.resolve(name);
			return Files.exists(file) ? TestJson.object(file) : Map.of();
		}
		try (ZipFile archive = new ZipFile(store.toFile())) {
			ZipEntry entry = archive.getEntry(name);
			return (entry != null) ? TestJson.object(archive.getInputStream(entry).readAllBytes()) : Map.of();
		}
	}

	/**
	 * Structures are expected as they are stored.
	 */
	private static ByteOrder storedOrder(ZarrArray array) {
		for (Codec codec : array.codecs()) {
			Object endian = codec.toExtension().configuration().get("endian");
			if ("big".equals(endian) && array.dataType() instanceof StructType) {
				return ByteOrder.BIG_ENDIAN;
			}
		}
		return ByteOrder.LITTLE_ENDIAN;
	}

	private static void checkValues(Fixture fixture, NdArray values, ByteOrder order) throws IOException {
		if (fixture.expected().toString().endsWith(".json")) {
			Map<String, @Nullable Object> expected = TestJson.object(fixture.expected());
			assertThat(Arrays.stream(values.shape()).boxed().toList()).isEqualTo(expected.get("shape"));
			if (values.array() instanceof byte[][] items) {
				// JSON has no bytes; this is what stands for them.
				assertThat(List.of(list(items, Base64.getEncoder()::encodeToString),
						list(items, HexFormat.of()::formatHex),
						list(items, (item) -> new String(item, StandardCharsets.ISO_8859_1))))
					.contains((List<?>) expected.get("values"));
				return;
			}
			assertThat(Arrays.asList((Object[]) values.strings())).isEqualTo(expected.get("values"));
			return;
		}
		NpyFile expected = NpyFile.read(fixture.expected());
		byte[] actual = ElementBytes.of(values, order);
		int[] shape = values.shape();
		if (expected.shape().length > shape.length) {
			// Elements of several bytes are along the last axis.
			shape = Arrays.copyOf(shape, shape.length + 1);
			shape[shape.length - 1] = values.dataType().itemSize();
		}
		assertThat(shape).isEqualTo(expected.shape());
		if (fixture.tolerance() > 0) {
			assertThat(numbers(expected.type(), actual)).containsExactly(numbers(expected.type(), expected.bytes()),
					within(fixture.tolerance()));
			return;
		}
		assertThat(Arrays.mismatch(actual, expected.bytes())).as("first byte of the elements that is wrong")
			.isEqualTo(-1);
	}

	private static List<?> list(byte[][] items, Function<byte[], String> format) {
		return Arrays.stream(items).map(format).toList();
	}

	private static double[] numbers(String type, byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		double[] numbers = new double[bytes.length / (type.equals("f4") ? 4 : 8)];
		Arrays.setAll(numbers, (i) -> type.equals("f4") ? buffer.getFloat(4 * i) : buffer.getDouble(8 * i));
		return numbers;
	}

	private static void checkGroup(Fixture fixture) throws IOException {
		Map<String, @Nullable Object> expected = TestJson.object(fixture.expected());
		Map<String, Map<String, @Nullable Object>> nodes = new TreeMap<>();
		TestJson.object(expected.get("nodes")).forEach((path, node) -> nodes.put(path, TestJson.object(node)));
		try (FixtureStore store = FixtureStore.open(fixture.path())) {
			Hierarchy hierarchy = store.hierarchy();
			assertThat(TestJson.canonical(hierarchy.openGroup("").attributes()))
				.isEqualTo(TestJson.canonical(expected.get("attributes")));
			Map<String, ZarrNode> found = new LinkedHashMap<>();
			hierarchy.walk("", (node) -> assertThat(found.put(node.path().value(), node)).isNull());
			assertThat(found.remove("")).isNotNull();
			assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(nodes.keySet());
			for (Map.Entry<String, Map<String, @Nullable Object>> node : nodes.entrySet()) {
				checkNode(fixture, Objects.requireNonNull(found.get(node.getKey())), node.getValue());
				// What the listing finds can be opened by its path too.
				checkNode(fixture, hierarchy.node(node.getKey()), node.getValue());
			}
		}
	}

	private static void checkNode(Fixture fixture, ZarrNode node, Map<String, @Nullable Object> expected)
			throws IOException {
		assertThat((node instanceof ZarrArray) ? "array" : "group").isEqualTo(expected.get("type"));
		assertThat(TestJson.canonical(node.attributes())).isEqualTo(TestJson.canonical(expected.get("attributes")));
		if (node instanceof ZarrArray array) {
			checkDocuments(fixture, array, String.valueOf(expected.get("dtype")), (List<?>) expected.get("shape"));
			NdArray values = array.read();
			if (expected.get("sum") instanceof Number number) {
				double sum = number.doubleValue();
				assertThat(ElementBytes.sum(values)).isCloseTo(sum, within(Math.abs(sum) * 1e-12));
			}
		}
	}

	private static void checkError(Fixture fixture) {
		long before = Allocations.ofAllThreads();
		Throwable failure = catchThrowable(() -> {
			try (FixtureStore store = FixtureStore.open(fixture.path())) {
				ZarrNode node = store.hierarchy().node("");
				if (fixture.stage().equals("open")) {
					return;
				}
				if (fixture.stage().equals("read-all") && node instanceof ZarrArray array) {
					assertThat(array.read(firstCells(array))).isNotNull();
				}
				store.readAll();
			}
		});
		assertThat(failure).as("%s, until %s", fixture, fixture.stage())
			.isInstanceOf(ZarrException.class)
			.isNotInstanceOf(NodeNotFoundException.class);
		assertThat(Allocations.ofAllThreads() - before).isLessThan(MAX_ALLOCATION);
		if (isGiven() && failure instanceof UnsupportedExtensionException) {
			assertThat(fixture.stage().equals("open") && Files.isDirectory(fixture.path()))
				.as("%s is refused before what is wrong with it matters: %s", fixture, failure)
				.isTrue();
		}
	}

	/**
	 * A part that can be read where the whole cannot.
	 */
	private static Slice[] firstCells(ZarrArray array) {
		long[] shape = array.shape();
		long[] chunk = array.chunkShape();
		Slice[] slices = new Slice[shape.length];
		Arrays.setAll(slices, (i) -> Slice.range(0, Math.min(shape[i], chunk[i])));
		return slices;
	}

	private static void checkErrorOrOk(Fixture fixture) {
		Throwable failure = catchThrowable(() -> {
			try (FixtureStore store = FixtureStore.open(fixture.path())) {
				store.readAll();
			}
		});
		if (failure != null) {
			assertThat(failure).isInstanceOf(ZarrException.class).isNotInstanceOf(NodeNotFoundException.class);
		}
	}

	/**
	 * No node is found that is not stored below the root of the store, not even where
	 * hostile metadata point to one that exists.
	 */
	private void checkNoEscape(Fixture fixture) throws IOException {
		Path store = this.temporary.resolve(fixture.path().getFileName().toString());
		copy(fixture.path(), store);
		for (String name : List.of("outside", "evil")) {
			copy(GIVEN.resolve("v3_dtype_bool_little"), this.temporary.resolve(name));
		}
		RecordingBackend backend = new RecordingBackend(FixtureStore.backend(store));
		try (FixtureStore opened = FixtureStore.open(backend)) {
			Set<String> found = new TreeSet<>();
			Throwable failure = catchThrowable(() -> opened.hierarchy().walk("", (node) -> {
				found.add(node.path().value());
				if (node instanceof ZarrArray array) {
					array.read();
				}
			}));
			if (failure != null) {
				assertThat(failure).isInstanceOf(ZarrException.class).isNotInstanceOf(NodeNotFoundException.class);
			}
			Path root = store.toRealPath();
			assertThat(found).allSatisfy((path) -> assertThat(
					Files.isDirectory(root) ? root.resolve(path).toRealPath() : root.resolve(path).normalize())
				.startsWithRaw(root));
			assertThat(backend.keys()).isNotEmpty()
				.allSatisfy((key) -> assertThat(root.resolve(key).normalize()).startsWithRaw(root));
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> opened.hierarchy().open("../outside"));
		}
	}

	private static void copy(Path source, Path target) throws IOException {
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Files.copy(file, target.resolve(source.relativize(file).toString()), LinkOption.NOFOLLOW_LINKS);
			}
		}
	}

}
