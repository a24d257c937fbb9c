package io.github.zarrspring.spring.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that the lineage page and the tests agree.
 */
class LineageTests {

	private static final Pattern NUMBER = Pattern.compile("@DisplayName\\(\\s*\"(\\d+\\.\\d+) ");

	private static final String ADVICE = "to bring it up to date, run this test with -Dzarr.lineage.update=true";

	private final Path root = Repository.root();

	private final Path page = this.root.resolve("docs/lineage.md");

	private final LineageTable table = new LineageTable(Repository.read(this.page));

	private final Map<String, Set<String>> tests = tests();

	@Test
	void whenRowIsDoneThenItHasTests() {
		assertThat(this.table.rows()).filteredOn((row) -> row.status().equals("done"))
			.isNotEmpty()
			.allSatisfy((row) -> assertThat(this.tests).containsKey(row.number()));
	}

	@Test
	void whenTestHasNumberThenThereIsSuchARow() {
		assertThat(this.tests).isNotEmpty();
		assertThat(this.table.rows()).extracting(LineageTable.Row::number).containsAll(this.tests.keySet());
	}

	@Test
	void whenRowHasStatusThenItIsDoneOrPlanned() {
		assertThat(this.table.rows()).extracting(LineageTable.Row::status).containsOnly("done", "planned");
	}

	@Test
	void whenPagePromisesThenNoRowOfTheAncestorsIsLeftOut() {
		int[] rows = { 7, 7, 13, 9, 9 };
		List<String> expected = Stream.iterate(1, (chapter) -> chapter <= rows.length, (chapter) -> chapter + 1)
			.flatMap((chapter) -> Stream.iterate(1, (row) -> row <= rows[chapter - 1], (row) -> row + 1)
				.map((row) -> chapter + "." + row))
			.toList();
		assertThat(this.table.rows()).extracting(LineageTable.Row::number).containsExactlyElementsOf(expected);
	}

	@Test
	void whenTestsAreWrittenThenThePageNamesThem() throws IOException {
		String generated = this.table.withTests(this.tests);
		if (Boolean.getBoolean("zarr.lineage.update")) {
			Files.writeString(this.page, generated);
			return;
		}
		assertThat(Repository.read(this.page)).as(ADVICE).isEqualTo(generated);
	}

	/**
	 * The classes of tests by number: those of all modules, and the contract tests, which
	 * are no tests of their module but its product.
	 */
	private Map<String, Set<String>> tests() {
		Map<String, Set<String>> found = new TreeMap<>();
		try (Stream<Path> modules = Files.list(this.root)) {
			modules.filter((module) -> Files.isRegularFile(module.resolve("pom.xml"))).forEach((module) -> {
				collect(module.resolve("src/test/java"), found);
				if (module.endsWith("zarr-spring-boot-test")) {
					collect(module.resolve("src/main/java"), found);
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return found;
	}

	private static void collect(Path sources, Map<String, Set<String>> found) {
		if (!Files.isDirectory(sources)) {
			return;
		}
		try (Stream<Path> files = Files.walk(sources)) {
			files.filter((file) -> file.toString().endsWith(".java")).forEach((file) -> {
				Matcher matcher = NUMBER.matcher(Repository.read(file));
				while (matcher.find()) {
					found.computeIfAbsent(matcher.group(1), (number) -> new TreeSet<>())
						.add(file.getFileName().toString().replace(".java", ""));
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
