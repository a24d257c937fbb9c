package io.github.zarrspring.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.DataTypes;
import io.github.zarrspring.dtype.ValueCast;
import io.github.zarrspring.dtype.ValueCast.OutOfRange;
import io.github.zarrspring.dtype.ValueCast.Rounding;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The codec {@code cast_value}: the same numbers in another data type, with a map for
 * those that are to become others, such as NaN (Zarr extensions, "cast_value"). The fill
 * value has to survive.
 */
final class CastValueCodec implements ArrayToArrayCodec {

	private static final String NAME = "cast_value";

	private static final int MAX_PAIRS = 1 << 16;

	private final DataType dataType;

	private final Rounding rounding;

	private final @Nullable OutOfRange outOfRange;

	private final Configuration configuration;

	/**
	 * A codec.
	 * @param configuration the configuration, of which {@code scalar_map} is read once
	 * the data type of the array is known
	 */
	CastValueCodec(Configuration configuration) {
		configuration.allowOnly("data_type", "rounding", "out_of_range", "scalar_map");
		this.configuration = configuration;
		this.dataType = DataTypes.builtIn().fromV3(type(configuration.get("data_type")));
		String rounding = (configuration.get("rounding") == null) ? "nearest-even" : configuration.string("rounding",
				null, "nearest-even", "nearest-away", "towards-zero", "towards-positive", "towards-negative");
		this.rounding = Rounding.valueOf(rounding.toUpperCase(Locale.ROOT).replace('-', '_'));
		String range = (configuration.get("out_of_range") == null) ? "error"
				: configuration.string("out_of_range", null, "error", "clamp", "wrap");
		this.outOfRange = range.equals("error") ? null : OutOfRange.valueOf(range.toUpperCase(Locale.ROOT));
	}

	@SuppressWarnings("unchecked")
	private static Extension type(@Nullable Object json) {
		if (json instanceof String name) {
			return Extension.of(name);
		}
		if (json instanceof Map<?, ?> map && map.get("name") instanceof String name) {
			Object members = map.get("configuration");
			return (members instanceof Map<?, ?> values) ? Extension.of(name, (Map<String, @Nullable Object>) values)
					: Extension.of(name);
		}
		throw new CorruptDataException("The configuration member 'data_type' is %s, which is none".formatted(json));
	}

	@Override
	public ChunkRepresentation encoded(ChunkRepresentation chunk) {
		try {
			Object encoded = encoder(chunk.dataType()).apply(chunk.fillValue());
			Object decoded = decoder(chunk.dataType()).apply(encoded);
			if (!isEqual(chunk.dataType(), decoded, chunk.fillValue())) {
				throw new CorruptDataException("The fill value %s of type %s does not survive a cast to %s".formatted(
						chunk.dataType().formatFillValue(chunk.fillValue()), chunk.dataType().name(),
						this.dataType.name()));
			}
			return new ChunkRepresentation(this.dataType, chunk.shape(), encoded);
		}
		catch (InvalidRequestException ex) {
			throw new CorruptDataException("The fill value: " + ex.getReason(), ex);
		}
	}

	private static boolean isEqual(DataType type, Object first, Object second) {
		if (ValueCast.isInteger(type)) {
			return ValueCast.longs(type, first)[0] == ValueCast.longs(type, second)[0];
		}
		double one = ValueCast.doubles(type, first)[0];
		double other = ValueCast.doubles(type, second)[0];
		return one == other || (Double.isNaN(one) && Double.isNaN(other));
	}

	@Override
	public ChunkCodec bind(ChunkRepresentation chunk, ChunkCodec next) {
		return new ValueChunks(chunk, this.dataType, next, encoder(chunk.dataType()), decoder(chunk.dataType()));
	}

	private UnaryOperator<Object> encoder(DataType decodedType) {
		return mapped("encode", decodedType, this.dataType);
	}

	private UnaryOperator<Object> decoder(DataType decodedType) {
		return mapped("decode", this.dataType, decodedType);
	}

	private UnaryOperator<Object> mapped(String direction, DataType from, DataType to) {
		// Only integers wrap, so floats decode as if nothing was said.
		OutOfRange range = (this.outOfRange == OutOfRange.WRAP && !ValueCast.isInteger(to)
				&& direction.equals("decode")) ? null : this.outOfRange;
		ValueCast cast = new ValueCast(from, to, this.rounding, range);
		List<? extends @Nullable Object> pairs = pairs(direction);
		if (pairs.isEmpty()) {
			return cast::apply;
		}
		if (pairs.size() > MAX_PAIRS) {
			throw new CorruptDataException("A scalar_map has more than %d pairs".formatted(MAX_PAIRS));
		}
		List<Object> keys = new ArrayList<>();
		List<Object> values = new ArrayList<>();
		for (Object pair : pairs) {
			if (!(pair instanceof List<?> list) || list.size() != 2) {
				throw new CorruptDataException("%s is no pair of a scalar_map".formatted(pair));
			}
			keys.add(from.parseFillValue(list.get(0)));
			values.add(to.parseFillValue(list.get(1)));
		}
		return new ScalarMap(from, to, keys, values, cast);
	}

	private List<? extends @Nullable Object> pairs(String direction) {
		Object map = this.configuration.get("scalar_map");
		if (map == null) {
			return List.of();
		}
		if (map instanceof Map<?, ?> members && Set.of("encode", "decode").containsAll(members.keySet())) {
			Object pairs = members.get(direction);
			if (pairs == null) {
				return List.of();
			}
			if (pairs instanceof List<?> list) {
				return list;
			}
		}
		throw new CorruptDataException("The configuration member 'scalar_map' is %s".formatted(map));
	}

	@Override
	public Extension toExtension() {
		return new Extension(NAME, this.configuration);
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof CastValueCodec other && this.configuration.equals(other.configuration);
	}

	@Override
	public int hashCode() {
		return this.configuration.hashCode();
	}

	@Override
	public String toString() {
		return NAME + this.configuration;
	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of(NAME);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			return new CastValueCodec(new Configuration(new LinkedHashMap<>(configuration.values())));
		}

	}

}
