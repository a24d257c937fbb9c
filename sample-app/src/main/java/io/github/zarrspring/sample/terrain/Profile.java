package io.github.zarrspring.sample.terrain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import io.github.zarrspring.sample.terrain.Georeference.Cell;
import org.jspecify.annotations.Nullable;

/**
 * The elevations along a line.
 *
 * @param unit the unit of the elevations
 * @param length the length of the line, in metres
 * @param points the points from one end to the other, one for each cell along the longer
 * side
 */
record Profile(String unit, double length, List<Point> points) {

	/** More than any screen shows. */
	private static final int MAX_POINTS = 10_000;

	static Profile of(Terrain terrain, GeoPoint from, GeoPoint to) {
		Georeference georeference = terrain.georeference();
		Cell first = georeference.cellAt(from);
		Cell last = georeference.cellAt(to);
		Cell least = new Cell(Math.min(first.row(), last.row()), Math.min(first.column(), last.column()));
		Cell most = new Cell(Math.max(first.row(), last.row()), Math.max(first.column(), last.column()));
		long rows = most.row() - least.row() + 1;
		long columns = most.column() - least.column() + 1;
		IntFunction<@Nullable Number> elevations = terrain.elevations(least.row(), least.column(), rows, columns);
		int steps = (int) Math.min(Math.max(rows, columns), MAX_POINTS) - 1;
		double length = from.distanceTo(to);
		List<Point> points = new ArrayList<>();
		for (int i = 0; i <= steps; i++) {
			double fraction = (steps == 0) ? 0 : (double) i / steps;
			GeoPoint point = from.towards(to, fraction);
			// Rounding may put an end of the line into the cell beside it.
			long row = clamp(georeference.rowAt(point.lat()), least.row(), most.row());
			long column = clamp(georeference.columnAt(point.lon()), least.column(), most.column());
			Number elevation = elevations.apply((int) ((row - least.row()) * columns + column - least.column()));
			points.add(new Point(point.lat(), point.lon(), row, column, length * fraction, elevation));
		}
		return new Profile(terrain.unit(), length, points);
	}

	private static long clamp(long value, long min, long max) {
		return Math.max(min, Math.min(value, max));
	}

	/**
	 * A point of a profile.
	 *
	 * @param lat the latitude
	 * @param lon the longitude
	 * @param row the row of the cell that the point is in
	 * @param column the column of the cell
	 * @param distance the distance from the start, in metres
	 * @param elevation the elevation of the cell, {@code null} if it is not known
	 */
	record Point(double lat, double lon, long row, long column, double distance, @Nullable Number elevation) {
	}

}
