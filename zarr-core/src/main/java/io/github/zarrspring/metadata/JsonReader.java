package io.github.zarrspring.metadata;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Turns the tokens of a JSON document into maps and lists.
 *
 * @param document the name of the document, for messages
 * @param parser the tokens
 */
record JsonReader(String document, JsonParser parser) {

	Map<String, @Nullable Object> readDocument() {
		JsonToken first = this.parser.nextToken();
		if (first == null) {
			throw new CorruptDataException("%s is empty".formatted(this.document));
		}
		if (first != JsonToken.START_OBJECT) {
			throw new CorruptDataException("%s is not a JSON object".formatted(this.document));
		}
		Map<String, @Nullable Object> members = readObject();
		if (this.parser.nextToken() != null) {
			throw Json.invalid(this.document, this.parser.currentTokenLocation(), "There is more behind the object",
					null);
		}
		return members;
	}

	private Map<String, @Nullable Object> readObject() {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		while (this.parser.nextToken() != JsonToken.END_OBJECT) {
			String name = this.parser.currentName();
			members.put(name, readValue(this.parser.nextToken()));
		}
		return Collections.unmodifiableMap(members);
	}

	private List<@Nullable Object> readList() {
		List<@Nullable Object> items = new ArrayList<>();
		JsonToken token = this.parser.nextToken();
		while (token != JsonToken.END_ARRAY) {
			items.add(readValue(token));
			token = this.parser.nextToken();
		}
		return Collections.unmodifiableList(items);
	}

	private @Nullable Object readValue(JsonToken token) {
		return switch (token) {
			case START_OBJECT -> readObject();
			case START_ARRAY -> readList();
			case VALUE_STRING -> this.parser.getString();
			case VALUE_NUMBER_INT -> this.parser.getNumberValue();
			case VALUE_NUMBER_FLOAT -> readFloat();
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			default -> null;
		};
	}

	/**
	 * A number beyond the doubles must not turn into infinity, which is not a JSON number
	 * and could not be written back.
	 */
	private Number readFloat() {
		String text = this.parser.getString();
		double value = this.parser.getDoubleValue();
		if (Double.isFinite(value) || !Character.isDigit(text.charAt(text.length() - 1))) {
			return value;
		}
		try {
			return new BigDecimal(text);
		}
		catch (NumberFormatException ex) {
			throw Json.invalid(this.document, this.parser.currentTokenLocation(), "Number " + text + " is too large",
					ex);
		}
	}

}
