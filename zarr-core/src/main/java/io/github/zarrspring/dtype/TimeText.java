package io.github.zarrspring.dtype;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Times and durations between the numbers of a {@link TimeType} and the forms of ISO 8601
 * and {@code java.time}.
 *
 * @param type the type
 */
record TimeText(TimeType type) {

	private static final int NANO_DIGITS = 9;

	private static final Pattern DATE = Pattern.compile(
			"([+-]?\\d{4,10})(?:-(\\d\\d)(?:-(\\d\\d)(?:T(\\d\\d)(?::(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,18}))?)?)?Z?)?)?)?");

	private static final Pattern DURATION = Pattern.compile("P(?:([+-]?\\d{1,19})([YMWD]))?"
			+ "(?:T(?:([+-]?\\d{1,19})H)?(?:([+-]?\\d{1,19})M)?(?:([+-]?\\d{1,19}(?:\\.\\d{1,18})?)S)?)?");

	String format(long value) {
		if (value == TimeType.NOT_A_TIME) {
			return TimeType.NOT_A_TIME_TEXT;
		}
		BigInteger count = BigInteger.valueOf(value).multiply(BigInteger.valueOf(this.type.scale()));
		if (this.type.unit() == TimeUnit.GENERIC) {
			return count.toString();
		}
		if (!this.type.dated()) {
			return duration(count);
		}
		try {
			return date(count);
		}
		catch (DateTimeException | ArithmeticException ex) {
			// There is no such year in java.time.
			return count + " " + this.type.unit().symbol();
		}
	}

	private String date(BigInteger count) {
		TimeUnit unit = this.type.unit();
		if (!unit.isFixed()) {
			ChronoUnit calendar = (unit == TimeUnit.YEARS) ? ChronoUnit.YEARS : ChronoUnit.MONTHS;
			String date = LocalDate.EPOCH.plus(count.longValueExact(), calendar).toString();
			return date.substring(0, date.length() - ((unit == TimeUnit.YEARS) ? 6 : 3));
		}
		BigDecimal seconds = new BigDecimal(count.multiply(unit.parts()), unit.digits());
		BigInteger whole = floor(seconds);
		LocalDateTime time = LocalDateTime.ofEpochSecond(whole.longValueExact(), 0, ZoneOffset.UTC);
		if (unit == TimeUnit.WEEKS || unit == TimeUnit.DAYS) {
			return time.toLocalDate().toString();
		}
		String text = time.toString();
		if (unit.digits() == 0) {
			return text;
		}
		String full = (time.getSecond() == 0) ? text + ":00" : text;
		String fraction = seconds.subtract(new BigDecimal(whole)).unscaledValue().toString();
		return full + "." + "0".repeat(unit.digits() - fraction.length()) + fraction;
	}

	private static BigInteger floor(BigDecimal number) {
		return number.setScale(0, RoundingMode.FLOOR).unscaledValue();
	}

	private String duration(BigInteger count) {
		TimeUnit unit = this.type.unit();
		return switch (unit) {
			case YEARS, MONTHS, WEEKS, DAYS -> "P" + count + unit.symbol();
			case HOURS -> "PT" + count + "H";
			case MINUTES -> "PT" + count + "M";
			default -> "PT" + new BigDecimal(count, unit.digits()).toPlainString() + "S";
		};
	}

	long parse(String text) {
		if (text.equals(TimeType.NOT_A_TIME_TEXT)) {
			return TimeType.NOT_A_TIME;
		}
		try {
			if (this.type.unit() == TimeUnit.GENERIC) {
				return scaled(new BigDecimal(text), text);
			}
			return this.type.dated() ? parseDate(text) : parseDuration(text);
		}
		catch (DateTimeException | ArithmeticException | NumberFormatException ex) {
			throw wrong(text);
		}
	}

	private long parseDate(String text) {
		Matcher matcher = DATE.matcher(text);
		if (!matcher.matches()) {
			throw wrong(text);
		}
		LocalDateTime time = LocalDateTime.of(part(matcher, 1, 0), part(matcher, 2, 1), part(matcher, 3, 1),
				part(matcher, 4, 0), part(matcher, 5, 0), part(matcher, 6, 0));
		TimeUnit unit = this.type.unit();
		BigDecimal seconds = BigDecimal.valueOf(time.toEpochSecond(ZoneOffset.UTC));
		if (matcher.group(7) != null) {
			seconds = seconds.add(new BigDecimal("0." + matcher.group(7)));
		}
		if (unit.isFixed()) {
			return scaled(units(seconds), text);
		}
		LocalDate date = time.toLocalDate();
		boolean years = unit == TimeUnit.YEARS;
		if (!time.equals(date.withDayOfMonth(1).atStartOfDay()) || (years && date.getMonthValue() != 1)
				|| matcher.group(7) != null) {
			throw wrong(text);
		}
		long months = ChronoUnit.MONTHS.between(LocalDate.EPOCH, date);
		return scaled(BigDecimal.valueOf(years ? months / 12 : months), text);
	}

	private static int part(Matcher matcher, int group, int otherwise) {
		String digits = matcher.group(group);
		return (digits != null) ? Integer.parseInt(digits) : otherwise;
	}

	private BigDecimal units(BigDecimal seconds) {
		TimeUnit unit = this.type.unit();
		return seconds.movePointRight(unit.digits()).divide(new BigDecimal(unit.parts()));
	}

	private long parseDuration(String text) {
		Matcher matcher = DURATION.matcher(text);
		if (!matcher.matches() || text.endsWith("P") || text.endsWith("T")) {
			throw wrong(text);
		}
		String symbol = matcher.group(2);
		TimeUnit unit = this.type.unit();
		if (!unit.isFixed() || "Y".equals(symbol) || "M".equals(symbol)) {
			if (!unit.symbol().equals(symbol) || text.contains("T")) {
				throw wrong(text);
			}
			return scaled(new BigDecimal(matcher.group(1)), text);
		}
		BigDecimal seconds = BigDecimal.ZERO;
		if (symbol != null) {
			seconds = times(matcher.group(1), symbol.equals("W") ? TimeUnit.WEEKS : TimeUnit.DAYS);
		}
		seconds = seconds.add(times(matcher.group(3), TimeUnit.HOURS))
			.add(times(matcher.group(4), TimeUnit.MINUTES))
			.add(times(matcher.group(5), TimeUnit.SECONDS));
		return scaled(units(seconds), text);
	}

	private static BigDecimal times(@Nullable String count, TimeUnit unit) {
		return (count != null) ? new BigDecimal(count).multiply(new BigDecimal(unit.parts())) : BigDecimal.ZERO;
	}

	private long scaled(BigDecimal count, String text) {
		long value = count.divide(BigDecimal.valueOf(this.type.scale())).longValueExact();
		if (value == TimeType.NOT_A_TIME) {
			throw wrong(text);
		}
		return value;
	}

	private InvalidRequestException wrong(String text) {
		String shown = (text.length() <= 40) ? text : text.substring(0, 40) + "...";
		return new InvalidRequestException("\"%s\" is no value of %s".formatted(shown, this.type));
	}

	Instant instant(long value) {
		BigDecimal seconds = seconds(value);
		try {
			BigInteger whole = floor(seconds);
			return Instant.ofEpochSecond(whole.longValueExact(), nanos(seconds, whole));
		}
		catch (DateTimeException | ArithmeticException ex) {
			throw new InvalidRequestException("%d of %s is beyond the range of an Instant".formatted(value, this.type),
					ex);
		}
	}

	Duration duration(long value) {
		BigDecimal seconds = seconds(value);
		try {
			BigInteger whole = floor(seconds);
			return Duration.ofSeconds(whole.longValueExact(), nanos(seconds, whole));
		}
		catch (ArithmeticException ex) {
			throw new InvalidRequestException("%d of %s is beyond the range of a Duration".formatted(value, this.type),
					ex);
		}
	}

	private static int nanos(BigDecimal seconds, BigInteger whole) {
		return seconds.subtract(new BigDecimal(whole)).movePointRight(NANO_DIGITS).intValue();
	}

	private BigDecimal seconds(long value) {
		TimeUnit unit = this.type.unit();
		if (value == TimeType.NOT_A_TIME) {
			throw new InvalidRequestException("NaT is no time");
		}
		BigInteger count = BigInteger.valueOf(value).multiply(BigInteger.valueOf(this.type.scale()));
		if (!unit.isFixed() && unit != TimeUnit.GENERIC && this.type.dated()) {
			ChronoUnit calendar = (unit == TimeUnit.YEARS) ? ChronoUnit.YEARS : ChronoUnit.MONTHS;
			try {
				return BigDecimal.valueOf(LocalDate.EPOCH.plus(count.longValueExact(), calendar)
					.atStartOfDay()
					.toEpochSecond(ZoneOffset.UTC));
			}
			catch (DateTimeException | ArithmeticException ex) {
				throw new InvalidRequestException("%d of %s is beyond the range of a date".formatted(value, this.type),
						ex);
			}
		}
		if (!unit.isFixed()) {
			throw new InvalidRequestException("%s has no fixed length".formatted(this.type));
		}
		return new BigDecimal(count.multiply(unit.parts()), unit.digits());
	}

	long of(long seconds, int nanos) {
		BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, NANO_DIGITS));
		String text = exact.toPlainString() + " s";
		try {
			if (this.type.unit().isFixed()) {
				return scaled(units(exact), text);
			}
		}
		catch (ArithmeticException ex) {
			throw wrong(text);
		}
		throw new InvalidRequestException("%s has no fixed length".formatted(this.type));
	}

}
