package io.github.zarrspring.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.zarrspring.metadata.ZarrFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the engine writes is read by zarrita, and the other way round. Needs node and npm,
 * which fetches zarrita once.
 */
@Tag("slow")
class ZarritaTests {

	private static final List<ZarrFormat> FORMATS = List.of(ZarrFormat.V2, ZarrFormat.V3);

	private static final Path SOURCE = Path.of("src/test/interop/zarrita");

	private static final Path TARGET = Path.of("target/zarrita");

	private static final Set<String> UNKNOWN_TYPES = Set.of("float16", "bfloat16", "complex64", "complex128",
			"numpy.datetime64", "numpy.timedelta64");

	private static final Set<String> OTHER_TYPES = Set.of("null_terminated_bytes", "fixed_length_utf32", "string");

	private static final String FILTERS = "(transpose|bytes|zstd|gzip"
			+ "|numcodecs\\.(delta|fixedscaleoffset|bitround|shuffle|zlib|gzip|lz4))";

	@TempDir
	Path directory;

	@BeforeEach
	void install() throws IOException {
		if (!Peer.succeeds("node", "--version") || !Peer.succeeds("npm", "--version")) {
			Peer.missing("node or npm");
		}
		Path installed = TARGET.resolve("package-lock.json");
		boolean current = Files.exists(TARGET.resolve("node_modules/.package-lock.json"))
				&& Files.mismatch(SOURCE.resolve("package-lock.json"), installed) < 0;
		Files.createDirectories(TARGET);
		for (String name : List.of("package.json", "package-lock.json", ".npmrc", "peer.mjs", "zip.mjs")) {
			Files.copy(SOURCE.resolve(name), TARGET.resolve(name), StandardCopyOption.REPLACE_EXISTING);
		}
		if (!current) {
			Peer.run(TARGET, List.of(), List.of("npm", "ci", "--ignore-scripts"));
		}
	}

	private Peer peer() {
		return new Peer(List.of("node", TARGET.resolve("peer.mjs").toAbsolutePath().toString()), this.directory);
	}

	/**
	 * JavaScript before Float16Array has neither small floats nor complex numbers, and
	 * zarrita reads integers in JSON as doubles. It looks for the index of a shard at the
	 * end alone, takes no codec around shards, and knows some of the types and filters of
	 * NumPy.
	 */
	private static @Nullable PeerNode view(PeerNode node) {
		String path = node.path();
		boolean known = !UNKNOWN_TYPES.contains(String.valueOf(node.type())) && !path.endsWith("-large")
				&& !path.matches(".*/shards-(.*-START.*|nested.*|.*-END-.+)");
		if (path.startsWith("v2/other-")) {
			known = known && OTHER_TYPES.contains(node.type()) && path.matches(".*numcodecs\\.(zlib|lz4)");
		}
		if (path.contains("/filter-")) {
			known = known && path.replaceFirst(".*/filter-\\d+-\\w+", "").matches("(-" + FILTERS + ")*");
		}
		return known ? node : null;
	}

	@Test
	void whenTheEngineWritesThenZarritaReadsTheSame() {
		int read = peer().reads(FORMATS, ZarritaTests::view);
		assertThat(read).isGreaterThan(550);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("4.2 zarrita reads the archive of a snapshot store that is in use")
	void whenSnapshotIsSavedThenZarritaReadsIt(ZarrFormat format) {
		SnapshotArrays.areReadBy(this.directory.resolve("warm.zip"), format, (archive) -> Peer.run(TARGET, List.of(),
				List.of("node", "zip.mjs", archive.toString(), "group/numbers")));
	}

	@Test
	void whenZarritaWritesThenTheEngineReadsTheSame() {
		assertThat(peer().isRead(FORMATS)).isGreaterThan(330);
	}

	@Test
	void whenZarritaChangesThenTheEngineReadsTheSame() {
		assertThat(peer().updates(FORMATS, ZarritaTests::changing)).isGreaterThan(320);
	}

	/**
	 * zarrita encodes with some of the codecs only.
	 */
	private static @Nullable PeerNode changing(PeerNode node) {
		String others = ".*(shards|text|gzip|zlib|crc32c|fixedscaleoffset|bitround|/other-).*|v3/transposed.*";
		return node.path().matches(others) ? null : view(node);
	}

	@Test
	void whenTheEngineChangesThenZarritaReadsTheSame() {
		assertThat(peer().isUpdated(FORMATS, UnaryOperator.identity())).isGreaterThan(330);
	}

}
