package io.github.zarrspring.dtype;

import java.math.BigInteger;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The data types {@code numpy.datetime64} and {@code numpy.timedelta64}, in v2 {@code M8}
 * and {@code m8}: numbers of a unit since 1970 or without a start, in a {@code long[]}
 * (Zarr extensions). {@link #NOT_A_TIME} is no time at all.
 *
 * @param dated whether the numbers count from 1970-01-01T00:00
 * @param unit the unit
 * @param scale how many units one is, at least one
 */
public record TimeType(boolean dated, TimeUnit unit, int scale) implements DataType {

	/**
	 * What stands for no time, {@code NaT}.
	 */
	public static final long NOT_A_TIME = Long.MIN_VALUE;

	static final String NOT_A_TIME_TEXT = "NaT";

	private static final String DATE_NAME = "numpy.datetime64";

	private static final String DURATION_NAME = "numpy.timedelta64";

	/**
	 * Check the type.
	 */
	public TimeType {
		if (scale < 1) {
			throw new InvalidRequestException("The scale factor %d of a time unit is not positive".formatted(scale));
		}
	}

	@Override
	public String name() {
		return this.dated ? DATE_NAME : DURATION_NAME;
	}

	@Override
	public Extension toExtension() {
		Map<String, Object> configuration = new LinkedHashMap<>();
		configuration.put("unit", this.unit.symbol());
		configuration.put("scale_factor", this.scale);
		return Extension.of(name(), configuration);
	}

	@Override
	public Object toV2(ByteOrder order) {
		String name = V2TypeString.format(order, this.dated ? 'M' : 'm', Long.BYTES);
		if (this.unit == TimeUnit.GENERIC) {
			return name;
		}
		return "%s[%s%s]".formatted(name, (this.scale == 1) ? "" : String.valueOf(this.scale), this.unit.symbol());
	}

	@Override
	public ElementType elementType() {
		return ElementType.LONGS;
	}

	@Override
	public Object defaultFillValue() {
		return new long[] { NOT_A_TIME };
	}

	@Override
	public Object parseFillValue(@Nullable Object json) {
		if (NOT_A_TIME_TEXT.equals(json)) {
			return defaultFillValue();
		}
		if (json instanceof Integer || json instanceof Long) {
			return new long[] { ((Number) json).longValue() };
		}
		if (json instanceof BigInteger number && number.bitLength() < Long.SIZE) {
			return new long[] { number.longValue() };
		}
		throw new CorruptDataException("The fill value %s of type %s is neither an integer of 64 bits nor \"NaT\""
			.formatted((json instanceof String) ? "\"" + json + '"' : json, this));
	}

	@Override
	public Object formatFillValue(Object element) {
		long value = ((long[]) element)[0];
		return (value == NOT_A_TIME) ? NOT_A_TIME_TEXT : (Object) value;
	}

	@Override
	public Object formatV2FillValue(Object element) {
		return ((long[]) element)[0];
	}

	/**
	 * A value as text in ISO 8601, with as many digits as the unit has.
	 * @param value the value
	 * @return the text, {@code NaT} for none; beyond the years of {@code java.time} the
	 * number and the unit
	 */
	public String format(long value) {
		return new TimeText(this).format(value);
	}

	/**
	 * The value of a text.
	 * @param text a date, a date and a time of UTC, or a duration in ISO 8601, or
	 * {@code NaT}
	 * @return the value
	 * @throws InvalidRequestException if there is no value of this type that is exactly
	 * that
	 */
	public long parse(String text) {
		return new TimeText(this).parse(text);
	}

	/**
	 * A point in time.
	 * @param value the value
	 * @return the instant, parts of nanoseconds cut off
	 * @throws InvalidRequestException if it is not one that an {@code Instant} can have,
	 * or these are durations
	 */
	public Instant toInstant(long value) {
		checkDated(true);
		return new TimeText(this).instant(value);
	}

	/**
	 * The value of a point in time.
	 * @param instant the instant
	 * @return the value
	 * @throws InvalidRequestException if there is no value that is exactly that
	 */
	public long fromInstant(Instant instant) {
		checkDated(true);
		return new TimeText(this).of(instant.getEpochSecond(), instant.getNano());
	}

	/**
	 * A duration.
	 * @param value the value
	 * @return the duration, parts of nanoseconds cut off
	 * @throws InvalidRequestException if it is not one that a {@code Duration} can have,
	 * years and months among them, or these are points in time
	 */
	public Duration toDuration(long value) {
		checkDated(false);
		return new TimeText(this).duration(value);
	}

	/**
	 * The value of a duration.
	 * @param duration the duration
	 * @return the value
	 * @throws InvalidRequestException if there is no value that is exactly that
	 */
	public long fromDuration(Duration duration) {
		checkDated(false);
		return new TimeText(this).of(duration.getSeconds(), duration.getNano());
	}

	private void checkDated(boolean dated) {
		if (this.dated != dated) {
			throw new InvalidRequestException(
					"The values of %s are %s".formatted(this, this.dated ? "points in time" : "durations"));
		}
	}

	@Override
	public String toString() {
		return "%s[%s%s]".formatted(name(), this.scale, this.unit.symbol());
	}

	/**
	 * Recognises both types.
	 */
	static final class Factory implements DataTypeFactory {

		private static final Pattern UNIT = Pattern.compile("8(?:\\[(\\d{0,9})(generic|\\p{L}{1,2})])?");

		@Override
		public @Nullable DataType fromV3(Extension extension) {
			boolean dated = extension.name().equals(DATE_NAME);
			if (!dated && !extension.name().equals(DURATION_NAME)) {
				return null;
			}
			Configuration configuration = extension.configuration();
			configuration.allowOnly("unit", "scale_factor");
			String symbol = configuration.string("unit", null);
			TimeUnit unit = TimeUnit.of(symbol);
			if (unit == null) {
				throw new CorruptDataException("'%s' is not a unit of time".formatted(symbol));
			}
			return new TimeType(dated, unit, configuration.integer("scale_factor", 1, Integer.MAX_VALUE, null));
		}

		@Override
		public @Nullable V2DataType fromV2(Object json) {
			V2TypeString name = V2TypeString.parse(json);
			if (name == null || (name.kind() != 'M' && name.kind() != 'm')) {
				return null;
			}
			Matcher matcher = UNIT.matcher(name.rest());
			if (!matcher.matches()) {
				return null;
			}
			String symbol = matcher.group(2);
			String scale = matcher.group(1);
			TimeUnit unit = (symbol != null) ? TimeUnit.of(symbol) : TimeUnit.GENERIC;
			if (unit == null || "0".equals(scale)) {
				return null;
			}
			return name.of(new TimeType(name.kind() == 'M', unit,
					(scale == null || scale.isEmpty()) ? 1 : Math.max(1, Integer.parseInt(scale))));
		}

	}

}
