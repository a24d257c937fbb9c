package io.github.zarrspring.metadata;

import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.codec.ArrayToArrayCodec;
import io.github.zarrspring.codec.ArrayToBytesCodec;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What a new array gets when its creator says nothing about it, in both versions of the
 * format.
 */
final class ArrayWriter {

	private ArrayWriter() {
	}

	/**
	 * Check the parts before they are written: v2 leaves out codecs that go without
	 * saying, so that reading back would not find them in a wrong place.
	 */
	static void check(ArrayParts parts, Limits limits) {
		try {
			ArrayChecks.check(parts, limits);
		}
		catch (CorruptDataException ex) {
			throw new InvalidRequestException(ex.getReason(), ex);
		}
	}

	/**
	 * The fill value, which metadata must have even if it is the default.
	 */
	static Object fillValue(DataType dataType, @Nullable Object element) {
		if (element == null) {
			return dataType.defaultFillValue();
		}
		if (!dataType.elementType().arrayClass().isInstance(element)
				|| dataType.elementType().length(element) != dataType.slots()) {
			throw new InvalidRequestException("The fill value of type %s is a %s, expected a %s of length %d".formatted(
					dataType.name(), element.getClass().getSimpleName(),
					dataType.elementType().arrayClass().getSimpleName(), dataType.slots()));
		}
		return element;
	}

	/**
	 * The codecs with one among them that turns values into bytes.
	 */
	static List<Codec> codecs(DataType dataType, List<Codec> codecs) {
		if (codecs.stream().anyMatch(ArrayToBytesCodec.class::isInstance)) {
			return codecs;
		}
		List<Codec> completed = new ArrayList<>(codecs);
		int index = 0;
		while (index < codecs.size() && codecs.get(index) instanceof ArrayToArrayCodec) {
			index++;
		}
		completed.add(index, Codecs.ofValues(dataType));
		return completed;
	}

}
