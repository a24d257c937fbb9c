package io.github.zarrspring.spring.autoconfigure;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Finds the properties in configuration metadata. Only what that takes of JSON is looked
 * at: to load the classes of a JSON library, only to find names, would take more of the
 * start than all the rest.
 */
final class MetadataScanner {

	private static final String PROPERTIES = "properties";

	/**
	 * The root, the list of properties, a property.
	 */
	private static final int DEPTH = 3;

	private final String json;

	private int position;

	MetadataScanner(String json) {
		this.json = json;
	}

	/**
	 * Scan the metadata.
	 * @param properties takes the name and the type of each property, the type empty if
	 * it has none
	 */
	void scan(BiConsumer<String, String> properties) {
		int depth = 0;
		boolean value = false;
		String section = "";
		String key = "";
		@Nullable String name = null;
		String type = "";
		while (this.position < this.json.length()) {
			char c = this.json.charAt(this.position++);
			if (c == '"') {
				String text = string();
				if (!value) {
					key = text;
					section = (depth == 1) ? text : section;
				}
				else if (depth == DEPTH && section.equals(PROPERTIES)) {
					name = key.equals("name") ? text : name;
					type = key.equals("type") ? text : type;
				}
			}
			else if (c == '{' || c == '[') {
				depth++;
				value = false;
			}
			else if (c == '}' || c == ']') {
				if (depth-- == DEPTH && name != null) {
					properties.accept(name, type);
					name = null;
					type = "";
				}
			}
			else if (c == ':' || c == ',') {
				value = c == ':';
			}
		}
	}

	/**
	 * A string as it is written. Names and types have nothing to escape.
	 */
	private String string() {
		int start = this.position;
		while (this.position < this.json.length()) {
			char c = this.json.charAt(this.position++);
			if (c == '\\') {
				this.position++;
			}
			else if (c == '"') {
				return this.json.substring(start, this.position - 1);
			}
		}
		return this.json.substring(start);
	}

}
