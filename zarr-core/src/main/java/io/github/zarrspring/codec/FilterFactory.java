package io.github.zarrspring.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.zarrspring.dtype.NumberType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Configuration;

/**
 * Makes the filters of numcodecs that change numbers.
 *
 * @param id the id in v2
 * @param v3 whether they are for v3
 * @param filter what makes the filter from its configuration
 */
record FilterFactory(String id, boolean v3, Function<Configuration, NumberFilter> filter) implements CodecFactory {

	/**
	 * All of them, in both versions.
	 */
	static List<CodecFactory> all() {
		return Stream.of(true, false)
			.<CodecFactory>flatMap((v3) -> Stream.of(new FilterFactory("delta", v3, FilterFactory::delta),
					new FilterFactory("astype", v3, FilterFactory::asType),
					new FilterFactory("fixedscaleoffset", v3, FilterFactory::fixedScaleOffset),
					new FilterFactory("quantize", v3, FilterFactory::quantize),
					new FilterFactory("bitround", v3, FilterFactory::bitRound),
					new FilterFactory("packbits", v3, FilterFactory::packBits)))
			.toList();
	}

	@Override
	public Set<String> names() {
		if (!this.v3) {
			return Set.of();
		}
		// What is registered for v3 without the prefix and is the same.
		return this.id.equals("bitround") ? Set.of(this.id, "numcodecs.bitround") : Set.of("numcodecs." + this.id);
	}

	@Override
	public Set<String> v2Ids() {
		return this.v3 ? Set.of() : Set.of(this.id);
	}

	@Override
	public Codec create(Configuration configuration, CodecRegistry registry) {
		NumberFilter made = this.filter.apply(configuration);
		return this.v3 ? ArrayFilter.of(made) : made;
	}

	private static NumberFilter delta(Configuration configuration) {
		configuration.allowOnly("dtype", "astype");
		NumberType dtype = NumberType.parse(configuration.get("dtype"));
		return new DeltaFilter(dtype, asType(configuration, dtype));
	}

	private static NumberType asType(Configuration configuration, NumberType dtype) {
		Object astype = configuration.get("astype");
		return (astype != null) ? NumberType.parse(astype) : dtype;
	}

	private static NumberFilter asType(Configuration configuration) {
		configuration.allowOnly("encode_dtype", "decode_dtype");
		return new AsTypeFilter(NumberType.parse(configuration.get("decode_dtype")),
				NumberType.parse(configuration.get("encode_dtype")));
	}

	private static NumberFilter fixedScaleOffset(Configuration configuration) {
		configuration.allowOnly("scale", "offset", "dtype", "astype");
		NumberType dtype = NumberType.parse(configuration.get("dtype"));
		return new FixedScaleOffsetFilter(number(configuration, "scale"), number(configuration, "offset"), dtype,
				asType(configuration, dtype));
	}

	private static Number number(Configuration configuration, String name) {
		Object value = configuration.get(name);
		if (value instanceof Integer || value instanceof Long || value instanceof Double) {
			return (Number) value;
		}
		throw new CorruptDataException("The configuration member '%s' is %s, expected a number".formatted(name, value));
	}

	private static NumberFilter quantize(Configuration configuration) {
		configuration.allowOnly("digits", "dtype", "astype");
		NumberType dtype = NumberType.parse(configuration.get("dtype"));
		NumberType astype = asType(configuration, dtype);
		for (NumberType type : Arrays.asList(dtype, astype)) {
			if (type.isInteger()) {
				throw new CorruptDataException("The type '%s' is not one of floats".formatted(type.toV2()));
			}
		}
		return new QuantizeFilter(WriteOptions.integer(configuration, "digits", -300, 300, 0), dtype, astype);
	}

	private static NumberFilter bitRound(Configuration configuration) {
		configuration.allowOnly("keepbits");
		return new BitRoundFilter(WriteOptions.integer(configuration, "keepbits", 0, 64, 64));
	}

	private static NumberFilter packBits(Configuration configuration) {
		configuration.allowOnly();
		return new PackBitsFilter();
	}

}
