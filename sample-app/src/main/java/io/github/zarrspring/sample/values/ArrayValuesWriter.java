package io.github.zarrspring.sample.values;

import io.github.zarrspring.array.NdArray;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes values straight from their Java array, so that a large answer takes no more
 * memory than the values themselves.
 */
final class ArrayValuesWriter extends ValueSerializer<ArrayValues> {

	@Override
	public void serialize(ArrayValues body, JsonGenerator json, SerializationContext context) {
		NdArray values = body.values();
		ElementFormat format = ElementFormats.of(values.dataType());
		json.writeStartObject();
		json.writeName("shape");
		json.writeArray(values.shape(), 0, values.shape().length);
		json.writePOJOProperty("dataType", DataTypeName.of(values.dataType()));
		json.writeName("values");
		new Nested(json, values, format).write(0);
		ElementFormat raw = format.raw();
		if (raw != null) {
			json.writeName("raw");
			new Nested(json, values, raw).write(0);
		}
		json.writeEndObject();
	}

	/**
	 * The nested lists, one level for each dimension.
	 */
	private static final class Nested {

		private final JsonGenerator json;

		private final Object array;

		private final int[] shape;

		private final ElementFormat format;

		private int next;

		Nested(JsonGenerator json, NdArray values, ElementFormat format) {
			this.json = json;
			this.array = values.array();
			this.shape = values.shape();
			this.format = format;
		}

		void write(int dimension) {
			if (dimension == this.shape.length) {
				this.format.write(this.json, this.array, this.next++);
				return;
			}
			this.json.writeStartArray();
			for (int i = 0; i < this.shape[dimension]; i++) {
				write(dimension + 1);
			}
			this.json.writeEndArray();
		}

	}

}
