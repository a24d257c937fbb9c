package io.github.zarrspring.interop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.metadata.ZarrFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the engine writes in v2 is read by zarr-python, and the other way round. Needs
 * Debian's python3-zarr.
 */
@Tag("slow")
class PythonZarrTests {

	private static final String PYTHON = "/usr/bin/python3";

	@TempDir
	Path directory;

	@BeforeEach
	void find() {
		if (!Peer.succeeds(PYTHON, "-c", "import zarr; assert zarr.__version__.startswith('2.')")) {
			Peer.missing("python3-zarr 2");
		}
	}

	private Peer peer() {
		return new Peer(List.of(PYTHON, Path.of("src/test/interop/python/peer.py").toAbsolutePath().toString()),
				this.directory);
	}

	private static @Nullable PeerNode view(PeerNode node) {
		return "bfloat16".equals(node.type()) ? null : node;
	}

	@Test
	void whenTheEngineWritesThenZarrPythonReadsTheSame() {
		assertThat(peer().reads(List.of(ZarrFormat.V2), PythonZarrTests::view)).isGreaterThan(470);
	}

	@Test
	@DisplayName("4.2 zarr-python reads the archive of a snapshot store that is in use")
	void whenSnapshotIsSavedThenZarrPythonReadsIt() {
		String script = """
				import sys, zarr
				store = zarr.ZipStore(sys.argv[1], mode="r")
				for number in zarr.open_array(store, mode="r", path="group/numbers")[:].ravel():
				    print(number)
				""";
		SnapshotArrays.areReadBy(this.directory.resolve("warm.zip"), ZarrFormat.V2,
				(archive) -> Peer.run(this.directory, List.of(), List.of(PYTHON, "-c", script, archive.toString())));
	}

	@Test
	void whenZarrPythonWritesThenTheEngineReadsTheSame() {
		assertThat(peer().isRead(List.of(ZarrFormat.V2))).isGreaterThan(500);
	}

	@Test
	void whenZarrPythonChangesThenTheEngineReadsTheSame() {
		assertThat(peer().updates(List.of(ZarrFormat.V2), PythonZarrTests::changing)).isGreaterThan(390);
	}

	/**
	 * What quantizes or rounds does so again at each change. zarr-python 2 fills a new
	 * chunk of byte strings with the text of the fill value, which it cannot write.
	 */
	private static @Nullable PeerNode changing(PeerNode node) {
		return (node.path().contains("/filter-") || "bytes".equals(node.type())) ? null : view(node);
	}

	@Test
	void whenTheEngineChangesThenZarrPythonReadsTheSame() {
		assertThat(peer().isUpdated(List.of(ZarrFormat.V2), PythonZarrTests::changed)).isGreaterThan(490);
	}

	/**
	 * LZMA without any header is only read.
	 */
	private static @Nullable PeerNode changed(PeerNode node) {
		return node.path().matches("v2/lzma-\\d+-3") ? null : node;
	}

	@Test
	void whenObjectsNeedAFilterThatTheEngineHasNotThenItIsNamed() {
		Map<String, String> reasons = peer().refusals(ZarrFormat.V2);
		assertThat(reasons).containsKeys("json2", "pickle");
		reasons.forEach((id, reason) -> assertThat(reason).contains("'[" + id + "]'"));
	}

}
