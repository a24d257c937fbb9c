package io.github.zarrspring.sample.store;

import java.io.FileNotFoundException;
import java.nio.ByteBuffer;
import java.util.List;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClasspathBackendTests {

	@Test
	void whenLoadedThenAllResourcesAreThere() throws Exception {
		try (StorageBackend backend = load("data/jacksboro_v3.zarr")) {
			assertThat(backend.info()).isEqualTo(new StoreInfo(48, 183_537));
			assertThat(backend.read(StoreKey.of("zarr.json"))).isPresent();
			assertThat(backend.read(StoreKey.of("c"))).isEmpty();
			assertThat(backend.list("lat/", null, 10)).containsExactly(StoreKey.of("lat/c/0"),
					StoreKey.of("lat/zarr.json"));
			assertThat(backend.list("", StoreKey.of("lon/zarr.json"), 10)).containsExactly(StoreKey.of("zarr.json"));
			assertThat(backend.list("elevation/c/0", null, 3)).isEqualTo(List.of(StoreKey.of("elevation/c/0/0"),
					StoreKey.of("elevation/c/0/1"), StoreKey.of("elevation/c/0/2")));
		}
	}

	@Test
	void whenWrittenToThenAccessIsDenied() throws Exception {
		try (StorageBackend backend = load("data/jacksboro_v2.zarr")) {
			StoreKey key = StoreKey.of(".zgroup");
			assertThatExceptionOfType(StoreAccessDeniedException.class)
				.isThrownBy(() -> backend.write(key, ByteBuffer.allocate(1)));
			assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> backend.delete(key));
			assertThat(backend.exists(key)).isTrue();
		}
	}

	@Test
	void whenThereIsNoSuchFolderThenItFails() {
		assertThatExceptionOfType(FileNotFoundException.class).isThrownBy(() -> load("data/nothing"));
	}

	private static StorageBackend load(String location) throws Exception {
		return ClasspathBackend.load(new PathMatchingResourcePatternResolver(), location);
	}

}
