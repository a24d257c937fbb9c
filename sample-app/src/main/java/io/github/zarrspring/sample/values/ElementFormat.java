package io.github.zarrspring.sample.values;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * How the elements of one data type are written as JSON and read from it. To add a data
 * type, implement this and add it to {@link ElementFormats}.
 */
interface ElementFormat {

	/**
	 * Write an element.
	 * @param json where to write exactly one JSON value
	 * @param array the Java array with the elements
	 * @param index the number of the element; its first slot is at this number times the
	 * slots of the data type
	 */
	void write(JsonGenerator json, Object array, int index);

	/**
	 * Read an element. A value that the data type does not have is refused, never changed
	 * into one that it has.
	 * @param json the parser, at the first token of the value; afterwards at its last
	 * @param array the Java array for the elements
	 * @param index the number of the element
	 * @throws io.github.zarrspring.exception.InvalidRequestException if the data type has
	 * no such value
	 */
	void read(JsonParser json, Object array, int index);

	/**
	 * How the stored numbers behind the elements are written, beside what they mean: for
	 * date and time types.
	 * @return the format of the member {@code raw}, {@code null} if there is none
	 */
	default @Nullable ElementFormat raw() {
		return null;
	}

}
