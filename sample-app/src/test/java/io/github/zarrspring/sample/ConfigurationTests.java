package io.github.zarrspring.sample;

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.sample.store.Stores;
import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stores that are configured on the command line.
 */
class ConfigurationTests {

	@TempDir
	private Path folder;

	@Test
	void whenDefaultStoreIsAnotherThenTerrainIsCopiedOnceAndKept() {
		String[] arguments = { "--zarr.stores.scratch.type=filesystem",
				"--zarr.stores.scratch.filesystem.path=" + this.folder };
		try (ConfigurableApplicationContext context = run(arguments)) {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			assertThat(zarr.open("terrain/elevation").read(Selection.parse("100,200")).shorts()).containsExactly(522);
			zarr.open("terrain/elevation").write(Selection.parse("100,200"), NdArray.of(new short[] { 7 }));
		}
		assertThat(Files.exists(this.folder.resolve("terrain/elevation/zarr.json"))).isTrue();
		try (ConfigurableApplicationContext context = run(arguments)) {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			assertThat(zarr.open("terrain/elevation").read(Selection.parse("100,200")).shorts()).containsExactly(7);
		}
	}

	@Test
	@DisplayName("4.1 With the profile snapshot the terrain and what was changed in it are there after a restart")
	void whenProfileIsSnapshotThenChangesAreKept() {
		String[] arguments = { "--spring.profiles.active=snapshot",
				"--zarr.stores.scratch.snapshot.path=" + this.folder.resolve("scratch.zip") };
		try (ConfigurableApplicationContext context = run(arguments)) {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			zarr.open("terrain/elevation").write(Selection.parse("100,200"), NdArray.of(new short[] { 7 }));
		}
		assertThat(this.folder.resolve("scratch.zip")).isRegularFile();
		try (ConfigurableApplicationContext context = run(arguments)) {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			assertThat(zarr.open("terrain/elevation").read(Selection.parse("100,200")).shorts()).containsExactly(7);
		}
	}

	@Test
	void whenStoreIsAddedThenItIsThere() {
		try (ConfigurableApplicationContext context = run("--zarr.stores.extra.type=concurrent-map",
				"--zarr.default-store=extra")) {
			assertThat(context.getBean(Stores.class).names()).contains("extra", "scratch", "terrain-v2", "terrain-v3");
			assertThat(context.getBean(ZarrOperations.class).getStoreName()).isEqualTo("extra");
			assertThat(context.getBean(ZarrOperations.class).exists("terrain/elevation")).isTrue();
		}
	}

	@Test
	void whenProfileIsHttpThenTerrainComesFromTheOtherServer() {
		try (ConfigurableApplicationContext context = run("--spring.profiles.active=http")) {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			assertThat(zarr.store("terrain-http").open("elevation").read(Selection.parse("100,200")).shorts())
				.containsExactly(522);
			assertThat(zarr.open("terrain/elevation").read().shorts())
				.isEqualTo(zarr.store("terrain-v3").open("elevation").read().shorts());
		}
	}

	@Test
	void whenTerrainCannotBeCopiedThenApplicationStartsNevertheless() {
		try (ConfigurableApplicationContext context = run("--zarr.default-store=terrain-v2")) {
			assertThat(context.getBean(ZarrOperations.class).exists("terrain")).isFalse();
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(SampleApplication.class).web(WebApplicationType.NONE).run(arguments);
	}

}
