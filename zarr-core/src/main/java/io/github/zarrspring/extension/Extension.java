package io.github.zarrspring.extension;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An extension point's value as the Zarr v3 specification writes it: a data type, chunk
 * grid, chunk-key encoding, codec or storage transformer, by name and configuration.
 *
 * @param name the name, or a URI
 * @param configuration the configuration, empty if there is none
 */
public record Extension(String name, Configuration configuration) {

	/**
	 * An extension without configuration.
	 * @param name the name
	 * @return the extension
	 */
	public static Extension of(String name) {
		return new Extension(name, Configuration.EMPTY);
	}

	/**
	 * An extension with a configuration.
	 * @param name the name
	 * @param configuration the members of the configuration
	 * @return the extension
	 */
	public static Extension of(String name, Map<String, ? extends @Nullable Object> configuration) {
		return new Extension(name, new Configuration(configuration));
	}

	/**
	 * The extension as a JSON object; v3.0 readers know no shorter form.
	 * @return the members
	 */
	public Map<String, @Nullable Object> toJson() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("name", this.name);
		if (!this.configuration.isEmpty()) {
			json.put("configuration", this.configuration.values());
		}
		return json;
	}

}
