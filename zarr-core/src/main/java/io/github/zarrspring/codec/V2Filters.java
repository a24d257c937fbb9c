package io.github.zarrspring.codec;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.NumberType;
import io.github.zarrspring.dtype.V2DataType;
import org.jspecify.annotations.Nullable;

/**
 * The filters of numcodecs between v2, where they take bytes as numbers, and v3, where
 * they take the values of the array.
 */
public final class V2Filters {

	private V2Filters() {
	}

	/**
	 * The codecs of a v2 array, with what its data type says about the numbers that the
	 * filters get.
	 * @param codecs the codecs in the order of encoding
	 * @param type the data type
	 * @return the codecs
	 */
	public static List<Codec> resolve(List<Codec> codecs, V2DataType type) {
		ByteOrder order = type.order();
		@Nullable NumberType current = NumberType.of(type.dataType(), (order != null) ? order : ByteOrder.LITTLE_ENDIAN);
		List<Codec> resolved = new ArrayList<>();
		for (Codec codec : codecs) {
			if (codec instanceof NumberFilter filter) {
				NumberFilter own = filter.forInput(current);
				current = (current != null) ? own.encodedType() : null;
				resolved.add(own);
			}
			else {
				resolved.add(codec);
			}
		}
		return List.copyOf(resolved);
	}

	/**
	 * Codecs as v2 has them: a filter for numbers says their byte order, which is that of
	 * the array.
	 * @param codecs the codecs in the order of encoding
	 * @param type the data type of the array
	 * @param order the byte order of the array
	 * @return the codecs in the same order
	 */
	public static List<Codec> filters(List<Codec> codecs, DataType type, ByteOrder order) {
		@Nullable NumberType current = NumberType.of(type, order);
		List<Codec> filters = new ArrayList<>();
		for (Codec codec : codecs) {
			if (codec instanceof ArrayFilter filter) {
				NumberFilter own = filter.inOrder(current);
				current = own.encodedType();
				filters.add(own);
			}
			else {
				filters.add(codec);
			}
		}
		return filters;
	}

	/**
	 * Codecs as v3 has them: filters for numbers come before the values become bytes.
	 * @param codecs the codecs in the order of encoding
	 * @return the codecs, the same if there are no such filters
	 */
	public static List<Codec> arrays(List<Codec> codecs) {
		List<Codec> arrays = new ArrayList<>(codecs);
		int bytes = 0;
		while (bytes < arrays.size() && arrays.get(bytes) instanceof ArrayToArrayCodec) {
			bytes++;
		}
		while (bytes + 1 < arrays.size() && arrays.get(bytes) instanceof BytesCodec
				&& arrays.get(bytes + 1) instanceof NumberFilter filter) {
			arrays.set(bytes, ArrayFilter.of(filter));
			arrays.set(bytes + 1, new BytesCodec(filter.encodedType().order()));
			bytes++;
		}
		return arrays;
	}

}
