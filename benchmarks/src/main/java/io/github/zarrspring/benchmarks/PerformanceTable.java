package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the table of {@code docs/performance.md} of the lines that the programs of the
 * yardstick print. Of several lines of one program and case the last counts.
 */
public final class PerformanceTable {

	private static final String START = "<!-- table -->";

	private static final String END = "<!-- end of table -->";

	private final Map<String, Map<String, Times>> times = new LinkedHashMap<>();

	private final Set<String> peers = new LinkedHashSet<>();

	private PerformanceTable(List<String> lines) {
		JsonMapper mapper = new JsonMapper();
		for (String line : lines) {
			if (line.startsWith("{")) {
				add(mapper.readTree(line));
			}
		}
		this.peers.remove(Yardstick.FLOOR);
		this.peers.remove(Yardstick.ENGINE);
	}

	private void add(JsonNode line) {
		JsonNode median = line.get("seconds_median");
		if (median != null) {
			String peer = line.get("peer").asString();
			this.peers.add(peer);
			this.times.computeIfAbsent(line.get("case").asString(), (name) -> new LinkedHashMap<>())
				.put(peer, new Times(median.asDouble(), line.get("min").asDouble()));
		}
	}

	/**
	 * Replace the table in a document.
	 * @param arguments the document, and the files with the lines
	 * @throws IOException if a file cannot be read or written
	 */
	public static void main(String[] arguments) throws IOException {
		List<String> lines = new ArrayList<>();
		for (int i = 1; i < arguments.length; i++) {
			lines.addAll(Files.readAllLines(Path.of(arguments[i])));
		}
		Path document = Path.of(arguments[0]);
		String text = Files.readString(document);
		int start = text.indexOf(START) + START.length();
		int end = text.indexOf(END);
		Files.writeString(document, text.substring(0, start) + "\n\n" + of(lines) + "\n" + text.substring(end));
	}

	/**
	 * The table of lines.
	 */
	static String of(List<String> lines) {
		return new PerformanceTable(lines).table();
	}

	private String table() {
		List<String> head = new ArrayList<>(
				List.of("case", Yardstick.FLOOR, Yardstick.ENGINE, "of the floor", "best rounds"));
		head.addAll(this.peers);
		StringBuilder table = new StringBuilder(row(head));
		table.append(row(head.stream().map((name) -> name.equals("case") ? "---" : "---:").toList()));
		this.times.forEach((name, peers) -> table.append(row(cells(name, peers))));
		return table.toString();
	}

	private List<String> cells(String name, Map<String, Times> peers) {
		Times floor = peers.get(Yardstick.FLOOR);
		Times engine = peers.get(Yardstick.ENGINE);
		List<String> cells = new ArrayList<>(List.of("`" + name + "`", time(floor), time(engine)));
		if (floor != null && engine != null) {
			cells.add(percent(floor.median() / engine.median()));
			cells.add(percent(floor.best() / engine.best()));
		}
		else {
			cells.addAll(List.of("-", "-"));
		}
		for (String peer : this.peers) {
			cells.add(time(peers.get(peer)));
		}
		return cells;
	}

	private static String percent(double ratio) {
		return String.format(Locale.ROOT, "%.0f %%", 100 * ratio);
	}

	private static String row(List<String> cells) {
		return "| " + String.join(" | ", cells) + " |\n";
	}

	private static String time(@Nullable Times times) {
		if (times == null) {
			return "-";
		}
		double seconds = times.median();
		return (seconds < 0.1) ? String.format(Locale.ROOT, "%.2f ms", 1000 * seconds)
				: String.format(Locale.ROOT, "%.3f s", seconds);
	}

	/**
	 * How long a program took for a case.
	 *
	 * @param median the median, in seconds
	 * @param best the fastest round
	 */
	private record Times(double median, double best) {
	}

}
