package io.github.zarrspring.spring.partitioned;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two versions of the application in one cluster. The other version is this one with a
 * changed {@link ValueFormat}, compiled here and started in a process of its own.
 */
@Tag("slow")
class TwoVersionsTests {

	@TempDir
	Path directory;

	private MemberProcess startOther(String members, String before, String after) throws Exception {
		String name = ValueFormat.class.getSimpleName() + ".java";
		Path source = Path.of("src/main/java", ValueFormat.class.getPackageName().replace('.', '/'), name);
		String text = Files.readString(source);
		assertThat(text).containsOnlyOnce(before);
		Path changed = Files.writeString(this.directory.resolve(name), text.replace(before, after));
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		assertThat(compiler.run(null, null, null, "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"),
				"-d", this.directory.toString(), changed.toString()))
			.isZero();
		return MemberProcess.start(List.of(),
				this.directory + File.pathSeparator + System.getProperty("java.class.path"), "-Xmx256m",
				GridMember.class, members);
	}

	@Test
	@DisplayName("5.9 Two versions of the application run side by side, read each other's values and count exactly")
	void whenOtherVersionAddsToTheHeaderThenBothCountExactly() throws Exception {
		try (Grid grid = Grid.start("");
				MemberProcess other = startOther(grid.address(), "int HEADER = 24;", "int HEADER = 32;")) {
			other.address();
			GridMember.counters(grid, "counters", 95);
			other.tell("count counters 50");
			GridMember.count(grid.zarr().open("counters"), 50);
			other.await("DONE");
			assertThat(grid.zarr().open("counters").read().ints()).containsOnly(100);
			other.ask("write by/other theirs");
			assertThat(grid.backend().read(StoreKey.of("by/other"), ByteRange.of(2, 3)).orElseThrow().size())
				.isEqualTo(3);
			assertThat(grid.backend().info("by/").bytes()).isEqualTo(6);
			grid.backend().write(StoreKey.of("by/this"), java.nio.ByteBuffer.wrap("ours".getBytes()));
			assertThat(other.ask("read by/this")).isEqualTo("ours");
		}
	}

	@Test
	@DisplayName("5.9 A value of a format that only the other version knows is refused, neither missing nor overwritten by comparison")
	void whenOtherVersionHasAnotherFormatThenItsValuesAreRefused() throws Exception {
		try (Grid grid = Grid.start("");
				MemberProcess other = startOther(grid.address(), "byte VERSION = 1;", "byte VERSION = 2;")) {
			other.address();
			StoreKey key = StoreKey.of("by/other");
			other.ask("write by/other theirs");
			StorageBackend backend = grid.backend();
			assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> backend.read(key))
				.withMessageContaining("format 2");
			assertThatExceptionOfType(StoreFailureException.class)
				.isThrownBy(() -> backend.read(key, ByteRange.of(0, 1)));
			assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> backend.readAll(List.of(key)));
			assertThatExceptionOfType(StoreFailureException.class)
				.isThrownBy(() -> backend.compareAndSet(key, Version.ABSENT, java.nio.ByteBuffer.allocate(1)));
			assertThat(backend.list("", null, 10)).containsExactly(key);
			assertThat(other.ask("read by/other")).isEqualTo("theirs");
		}
	}

}
