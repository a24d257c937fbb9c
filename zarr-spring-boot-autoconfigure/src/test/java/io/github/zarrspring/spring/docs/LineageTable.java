package io.github.zarrspring.spring.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of the lineage page.
 */
final class LineageTable {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+\\.\\d+) \\| ([^|]+) \\| ([^|]+) \\|([^|]*)\\|$");

	private final String page;

	LineageTable(String page) {
		this.page = page;
	}

	List<Row> rows() {
		List<Row> rows = new ArrayList<>();
		Matcher matcher = ROW.matcher(this.page);
		while (matcher.find()) {
			rows.add(new Row(matcher.group(1), matcher.group(3)));
		}
		return rows;
	}

	/**
	 * The page with the tests that there are.
	 * @param tests the names of test classes by the numbers of rows
	 * @return the page
	 */
	String withTests(Map<String, Set<String>> tests) {
		return ROW.matcher(this.page)
			.replaceAll((row) -> Matcher.quoteReplacement("| %s | %s | %s | %s |".formatted(row.group(1), row.group(2),
					row.group(3), cell(tests.getOrDefault(row.group(1), Set.of())))));
	}

	private static String cell(Set<String> classes) {
		return classes.stream().map((name) -> "`" + name + "`").collect(Collectors.joining(", "));
	}

	/**
	 * A row.
	 *
	 * @param number its number
	 * @param status whether it is done or planned
	 */
	record Row(String number, String status) {
	}

}
