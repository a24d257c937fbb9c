package io.github.zarrspring.sample.values;

import java.util.Arrays;
import java.util.Base64;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.exception.InvalidRequestException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Bytes as Base64.
 *
 * @param type the data type, of any or of a fixed length
 */
record BytesFormat(DataType type) implements ElementFormat {

	@Override
	public void write(JsonGenerator json, Object array, int index) {
		int slots = this.type.slots();
		byte[] element = (array instanceof byte[][] strings) ? strings[index]
				: Arrays.copyOfRange((byte[]) array, index * slots, (index + 1) * slots);
		json.writeString(Base64.getEncoder().encodeToString(element));
	}

	@Override
	public void read(JsonParser json, Object array, int index) {
		byte[] value = bytes(json);
		if (this.type.elementType() == ElementType.BYTE_STRINGS) {
			((byte[][]) array)[index] = value;
			return;
		}
		Object element = this.type.fromObjects(new byte[][] { value });
		System.arraycopy(element, 0, array, index * this.type.slots(), this.type.slots());
	}

	private static byte[] bytes(JsonParser json) {
		if (json.currentToken() == JsonToken.VALUE_STRING) {
			try {
				return Base64.getDecoder().decode(json.getString());
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidRequestException("%s is not Base64".formatted(JsonText.of(json)), ex);
			}
		}
		throw new InvalidRequestException("%s is not Base64".formatted(JsonText.of(json)));
	}

}
