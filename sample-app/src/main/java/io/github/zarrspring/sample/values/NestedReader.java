package io.github.zarrspring.sample.values;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.limits.Limits;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads nested lists into a Java array. The array grows with what really arrives, so that
 * a short body for a large selection is cheap to refuse.
 */
final class NestedReader {

	private static final int FIRST_CAPACITY = 4096;

	private final String member;

	private final DataType dataType;

	private final int[] shape;

	private final ElementFormat format;

	private final int[] position;

	private final int size;

	private Object array;

	private int count;

	NestedReader(String member, DataType dataType, int[] shape, ElementFormat format) {
		this.member = member;
		this.dataType = dataType;
		this.shape = shape;
		this.format = format;
		this.position = new int[shape.length];
		this.size = Math.toIntExact(Limits.product(Arrays.stream(shape).asLongStream().toArray()));
		this.array = allocate(Math.min(this.size, FIRST_CAPACITY));
	}

	private Object allocate(int elements) {
		return this.dataType.elementType().allocate(Math.multiplyExact(elements, this.dataType.slots()));
	}

	/**
	 * Read the value that the parser is at.
	 * @param json the parser
	 * @return the values
	 */
	NdArray read(JsonParser json) {
		read(json, 0);
		return NdArray.of(this.dataType, this.array, this.shape);
	}

	private void read(JsonParser json, int dimension) {
		if (dimension == this.shape.length) {
			readElement(json);
			return;
		}
		if (json.currentToken() != JsonToken.START_ARRAY) {
			throw wrong(dimension, "%s is not a list of %s".formatted(JsonText.of(json), this.shape[dimension]));
		}
		int length = 0;
		while (json.nextToken() != JsonToken.END_ARRAY) {
			if (length == this.shape[dimension]) {
				throw wrong(dimension, "the list has more than %s items".formatted(length));
			}
			this.position[dimension] = length++;
			read(json, dimension + 1);
		}
		if (length < this.shape[dimension]) {
			throw wrong(dimension, "the list has %s items instead of %s".formatted(length, this.shape[dimension]));
		}
	}

	private void readElement(JsonParser json) {
		int slots = this.dataType.slots();
		int capacity = this.dataType.elementType().length(this.array) / slots;
		if (this.count == capacity) {
			Object larger = allocate((int) Math.min(this.size, capacity * 2L));
			System.arraycopy(this.array, 0, larger, 0, capacity * slots);
			this.array = larger;
		}
		try {
			this.format.read(json, this.array, this.count++);
		}
		catch (InvalidRequestException ex) {
			throw wrong(this.shape.length, ex.getReason());
		}
	}

	private InvalidRequestException wrong(int dimensions, String reason) {
		String indices = IntStream.range(0, dimensions)
			.mapToObj((i) -> "[" + this.position[i] + "]")
			.collect(Collectors.joining());
		return new InvalidRequestException("%s%s: %s".formatted(this.member, indices, reason));
	}

}
