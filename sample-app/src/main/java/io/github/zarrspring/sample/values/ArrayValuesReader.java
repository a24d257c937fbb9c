package io.github.zarrspring.sample.values;

import java.util.Arrays;
import java.util.Map;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads values that a client sends for a selection: an object with {@code values}, and
 * {@code shape} and {@code dataType} if the client likes. All of it is checked before
 * anything is written to an array.
 */
public final class ArrayValuesReader {

	private final DataType dataType;

	private final int[] shape;

	/**
	 * A reader for one body.
	 * @param dataType the data type of the array
	 * @param shape the shape of the selection
	 */
	public ArrayValuesReader(DataType dataType, int[] shape) {
		this.dataType = dataType;
		this.shape = shape.clone();
	}

	/**
	 * Read a body.
	 * @param json a parser at the start of the body
	 * @return the values
	 * @throws InvalidRequestException if the body does not have values of the data type
	 * in the shape
	 * @throws tools.jackson.core.JacksonException if the body is not JSON
	 */
	public NdArray read(JsonParser json) {
		ElementFormat format = ElementFormats.of(this.dataType);
		expect(json, json.nextToken(), JsonToken.START_OBJECT, "the body");
		@Nullable NdArray values = null;
		@Nullable NdArray raw = null;
		ElementFormat rawFormat = format.raw();
		while (json.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = json.currentName();
			json.nextToken();
			switch (name) {
				case "shape" -> checkShape(json);
				case "dataType" -> checkDataType(json);
				case "values" -> {
					values = new NestedReader(name, this.dataType, this.shape, format).read(json);
				}
				case "raw" -> {
					if (rawFormat != null) {
						raw = new NestedReader(name, this.dataType, this.shape, rawFormat).read(json);
					}
					else {
						json.skipChildren();
					}
				}
				default -> json.skipChildren();
			}
		}
		if (json.nextToken() != null) {
			throw new InvalidRequestException("There is something behind the end of the body");
		}
		NdArray read = (values != null) ? values : raw;
		if (read == null) {
			throw new InvalidRequestException("The body has no member 'values'");
		}
		return read;
	}

	private void checkShape(JsonParser json) {
		expect(json, json.currentToken(), JsonToken.START_ARRAY, "shape");
		int rank = 0;
		while (json.nextToken() != JsonToken.END_ARRAY) {
			expect(json, json.currentToken(), JsonToken.VALUE_NUMBER_INT, "shape");
			if (rank >= this.shape.length || json.getValueAsLong(-1) != this.shape[rank]) {
				throw otherShape();
			}
			rank++;
		}
		if (rank < this.shape.length) {
			throw otherShape();
		}
	}

	private InvalidRequestException otherShape() {
		return new InvalidRequestException(
				"The shape is not %s, which is that of the selection".formatted(Arrays.toString(this.shape)));
	}

	private void checkDataType(JsonParser json) {
		Object sent = json.readValueAs(Object.class);
		Object name = (sent instanceof Map<?, ?> object) ? object.get("name") : sent;
		if (!this.dataType.name().equals(name)) {
			throw new InvalidRequestException(
					"The values are %s, the array is %s".formatted(name, this.dataType.name()));
		}
	}

	private static void expect(JsonParser json, @Nullable JsonToken found, JsonToken expected, String what) {
		if (found != expected) {
			throw new InvalidRequestException("%s is not what is expected as %s".formatted(JsonText.of(json), what));
		}
	}

}
