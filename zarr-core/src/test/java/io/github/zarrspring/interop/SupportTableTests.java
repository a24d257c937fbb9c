package io.github.zarrspring.interop;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.zarrspring.codec.CodecRegistry;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.DataTypes;
import io.github.zarrspring.extension.Extension;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of the README name what the engine has: every codec of the registry and
 * every data type, and nothing else.
 */
class SupportTableTests {

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Map<String, Map<String, Object>> CONFIGURATIONS = Map.of("numpy.datetime64",
			Map.of("unit", "s", "scale_factor", 1), "numpy.timedelta64", Map.of("unit", "s", "scale_factor", 1),
			"null_terminated_bytes", Map.of("length_bytes", 4), "fixed_length_utf32", Map.of("length_bytes", 4),
			"raw_bytes", Map.of("length_bytes", 4), "struct",
			Map.of("fields", List.of(Map.of("name", "a", "data_type", "int8"))), "structured",
			Map.of("fields", List.of(List.of("a", "int8"))));

	private final DataTypes dataTypes = DataTypes.builtIn();

	/**
	 * The names in one column of the table whose first cell is known.
	 */
	private static List<String> column(String table, int column) throws IOException {
		List<String> names = new ArrayList<>();
		boolean within = false;
		for (String line : Files.readAllLines(Path.of("../README.md"))) {
			within = line.startsWith("| " + table + " |") || (within && line.startsWith("|"));
			if (within && !line.startsWith("|--")) {
				Matcher matcher = CODE.matcher(line.split(" \\| ")[column]);
				while (matcher.find()) {
					names.add(matcher.group(1).replace("\\|", "|"));
				}
			}
		}
		assertThat(names).isNotEmpty().doesNotHaveDuplicates();
		return names;
	}

	@Test
	void codecsAreThoseOfTheRegistry() throws IOException {
		CodecRegistry registry = CodecRegistry.builtIn();
		assertThat(new TreeSet<>(column("codec", 1))).isEqualTo(registry.v2Ids());
		assertThat(new TreeSet<>(column("codec", 2))).isEqualTo(registry.names());
	}

	@Test
	void v3DataTypesAreKnownAndNoneIsMissing() throws IOException {
		List<String> names = column("data type", 2);
		for (String name : names) {
			DataType type = this.dataTypes.fromV3(Extension.of(name, CONFIGURATIONS.getOrDefault(name, Map.of())));
			assertThat(names).contains(type.name().startsWith("r") ? "r24" : type.name());
		}
		Set<String> constants = new TreeSet<>();
		for (Field field : DataType.class.getFields()) {
			constants.add(((DataType) value(field)).name());
		}
		assertThat(names).containsAll(constants);
	}

	private static Object value(Field field) {
		try {
			return field.get(null);
		}
		catch (IllegalAccessException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void v2DataTypesAreKnown() throws IOException {
		for (String name : Set.copyOf(readV2())) {
			Object json = name.startsWith("[") ? List.of(List.of("a", "<i4")) : name;
			assertThat(this.dataTypes.fromV2(json, List.of("vlen-utf8"))).as(name).isNotNull();
		}
	}

	private static List<String> readV2() throws IOException {
		List<String> names = new ArrayList<>();
		for (String line : Files.readAllLines(Path.of("../README.md"))) {
			Matcher matcher = Pattern.compile("`((?:<|\\\\\\|)\\w[^`]*|u?int[24]|bfloat16|\\[\\[[^`]*)`").matcher(line);
			while (matcher.find() && line.startsWith("| ")) {
				names.add(matcher.group(1).replace("\\|", "|"));
			}
		}
		assertThat(names).hasSizeGreaterThan(20);
		return names;
	}

}
