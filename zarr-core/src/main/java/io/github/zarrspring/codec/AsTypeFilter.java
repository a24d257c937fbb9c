package io.github.zarrspring.codec;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.zarrspring.dtype.NumberType;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code astype}: the numbers in another type (numcodecs, "AsType").
 */
final class AsTypeFilter extends NumberFilter {

	AsTypeFilter(NumberType decodedType, NumberType encodedType) {
		super("astype", decodedType, encodedType);
	}

	@Override
	Object encode(Object numbers) {
		return encodedType().convert(numbers, decodedType());
	}

	@Override
	Object decode(Object numbers) {
		return decodedType().convert(numbers, encodedType());
	}

	@Override
	NumberFilter withOrder(ByteOrder order) {
		return new AsTypeFilter(decodedType().withOrder(order), encodedType().withOrder(order));
	}

	@Override
	Map<String, @Nullable Object> configuration() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("encode_dtype", encodedType().toV2());
		json.put("decode_dtype", decodedType().toV2());
		return json;
	}

}
