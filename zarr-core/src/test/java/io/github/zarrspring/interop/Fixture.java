package io.github.zarrspring.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a manifest of stores that other implementations wrote, or hostile
 * variations of them.
 *
 * @param directory the directory of the manifest
 * @param entry the members of the entry
 */
public record Fixture(Path directory, Map<String, @Nullable Object> entry) {

	/**
	 * The system property that names the directory of another manifest.
	 */
	public static final String DIRECTORY = "zarr.fixtures";

	/**
	 * The directory of the manifest: that of the system property {@value #DIRECTORY}, or
	 * the given one.
	 */
	public static Path directory(Path given) {
		String directory = System.getProperty(DIRECTORY, "");
		return directory.isEmpty() ? given : Path.of(directory);
	}

	/**
	 * The entries of the manifest in a directory.
	 */
	public static List<Fixture> in(Path directory) throws IOException {
		Object entries = TestJson.object(directory.resolve("manifest.json")).get("fixtures");
		List<Fixture> fixtures = new ArrayList<>();
		for (Object entry : (List<?>) Objects.requireNonNull(entries)) {
			fixtures.add(new Fixture(directory, TestJson.object(entry)));
		}
		return fixtures;
	}

	public String name() {
		return text("name");
	}

	/**
	 * The directory or file of the store.
	 */
	public Path path() {
		return this.directory.resolve(text("path"));
	}

	/**
	 * Whether an array or a group is at the root of the store.
	 */
	public String node() {
		return text("node");
	}

	/**
	 * What must come out: {@code array}, {@code group}, {@code error},
	 * {@code error-or-ok} or {@code no-escape}.
	 */
	public String expect() {
		return text("expect");
	}

	/**
	 * The file with the expected values.
	 */
	public Path expected() {
		return this.directory.resolve(text("expected"));
	}

	/**
	 * Until when an error must have come.
	 */
	public String stage() {
		return text("stage");
	}

	public int format() {
		return ((Number) Objects.requireNonNull(this.entry.get("zarr_format"))).intValue();
	}

	/**
	 * Whether a refusal is as good as the right values.
	 */
	public boolean optional() {
		return Boolean.TRUE.equals(this.entry.get("optional"));
	}

	/**
	 * How far numbers may be off, 0 unless the manifest gives a number.
	 */
	public double tolerance() {
		return (this.entry.get("tolerance") instanceof Number number) ? number.doubleValue() : 0;
	}

	public String text(String member) {
		return (String) Objects.requireNonNull(this.entry.get(member),
				() -> "No '%s' in %s".formatted(member, this.entry));
	}

	@Override
	public String toString() {
		return name();
	}

}
