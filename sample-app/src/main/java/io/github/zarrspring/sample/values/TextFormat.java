package io.github.zarrspring.sample.values;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.exception.InvalidRequestException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Text as JSON strings. Byte strings that are not UTF-8 are no text: they are objects
 * with the bytes in a member {@code base64}.
 *
 * @param type the data type, of any or of a fixed length
 */
record TextFormat(DataType type) implements ElementFormat {

	private static final String BASE64 = "base64";

	@Override
	public void write(JsonGenerator json, Object array, int index) {
		NdArray value = NdArray.of(this.type, element(array, index));
		if (array instanceof byte[]) {
			writeBytes(json, value.byteStrings()[0]);
		}
		else {
			json.writeString(value.strings()[0]);
		}
	}

	private static void writeBytes(JsonGenerator json, byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
			json.writeString(text);
			return;
		}
		json.writeStartObject();
		json.writeStringProperty(BASE64, Base64.getEncoder().encodeToString(bytes));
		json.writeEndObject();
	}

	private Object element(Object array, int index) {
		int slots = this.type.slots();
		Object element = this.type.elementType().allocate(slots);
		System.arraycopy(array, index * slots, element, 0, slots);
		return element;
	}

	@Override
	public void read(JsonParser json, Object array, int index) {
		if (json.currentToken() == JsonToken.START_OBJECT && array instanceof byte[]) {
			readBytes(json, array, index);
			return;
		}
		if (json.currentToken() != JsonToken.VALUE_STRING) {
			throw new InvalidRequestException("%s is not a string".formatted(JsonText.of(json)));
		}
		String text = json.getString();
		if (this.type.elementType() == ElementType.STRINGS) {
			((String[]) array)[index] = text;
			return;
		}
		Object element = this.type.fromObjects(new String[] { text });
		System.arraycopy(element, 0, array, index * this.type.slots(), this.type.slots());
	}

	private void readBytes(JsonParser json, Object array, int index) {
		if (json.nextToken() != JsonToken.PROPERTY_NAME || !BASE64.equals(json.currentName())) {
			throw new InvalidRequestException("An object in place of text has one member, '%s'".formatted(BASE64));
		}
		json.nextToken();
		new BytesFormat(this.type).read(json, array, index);
		if (json.nextToken() != JsonToken.END_OBJECT) {
			throw new InvalidRequestException("An object in place of text has one member, '%s'".formatted(BASE64));
		}
	}

}
