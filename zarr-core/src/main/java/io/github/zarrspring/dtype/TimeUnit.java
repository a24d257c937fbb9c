package io.github.zarrspring.dtype;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/**
 * The units of {@code datetime64} and {@code timedelta64}, as NumPy has them.
 */
public enum TimeUnit {

	/** Years. */
	YEARS("Y", 0, 0),

	/** Months. */
	MONTHS("M", 0, 0),

	/** Weeks. */
	WEEKS("W", 604800, 0),

	/** Days. */
	DAYS("D", 86400, 0),

	/** Hours. */
	HOURS("h", 3600, 0),

	/** Minutes. */
	MINUTES("m", 60, 0),

	/** Seconds. */
	SECONDS("s", 1, 0),

	/** Milliseconds. */
	MILLISECONDS("ms", 1, 3),

	/** Microseconds. */
	MICROSECONDS("us", 1, 6),

	/** Nanoseconds. */
	NANOSECONDS("ns", 1, 9),

	/** Picoseconds. */
	PICOSECONDS("ps", 1, 12),

	/** Femtoseconds. */
	FEMTOSECONDS("fs", 1, 15),

	/** Attoseconds. */
	ATTOSECONDS("as", 1, 18),

	/** No unit: plain numbers. */
	GENERIC("generic", 0, 0);

	private final String symbol;

	private final long seconds;

	private final int digits;

	TimeUnit(String symbol, long seconds, int digits) {
		this.symbol = symbol;
		this.seconds = seconds;
		this.digits = digits;
	}

	/**
	 * The unit as metadata has it.
	 * @return the symbol
	 */
	public String symbol() {
		return this.symbol;
	}

	/**
	 * Whether the unit is a fixed number of seconds or a fixed part of one.
	 */
	boolean isFixed() {
		return this.seconds > 0;
	}

	/**
	 * How many digits of seconds it takes to write any number of this unit.
	 */
	int digits() {
		return this.digits;
	}

	/**
	 * How many of the smallest parts of seconds that {@link #digits} gives one of this
	 * unit is.
	 */
	BigInteger parts() {
		return BigInteger.valueOf(this.seconds);
	}

	/**
	 * The unit of a symbol.
	 * @param symbol the symbol as metadata has it
	 * @return the unit, {@code null} if there is none
	 */
	static @Nullable TimeUnit of(String symbol) {
		for (TimeUnit unit : values()) {
			if (unit.symbol.equals(symbol)) {
				return unit;
			}
		}
		return (symbol.equals("\u03bcs") || symbol.equals("\u00b5s")) ? MICROSECONDS : null;
	}

}
