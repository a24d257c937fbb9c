package io.github.zarrspring.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Another implementation of Zarr, as a program. It is given a directory, in which there
 * are the stores {@code v2} and {@code v3}, each if it is to be looked at:
 * <ul>
 * <li>{@code read} prints a line of JSON, a {@link PeerNode}, for each path that it reads
 * from a line of the standard input.</li>
 * <li>{@code write} writes nodes of its own and prints such a line for each.</li>
 * </ul>
 *
 * @param command the program with its first arguments
 * @param directory the directory of the stores
 */
record Peer(List<String> command, Path directory) {

	private static final long TIMEOUT_SECONDS = 120;

	/**
	 * Skip the test for a tool that is not there, where it need not be.
	 */
	static void missing(String tool) {
		if ("true".equals(System.getenv("CI"))) {
			fail("%s is missing, and CI=true demands it".formatted(tool));
		}
		abort("%s is missing".formatted(tool));
	}

	/**
	 * Whether a command runs without failure.
	 */
	static boolean succeeds(String... command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Run a program to its end.
	 * @return the lines that it printed
	 */
	static List<String> run(Path directory, List<String> input, List<String> command) {
		try {
			Path stdin = Files.write(Files.createTempFile("peer", ".in"), input);
			Path stdout = Files.createTempFile("peer", ".out");
			Path stderr = Files.createTempFile("peer", ".err");
			Process process = new ProcessBuilder(command).directory(directory.toFile())
				.redirectInput(stdin.toFile())
				.redirectOutput(stdout.toFile())
				.redirectError(stderr.toFile())
				.start();
			if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly().waitFor();
			}
			List<String> lines = Files.readAllLines(stdout);
			String errors = new String(Files.readAllBytes(stderr), StandardCharsets.UTF_8);
			for (Path file : List.of(stdin, stdout, stderr)) {
				Files.delete(file);
			}
			assertThat(process.exitValue()).as("%s in %s fails with %s", command, directory, errors).isZero();
			return lines;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/**
	 * Let the engine write and the peer read.
	 * @param view what of a node the peer can see, {@code null} for nothing
	 * @return the number of arrays and groups that the peer reads as they were written
	 */
	int reads(List<ZarrFormat> formats, UnaryOperator<PeerNode> view) {
		Map<String, PeerNode> expected = new LinkedHashMap<>();
		try (ZarrEngine engine = ZarrEngine.create()) {
			for (ZarrFormat format : formats) {
				expected.putAll(PeerArrays.write(hierarchy(engine, format), format));
			}
		}
		expected.replaceAll((path, node) -> view.apply(node));
		expected.values().removeIf((node) -> node == null);
		List<PeerNode> read = nodes("read", List.copyOf(expected.keySet()));
		compare(read, expected);
		return read.size();
	}

	/**
	 * Let the peer write and the engine read.
	 * @return the number of arrays and groups that the engine reads as they were written
	 */
	int isRead(List<ZarrFormat> formats) {
		List<PeerNode> written = nodes("write", List.of());
		Map<String, PeerNode> read = new LinkedHashMap<>();
		try (ZarrEngine engine = ZarrEngine.create()) {
			for (ZarrFormat format : formats) {
				Hierarchy hierarchy = hierarchy(engine, format);
				for (PeerNode node : written) {
					if (node.store().equals(hierarchy.store())) {
						PeerNode seen = PeerNode.of(hierarchy.store(), hierarchy.node(node.pathInStore()));
						read.put(node.path(), (node.attributes() != null) ? seen : seen.withoutAttributes());
					}
				}
			}
		}
		compare(written, read);
		return written.size();
	}

	/**
	 * Let the peer write what the engine does not read, by the verb {@code refused}.
	 * @return why the engine refuses it, by the path
	 */
	Map<String, String> refusals(ZarrFormat format) {
		Map<String, String> reasons = new LinkedHashMap<>();
		try (ZarrEngine engine = ZarrEngine.create()) {
			Hierarchy hierarchy = hierarchy(engine, format);
			for (PeerNode node : nodes("refused", List.of())) {
				reasons.put(node.pathInStore(),
						assertThatExceptionOfType(UnsupportedExtensionException.class)
							.isThrownBy(() -> hierarchy.open(node.pathInStore()).read())
							.actual()
							.getReason());
			}
		}
		return reasons;
	}

	private Hierarchy hierarchy(ZarrEngine engine, ZarrFormat format) {
		String store = "v" + format.number();
		return engine.hierarchy(store, new FilesystemBackend(this.directory.resolve(store)));
	}

	private List<PeerNode> nodes(String verb, List<String> input) {
		List<String> line = new ArrayList<>(this.command);
		line.addAll(List.of(verb, this.directory.toAbsolutePath().toString()));
		return run(this.directory, input, line).stream().map(PeerNode::parse).toList();
	}

	private static void compare(List<PeerNode> seen, Map<String, PeerNode> expected) {
		assertThat(expected).isNotEmpty();
		assertThat(seen.stream().map(PeerNode::path))
			.containsExactlyInAnyOrderElementsOf(new TreeSet<>(expected.keySet()));
		List<PeerNode> others = seen.stream().filter((node) -> !node.equals(expected.get(node.path()))).toList();
		if (!others.isEmpty()) {
			PeerNode first = others.get(0);
			assertThat(first).as("first of %s", others.stream().map(PeerNode::path).toList())
				.isEqualTo(expected.get(first.path()));
		}
	}

}
