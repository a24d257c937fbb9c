package io.github.zarrspring.sample.values;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.exception.InvalidRequestException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Text as JSON strings.
 *
 * @param type the data type, of any or of a fixed length
 */
record TextFormat(DataType type) implements ElementFormat {

	@Override
	public void write(JsonGenerator json, Object array, int index) {
		json.writeString(NdArray.of(this.type, element(array, index)).strings()[0]);
	}

	private Object element(Object array, int index) {
		int slots = this.type.slots();
		Object element = this.type.elementType().allocate(slots);
		System.arraycopy(array, index * slots, element, 0, slots);
		return element;
	}

	@Override
	public void read(JsonParser json, Object array, int index) {
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

}
