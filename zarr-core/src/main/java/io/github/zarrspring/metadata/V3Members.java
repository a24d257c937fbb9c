package io.github.zarrspring.metadata;

import java.util.Map;
import java.util.Set;

import io.github.zarrspring.exception.UnsupportedExtensionException;
import org.jspecify.annotations.Nullable;

/**
 * The rule for members of a v3 document that this library does not know (Zarr v3
 * specification, "Extension points").
 */
final class V3Members {

	private V3Members() {
	}

	/**
	 * Check that unknown members need not be understood.
	 * @throws UnsupportedExtensionException if one must be
	 */
	static void checkUnknown(Members members, Set<String> known) {
		members.values().forEach((name, value) -> {
			if (!known.contains(name) && !isOptional(value)) {
				throw new UnsupportedExtensionException("%s: the member '%s' is unknown and must be understood: %s"
					.formatted(members.document(), name, Members.show(value)));
			}
		});
	}

	private static boolean isOptional(@Nullable Object value) {
		return value instanceof Map<?, ?> extension && Boolean.FALSE.equals(extension.get("must_understand"));
	}

}
