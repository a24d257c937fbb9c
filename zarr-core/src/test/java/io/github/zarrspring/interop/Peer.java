package io.github.zarrspring.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
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
 * <li>{@code update}, where it has that, changes parts and the shape of each array whose
 * path it reads, and prints such a line as well.</li>
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
		Map<String, PeerNode> expected = written(formats, view);
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
		compare(written, seen(formats, written));
		return written.size();
	}

	/**
	 * Let the engine write, the peer change parts and shapes, by the verb {@code update},
	 * and the engine read.
	 * @param view what of a node the peer can see, {@code null} for nothing
	 * @return the number of arrays that the engine reads as they were changed
	 */
	int updates(List<ZarrFormat> formats, UnaryOperator<PeerNode> view) {
		Map<String, PeerNode> before = written(formats, view);
		before.values().removeIf((node) -> !node.hasRows());
		List<PeerNode> changed = nodes("update", List.copyOf(before.keySet()));
		assertThat(changed.stream().filter((node) -> node.equals(before.get(node.path()))).map(PeerNode::path))
			.allMatch((path) -> path.contains("/missing-"));
		compare(changed, seen(formats, changed));
		return changed.size();
	}

	/**
	 * Let the peer write, the engine change parts and shapes, and the peer read.
	 * @param view what of a node the peer can see, {@code null} for what is not changed
	 * @return the number of arrays that the peer reads as they were changed
	 */
	int isUpdated(List<ZarrFormat> formats, UnaryOperator<PeerNode> view) {
		List<PeerNode> arrays = nodes("write", List.of()).stream()
			.filter((node) -> node.hasRows() && view.apply(node) != null)
			.toList();
		try (ZarrEngine engine = ZarrEngine.create()) {
			for (ZarrFormat format : formats) {
				Hierarchy hierarchy = hierarchy(engine, format);
				arrays.stream()
					.filter((node) -> node.store().equals(hierarchy.store()))
					.forEach((node) -> change(hierarchy.open(node.pathInStore())));
			}
		}
		Map<String, PeerNode> expected = seen(formats, arrays);
		expected.replaceAll((path, node) -> view.apply(node));
		compare(nodes("read", List.copyOf(expected.keySet())), expected);
		return expected.size();
	}

	/**
	 * Write rows where chunks may be missing, grow over missing chunks and shrink.
	 */
	private static void change(ZarrArray array) {
		long[] shape = array.shape().clone();
		NdArray last = array.read(rows(shape, shape[0] - 1));
		array.write(rows(shape, 0), last);
		shape[0] += 3;
		array.resize(shape);
		array.write(rows(shape, shape[0] - 2), last);
		shape[0] -= 1;
		if (shape.length > 1) {
			shape[1] = Math.max(shape[1] - 2, 1);
		}
		array.resize(shape);
	}

	private static Selection rows(long[] shape, long row) {
		Slice[] slices = new Slice[shape.length];
		Arrays.fill(slices, Slice.all());
		slices[0] = Slice.range(row, row + 1);
		return Selection.of(slices);
	}

	/**
	 * What the engine has written and the peer can see.
	 */
	private Map<String, PeerNode> written(List<ZarrFormat> formats, UnaryOperator<PeerNode> view) {
		Map<String, PeerNode> written = new LinkedHashMap<>();
		try (ZarrEngine engine = ZarrEngine.create()) {
			for (ZarrFormat format : formats) {
				written.putAll(PeerArrays.write(hierarchy(engine, format), format));
			}
		}
		written.replaceAll((path, node) -> view.apply(node));
		written.values().removeIf((node) -> node == null);
		return written;
	}

	/**
	 * What the engine sees of nodes, without attributes where a peer knows of none.
	 */
	private Map<String, PeerNode> seen(List<ZarrFormat> formats, List<PeerNode> nodes) {
		Map<String, PeerNode> read = new LinkedHashMap<>();
		try (ZarrEngine engine = ZarrEngine.create()) {
			for (ZarrFormat format : formats) {
				Hierarchy hierarchy = hierarchy(engine, format);
				for (PeerNode node : nodes) {
					if (node.store().equals(hierarchy.store())) {
						PeerNode seen = PeerNode.of(hierarchy.store(), hierarchy.node(node.pathInStore()));
						read.put(node.path(), (node.attributes() != null) ? seen : seen.withoutAttributes());
					}
				}
			}
		}
		return read;
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
