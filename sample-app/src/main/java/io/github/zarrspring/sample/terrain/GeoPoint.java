package io.github.zarrspring.sample.terrain;

import io.github.zarrspring.exception.InvalidRequestException;

/**
 * A position on the Earth, in degrees.
 *
 * @param lat the latitude, north positive
 * @param lon the longitude, east positive
 */
record GeoPoint(double lat, double lon) {

	private static final double EARTH_RADIUS = 6371008.8;

	GeoPoint {
		if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) {
			throw new InvalidRequestException("There is no position %s,%s".formatted(lat, lon));
		}
	}

	/**
	 * Read a position.
	 * @param text latitude and longitude with a comma between them
	 */
	static GeoPoint parse(String text) {
		String[] parts = text.split(",", -1);
		try {
			if (parts.length == 2) {
				return new GeoPoint(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
			}
		}
		catch (NumberFormatException ex) {
			throw noPosition(text);
		}
		throw noPosition(text);
	}

	private static InvalidRequestException noPosition(String text) {
		return new InvalidRequestException("'%s' is not of the form latitude,longitude".formatted(text));
	}

	/**
	 * A position on the way to another.
	 * @param other the other position
	 * @param fraction how far, from 0 to 1
	 */
	GeoPoint towards(GeoPoint other, double fraction) {
		return new GeoPoint(this.lat + (other.lat - this.lat) * fraction, this.lon + (other.lon - this.lon) * fraction);
	}

	/**
	 * The distance to another position along the great circle, in metres.
	 */
	double distanceTo(GeoPoint other) {
		double halfLat = Math.toRadians(other.lat - this.lat) / 2;
		double halfLon = Math.toRadians(other.lon - this.lon) / 2;
		double a = Math.pow(Math.sin(halfLat), 2) + Math.cos(Math.toRadians(this.lat))
				* Math.cos(Math.toRadians(other.lat)) * Math.pow(Math.sin(halfLon), 2);
		return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(a)));
	}

}
