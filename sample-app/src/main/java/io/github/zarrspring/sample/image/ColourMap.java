package io.github.zarrspring.sample.image;

/**
 * Colours for values between the least and the greatest.
 */
enum ColourMap {

	/** Greys. */
	GREYS(0x000000, 0xFFFFFF),

	/** From lowlands to summits, as on maps. */
	HYPSOMETRIC(0x5B8F66, 0x8DB580, 0xCFCF97, 0xDDBE8A, 0xB98D66, 0x9C7A66, 0xD9D2CC, 0xFFFFFF),

	/** Even steps for the eye, with every kind of colour vision. */
	VIRIDIS(0x440154, 0x46327E, 0x365C8D, 0x277F8E, 0x1FA187, 0x4AC16D, 0xA0DA39, 0xFDE725);

	private final int[] stops;

	ColourMap(int... stops) {
		this.stops = stops;
	}

	/**
	 * A colour, brightened or darkened.
	 * @param fraction where between the first and the last colour, from 0 to 1
	 * @param light what to multiply the colour with
	 * @return the colour, without transparency
	 */
	int argb(double fraction, double light) {
		double position = fraction * (this.stops.length - 1);
		int stop = Math.min((int) position, this.stops.length - 2);
		double rest = position - stop;
		int argb = 0xFF;
		for (int shift = 16; shift >= 0; shift -= 8) {
			double from = (this.stops[stop] >> shift) & 0xFF;
			double to = (this.stops[stop + 1] >> shift) & 0xFF;
			long channel = Math.round((from + (to - from) * rest) * light);
			argb = argb << 8 | (int) Math.max(0, Math.min(channel, 0xFF));
		}
		return argb;
	}

}
