package io.github.zarrspring.array;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.array.Hierarchy.CopyResult;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import io.github.zarrspring.storage.zip.ZipBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nothing is copied into itself, by whatever way it is reached.
 */
@Timeout(60)
class CopyPlaceTests {

	private final ZarrEngine engine = ZarrEngine.create();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.engine.close();
	}

	private Hierarchy hierarchy(StorageBackend backend) {
		return this.engine.hierarchy("test", backend);
	}

	private static void assertRefused(Hierarchy source, String path, Hierarchy target, String targetPath) {
		assertThatExceptionOfType(InvalidRequestException.class)
			// Without the check this would not end, so it ends itself.
			.isThrownBy(() -> source.copy(path, target, targetPath, CopyOptions.defaults().progress((progress) -> {
				if (progress.nodes() > 20) {
					throw new IllegalStateException("copied into itself");
				}
			})))
			.withMessageContaining("one is within the other");
	}

	@Test
	void whenTheTargetIsAnotherViewOfTheStoreThenACopyIntoItselfIsRefused() {
		try (StorageBackend map = new ConcurrentMapBackend()) {
			Hierarchy zarr = hierarchy(map);
			Hierarchy leased = hierarchy(new DelegatingBackend(map) {
			});
			zarr.createGroup("a/b", Map.of());
			assertRefused(zarr, "a", leased, "a/z");
			assertRefused(leased, "a/b", zarr, "");
			assertRefused(leased, "", zarr, "x");
			assertThat(zarr.copy("a", leased, "az")).isEqualTo(new CopyResult(2, 0, 0));
			try (StorageBackend other = new ConcurrentMapBackend()) {
				assertThat(zarr.copy("a", hierarchy(other), "a/z")).isEqualTo(new CopyResult(2, 0, 0));
			}
		}
	}

	@Test
	void whenTwoStoresAreInOneDirectoryThenACopyIntoItselfIsRefused() throws IOException {
		Path root = this.directory.resolve("root");
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), root.getFileName());
		try (StorageBackend one = new FilesystemBackend(root);
				StorageBackend two = new FilesystemBackend(root.resolve("../root/."));
				StorageBackend linked = new FilesystemBackend(link);
				StorageBackend inner = new FilesystemBackend(root.resolve("a/z"));
				StorageBackend beside = new FilesystemBackend(this.directory.resolve("root2"))) {
			Hierarchy zarr = hierarchy(one);
			zarr.createGroup("a/b", Map.of());
			assertRefused(zarr, "a", hierarchy(two), "a/z");
			assertRefused(zarr, "a", hierarchy(linked), "a/z");
			assertRefused(hierarchy(linked), "a", zarr, "a/z");
			assertRefused(zarr, "a", hierarchy(inner), "");
			assertRefused(zarr, "", hierarchy(inner), "x");
			assertThat(zarr.copy("a", hierarchy(beside), "a").nodes()).isEqualTo(2);
			assertThat(zarr.copy("a/b", hierarchy(inner), "x").nodes()).isEqualTo(1);
			assertRefused(hierarchy(inner), "x", zarr, "a");
			assertThat(zarr.exists("a/z/x")).isTrue();
		}
	}

	@Test
	void whenADirectoryIsReachedByALinkBeforeItIsThereThenItIsTheSame() throws IOException {
		Path real = Files.createDirectory(this.directory.resolve("real"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), real);
		try (StorageBackend one = new FilesystemBackend(real.resolve("new/store"));
				StorageBackend two = new FilesystemBackend(link.resolve("new/store/a/z"))) {
			assertThat(two.location()).isEqualTo(one.location() + "a/z/");
			hierarchy(one).createGroup("a", Map.of());
			assertThat(two.location()).isEqualTo(one.location() + "a/z/");
			assertRefused(hierarchy(one), "a", hierarchy(two), "");
		}
	}

	@Test
	void whenAnArchiveIsAmongTheFilesThatAreCopiedThenTheyAreNotCopiedIntoIt() throws IOException {
		Path archive = this.directory.resolve("files/g/a.zip");
		try (StorageBackend files = new FilesystemBackend(this.directory.resolve("files"))) {
			hierarchy(files).createGroup("g", Map.of());
			hierarchy(files).createGroup("h", Map.of());
			try (StorageBackend zip = new ZipBackend(archive)) {
				assertThat(zip.location()).endsWith("/files/g/a.zip!/");
				assertRefused(hierarchy(files), "g", hierarchy(zip), "");
				assertThat(hierarchy(files).copy("h", hierarchy(zip), "").nodes()).isEqualTo(1);
			}
		}
	}

	@Test
	void whenAMoveLeadsIntoItselfThenItIsRefused() {
		try (StorageBackend map = new ConcurrentMapBackend()) {
			Hierarchy zarr = hierarchy(map);
			zarr.createGroup("a/b", Map.of());
			for (List<String> move : List.of(List.of("a", "a/z"), List.of("a/b", "a"), List.of("", "z"),
					List.of("a", "a"))) {
				assertThatExceptionOfType(InvalidRequestException.class)
					.isThrownBy(() -> zarr.move(move.get(0), move.get(1)));
			}
			zarr.move("a", "x/y/z");
			assertThat(zarr.exists("x/y/z/b")).isTrue();
		}
	}

}
