package io.github.zarrspring.sample.image;

import java.util.function.IntToDoubleFunction;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.sample.values.Numbers;

/**
 * Two-dimensional values to be drawn. What is not known is {@code NaN}.
 */
final class Raster {

	private final int height;

	private final int width;

	private final double[] values;

	private double min = Double.POSITIVE_INFINITY;

	private double max = Double.NEGATIVE_INFINITY;

	/**
	 * Values to be drawn.
	 * @param values the values, of two dimensions
	 * @param fillValue the slots of the fill value, which is not drawn
	 * @throws InvalidRequestException if the values are not real numbers
	 */
	Raster(NdArray values, Object fillValue) {
		IntToDoubleFunction numbers = Numbers.of(values);
		double fill = Numbers.of(values.dataType(), fillValue).applyAsDouble(0);
		this.height = values.shape()[0];
		this.width = values.shape()[1];
		this.values = new double[values.size()];
		for (int i = 0; i < this.values.length; i++) {
			double value = numbers.applyAsDouble(i);
			boolean known = Double.isFinite(value) && value != fill;
			this.values[i] = known ? value : Double.NaN;
			if (known) {
				this.min = Math.min(this.min, value);
				this.max = Math.max(this.max, value);
			}
		}
	}

	int height() {
		return this.height;
	}

	int width() {
		return this.width;
	}

	/**
	 * The least value that is known.
	 */
	double min() {
		return this.min;
	}

	/**
	 * The greatest value that is known.
	 */
	double max() {
		return this.max;
	}

	double value(int y, int x) {
		return this.values[y * this.width + x];
	}

	/**
	 * Where a value lies between the least and the greatest.
	 * @return from 0 to 1, for a value that is known
	 */
	double fraction(int y, int x) {
		if (this.max <= this.min) {
			return 0.5;
		}
		// Halved, because the range of doubles is larger than any double.
		return (value(y, x) / 2 - this.min / 2) / (this.max / 2 - this.min / 2);
	}

}
