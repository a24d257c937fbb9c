package io.github.zarrspring.sample.values;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a client sent, for messages.
 */
final class JsonText {

	private static final int MAX_LENGTH = 40;

	private JsonText() {
	}

	static String of(JsonParser json) {
		JsonToken token = json.currentToken();
		if (token == null) {
			return "The end of the body";
		}
		return switch (token) {
			case START_ARRAY -> "A list";
			case END_ARRAY -> "The end of a list";
			case START_OBJECT -> "An object";
			case VALUE_STRING -> "The string \"" + shorten(json.getString()) + '"';
			default -> shorten(json.getString());
		};
	}

	private static String shorten(String text) {
		return (text.length() <= MAX_LENGTH) ? text : text.substring(0, MAX_LENGTH) + "...";
	}

}
