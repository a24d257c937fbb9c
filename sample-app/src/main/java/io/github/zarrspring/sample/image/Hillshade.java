package io.github.zarrspring.sample.image;

/**
 * How bright a surface is under a sun in the north-west, half-way up. Heights are scaled
 * so that the average slope is a clear one: so it looks as good whatever the units of the
 * values and the size of the cells are.
 */
final class Hillshade {

	/** What a level surface has. */
	static final double LEVEL = Math.sqrt(0.5);

	private static final double AVERAGE_SLOPE = 0.6;

	private final Raster raster;

	private final double scale;

	Hillshade(Raster raster) {
		this.raster = raster;
		this.scale = scale();
	}

	private double scale() {
		double sum = 0;
		long count = 0;
		for (int y = 0; y < this.raster.height(); y++) {
			for (int x = 0; x < this.raster.width(); x++) {
				double slope = Math.hypot(slopeEast(y, x), slopeSouth(y, x));
				if (Double.isFinite(slope)) {
					sum += slope;
					count++;
				}
			}
		}
		return (sum > 0) ? AVERAGE_SLOPE * count / sum : 0;
	}

	/**
	 * The brightness of a cell.
	 * @return from 0 to 1, for a value that is known
	 */
	double brightness(int y, int x) {
		double east = slopeEast(y, x) * this.scale;
		double south = slopeSouth(y, x) * this.scale;
		return Math.max(0, ((east + south) / 2 + LEVEL) / Math.sqrt(1 + east * east + south * south));
	}

	private double slopeEast(int y, int x) {
		int west = (x > 0 && known(y, x - 1)) ? x - 1 : x;
		int east = (x + 1 < this.raster.width() && known(y, x + 1)) ? x + 1 : x;
		return slope(this.raster.value(y, west), this.raster.value(y, east), east - west);
	}

	private double slopeSouth(int y, int x) {
		int north = (y > 0 && known(y - 1, x)) ? y - 1 : y;
		int south = (y + 1 < this.raster.height() && known(y + 1, x)) ? y + 1 : y;
		return slope(this.raster.value(north, x), this.raster.value(south, x), south - north);
	}

	private static double slope(double from, double to, int distance) {
		return (to - from) / Math.max(1, distance);
	}

	private boolean known(int y, int x) {
		return !Double.isNaN(this.raster.value(y, x));
	}

}
