package io.github.zarrspring.metadata;

import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of an extension point: an object with {@code name},
 * {@code configuration} and {@code must_understand}, or the name alone (Zarr v3
 * specification, "Extension definition").
 */
final class ExtensionReader {

	private ExtensionReader() {
	}

	/**
	 * Read an extension that has to be understood, such as a data type.
	 */
	static Extension required(Members members, String member) {
		return read(members, member, members.require(member), false);
	}

	/**
	 * Read a codec. One that need not be understood is read like the others: whoever
	 * ignores a codec that was used gets wrong values.
	 */
	static Extension codec(Members members, @Nullable Object json) {
		return read(members, "codecs", json, true);
	}

	private static Extension read(Members members, String member, @Nullable Object json, boolean optional) {
		if (json instanceof String name) {
			return Extension.of(checkName(members, member, name));
		}
		Map<String, @Nullable Object> values = members.object(member, json);
		for (String key : values.keySet()) {
			switch (key) {
				case "name", "configuration" -> {
				}
				case "must_understand" -> checkMustUnderstand(members, member, values.get(key), optional);
				default -> throw new CorruptDataException(
						"%s: '%s' has the unknown member '%s'".formatted(members.document(), member, key));
			}
		}
		String name = checkName(members, member, values.get("name"));
		Object configuration = values.get("configuration");
		return (configuration != null) ? Extension.of(name, members.object(member + ".configuration", configuration))
				: Extension.of(name);
	}

	private static String checkName(Members members, String member, @Nullable Object name) {
		if (name instanceof String text && !text.isEmpty()) {
			return text;
		}
		throw members.wrong(member + ".name", name, "a name");
	}

	private static void checkMustUnderstand(Members members, String member, @Nullable Object value, boolean optional) {
		if (!(value instanceof Boolean mustUnderstand) || (!mustUnderstand && !optional)) {
			throw members.wrong(member + ".must_understand", value, optional ? "true or false" : "true");
		}
	}

}
