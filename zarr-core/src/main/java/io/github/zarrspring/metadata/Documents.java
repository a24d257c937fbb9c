package io.github.zarrspring.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.zarrspring.storage.MetadataKeys;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one node as they are stored. What is to be changed is changed in them,
 * so that members that this library need not understand are kept.
 *
 * @param format the version of the format
 * @param name the name of the main document
 * @param main the main document
 * @param attributes the attributes, which in v3 are a part of the main document
 */
record Documents(ZarrFormat format, String name, Map<String, @Nullable Object> main,
		Map<String, @Nullable Object> attributes) {

	static Documents v2(String name, Map<String, @Nullable Object> main, Map<String, @Nullable Object> attributes) {
		return new Documents(ZarrFormat.V2, name, main, attributes);
	}

	static Documents v3(Map<String, @Nullable Object> main) {
		Members members = new Members(MetadataKeys.ZARR_JSON, main);
		return new Documents(ZarrFormat.V3, MetadataKeys.ZARR_JSON, main, members.objectOrEmpty("attributes"));
	}

	/**
	 * The members of the main document.
	 */
	Members members() {
		return new Members(this.name, this.main);
	}

	Documents with(String member, @Nullable Object value) {
		Map<String, @Nullable Object> changed = new LinkedHashMap<>(this.main);
		changed.put(member, value);
		return new Documents(this.format, this.name, Collections.unmodifiableMap(changed), this.attributes);
	}

	Documents without(String member) {
		Map<String, @Nullable Object> changed = new LinkedHashMap<>(this.main);
		changed.remove(member);
		return new Documents(this.format, this.name, Collections.unmodifiableMap(changed), this.attributes);
	}

	Documents withAttributes(Map<String, @Nullable Object> attributes) {
		Documents changed = (this.format == ZarrFormat.V3) ? with("attributes", attributes) : this;
		return new Documents(this.format, this.name, changed.main, attributes);
	}

	Map<String, Map<String, @Nullable Object>> byName() {
		Map<String, Map<String, @Nullable Object>> documents = new LinkedHashMap<>();
		documents.put(this.name, this.main);
		if (this.format == ZarrFormat.V2 && !this.attributes.isEmpty()) {
			documents.put(MetadataKeys.ZATTRS, this.attributes);
		}
		return Collections.unmodifiableMap(documents);
	}

}
