package io.github.zarrspring.sample.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.interop.Fixture;
import io.github.zarrspring.interop.TestJson;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.zip.ZipBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Every fixture of a manifest is answered as the manifest says, by {@code /api/values}
 * and {@code /api/tree}: those of zarr-core, or those of the directory that the system
 * property {@value Fixture#DIRECTORY} names.
 */
@SpringBootTest(properties = "sample.max-values=1000000")
@AutoConfigureMockMvc
class ServedFixtureTests {

	private static final Path GIVEN = Path.of("../zarr-core/src/test/fixtures/given");

	private static final String STORE = "fixture";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private BackendRegistry registry;

	static List<Fixture> fixtures() throws IOException {
		return Fixture.in(Fixture.directory(GIVEN));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("fixtures")
	@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void fixture(Fixture fixture) throws IOException {
		if (Files.isRegularFile(fixture.path()) && fixture.expect().equals("error") && fixture.stage().equals("open")) {
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> new ZipBackend(fixture.path()));
			return;
		}
		this.registry.register(STORE, backend(fixture));
		try {
			switch (fixture.expect()) {
				case "array" -> checkArray(fixture);
				case "group" -> checkGroup(fixture);
				case "error" -> checkError(fixture);
				case "error-or-ok" -> checkErrorOrOk(fixture);
				case "no-escape" -> checkNoEscape(fixture);
				default -> throw new IllegalArgumentException("Unknown expectation '%s'".formatted(fixture.expect()));
			}
		}
		finally {
			this.registry.unregister(STORE);
		}
	}

	private static StorageBackend backend(Fixture fixture) throws IOException {
		return Files.isRegularFile(fixture.path()) ? new ZipBackend(fixture.path())
				: new FilesystemBackend(fixture.path());
	}

	private void checkArray(Fixture fixture) throws IOException {
		MvcTestResult values = get("values", "");
		if (fixture.optional() && values.getResponse().getStatus() != 200) {
			checkProblem(values, "");
			return;
		}
		new ServedArray(fixture, ok(values)).check();
		Map<String, @Nullable Object> tree = ok(get("tree", ""));
		Map<String, @Nullable Object> nodes = TestJson.object(tree.get("nodes"));
		assertThat(nodes.keySet()).containsExactly("");
		checkNode(TestJson.object(nodes.get("")), fixture, fixture.entry());
		if (fixture.entry().containsKey("attributes")) {
			checkAttributes(tree, fixture.entry());
		}
	}

	private void checkGroup(Fixture fixture) throws IOException {
		Map<String, @Nullable Object> expected = TestJson.object(fixture.expected());
		Map<String, @Nullable Object> expectedNodes = TestJson.object(expected.get("nodes"));
		Map<String, @Nullable Object> tree = ok(get("tree", ""));
		Map<String, @Nullable Object> nodes = TestJson.object(tree.get("nodes"));
		checkAttributes(tree, expected);
		assertThat(nodes.keySet()).containsExactlyInAnyOrderElementsOf(expectedNodes.keySet());
		for (String path : nodes.keySet()) {
			Map<String, @Nullable Object> node = TestJson.object(nodes.get(path));
			Map<String, @Nullable Object> expectedNode = TestJson.object(expectedNodes.get(path));
			assertThat(node.get("type")).isEqualTo(expectedNode.get("type"));
			checkAttributes(node, expectedNode);
			checkAttributes(ok(get("tree", path)), expectedNode);
			if ("array".equals(node.get("type"))) {
				checkNode(node, fixture, expectedNode);
				double sum = ((Number) Objects.requireNonNull(expectedNode.get("sum"))).doubleValue();
				assertThat(sum(ok(get("values", path)).get("values"))).isCloseTo(sum, within(Math.abs(sum) * 1e-12));
			}
		}
	}

	private static void checkNode(Map<String, @Nullable Object> node, Fixture fixture,
			Map<String, @Nullable Object> expected) {
		assertThat(node).containsEntry("type", "array")
			.containsEntry("format", fixture.format())
			.containsEntry("shape", expected.get("shape"));
		assertThat(node.get("dataType")).isNotNull();
		assertThat(((Number) Objects.requireNonNull(node.get("storedBytes"))).longValue()).isNotNegative();
	}

	private static void checkAttributes(Map<String, @Nullable Object> actual, Map<String, @Nullable Object> expected) {
		assertThat(TestJson.canonical(actual.get("attributes")))
			.isEqualTo(withTexts(TestJson.canonical(expected.get("attributes"))));
	}

	/**
	 * The same document with texts instead of what JSON has no number for.
	 */
	private static @Nullable Object withTexts(@Nullable Object json) {
		if (json instanceof Map<?, ?> map) {
			Map<@Nullable Object, @Nullable Object> members = new LinkedHashMap<>();
			map.forEach((name, value) -> members.put(name, withTexts(value)));
			return members;
		}
		if (json instanceof List<?> list) {
			return list.stream().map(ServedFixtureTests::withTexts).toList();
		}
		return (json instanceof Double number && !Double.isFinite(number)) ? number.toString() : json;
	}

	private static double sum(@Nullable Object values) {
		if (values instanceof List<?> list) {
			return list.stream().mapToDouble(ServedFixtureTests::sum).sum();
		}
		return ((Number) Objects.requireNonNull(values)).doubleValue();
	}

	private void checkError(Fixture fixture) throws IOException {
		MvcTestResult values = get("values", "");
		MvcTestResult tree = get("tree", "");
		Map<String, @Nullable Object> problem = checkProblem(values, "");
		switch (fixture.stage()) {
			case "open" -> checkProblem(tree, "");
			case "read" -> {
				assertThat((List<?>) problem.get("chunk")).isNotNull()
					.allSatisfy((index) -> assertThat(index).isInstanceOf(Integer.class));
				ok(tree);
			}
			default -> ok(tree);
		}
	}

	private void checkErrorOrOk(Fixture fixture) throws IOException {
		for (String what : List.of("values", "tree")) {
			MvcTestResult answer = get(what, "");
			if (answer.getResponse().getStatus() != 200) {
				checkProblem(answer, "");
			}
		}
	}

	/**
	 * No node is answered that is not stored below the root of the store.
	 */
	private void checkNoEscape(Fixture fixture) throws IOException {
		MvcTestResult tree = get("tree", "");
		if (tree.getResponse().getStatus() != 200) {
			checkProblem(tree, "");
		}
		else {
			Path root = fixture.path();
			assertThat(TestJson.object(ok(tree).get("nodes")).keySet()).allSatisfy((path) -> {
				assertThat(path.split("/")).doesNotContain("..");
				if (Files.isDirectory(root)) {
					assertThat(root.toRealPath().resolve(path)).isDirectory();
				}
			});
		}
		for (String what : List.of("values", "tree")) {
			for (String path : List.of("../outside", "../evil", "a/../../evil")) {
				assertThat(get(what, path).getResponse().getStatus()).isBetween(400, 499);
			}
		}
	}

	private MvcTestResult get(String what, String path) {
		String[] segments = (STORE + "/" + path).split("/");
		return this.mvc.get()
			.uri("/api/" + what + "/{segment}".repeat(segments.length), (Object[]) segments)
			.exchange();
	}

	private static Map<String, @Nullable Object> ok(MvcTestResult answer) {
		assertThat(answer).hasStatusOk().hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON);
		return body(answer);
	}

	/**
	 * A failure says where it is and what is wrong, and is not the application's own.
	 */
	private static Map<String, @Nullable Object> checkProblem(MvcTestResult answer, String path) {
		assertThat(answer.getResponse().getStatus()).as(() -> "Status of " + body(answer)).isBetween(400, 499);
		assertThat(answer).hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		Map<String, @Nullable Object> problem = body(answer);
		assertThat(problem).containsEntry("store", STORE).containsEntry("path", path);
		assertThat((String) problem.get("detail")).isNotBlank();
		return problem;
	}

	private static Map<String, @Nullable Object> body(MvcTestResult answer) {
		return TestJson.object(new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8));
	}

}
