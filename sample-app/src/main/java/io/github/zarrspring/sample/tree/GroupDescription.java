package io.github.zarrspring.sample.tree;

import java.util.Map;

import io.github.zarrspring.array.ZarrGroup;
import org.jspecify.annotations.Nullable;

/**
 * A group.
 *
 * @param type always {@code group}
 * @param format the version of the Zarr format
 * @param attributes the attributes
 */
record GroupDescription(String type, int format, Map<String, @Nullable Object> attributes) implements NodeDescription {

	static GroupDescription of(ZarrGroup group) {
		return new GroupDescription("group", group.format().number(), group.attributes());
	}

}
