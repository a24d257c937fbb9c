package io.github.zarrspring.sample.values;

import io.github.zarrspring.array.NdArray;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * Values that are written as JSON: shape, data type and the values, nested in C order.
 *
 * @param values the values
 */
@JsonSerialize(using = ArrayValuesWriter.class)
public record ArrayValues(NdArray values) {

	/**
	 * Check that the values have a form in JSON.
	 */
	public ArrayValues {
		ElementFormats.of(values.dataType());
	}

}
