package io.github.zarrspring.sample.terrain;

import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * Where the cells of a grid lie on the Earth.
 *
 * @param firstLat the latitude of the centre of the first cell, in degrees
 * @param firstLon the longitude of the centre of the first cell, in degrees
 * @param latStep the degrees from one row to the next, negative where rows go south
 * @param lonStep the degrees from one column to the next
 * @param rows the number of rows
 * @param columns the number of columns
 */
record Georeference(double firstLat, double firstLon, double latStep, double lonStep, long rows, long columns) {

	/**
	 * The georeference that the attributes of an array give.
	 */
	static Georeference of(Map<String, @Nullable Object> attributes, long[] shape) {
		if (shape.length != 2) {
			throw new CorruptDataException("A terrain has 2 dimensions, not %d".formatted(shape.length));
		}
		boolean northwards = "south to north".equals(attributes.get("row_order"));
		double latSize = size(attributes, "cell_size_lat");
		return new Georeference(number(attributes, "first_cell_center_lat"),
				number(attributes, "first_cell_center_lon"), northwards ? latSize : -latSize,
				size(attributes, "cell_size_lon"), shape[0], shape[1]);
	}

	private static double size(Map<String, @Nullable Object> attributes, String name) {
		double size = number(attributes, name);
		if (size > 0) {
			return size;
		}
		throw new CorruptDataException("The attribute '%s' of a terrain is not positive: %s".formatted(name, size));
	}

	private static double number(Map<String, @Nullable Object> attributes, String name) {
		if (attributes.get(name) instanceof Number number && Double.isFinite(number.doubleValue())) {
			return number.doubleValue();
		}
		throw new CorruptDataException(
				"The attribute '%s' of a terrain is not a number: %s".formatted(name, attributes.get(name)));
	}

	/**
	 * The cell whose centre is nearest to a position.
	 * @throws OutsideTerrainException if the position is in no cell
	 */
	Cell cellAt(GeoPoint point) {
		long row = rowAt(point.lat());
		long column = columnAt(point.lon());
		if (row < 0 || row >= this.rows || column < 0 || column >= this.columns) {
			throw new OutsideTerrainException(point, this);
		}
		return new Cell(row, column);
	}

	/**
	 * The row whose centre is nearest to a latitude, inside the grid or not.
	 */
	long rowAt(double lat) {
		return (long) Math.floor((lat - this.firstLat) / this.latStep + 0.5);
	}

	/**
	 * The column whose centre is nearest to a longitude, inside the grid or not.
	 */
	long columnAt(double lon) {
		return (long) Math.floor((lon - this.firstLon) / this.lonStep + 0.5);
	}

	double south() {
		return Math.min(edge(this.firstLat, this.latStep, 0), edge(this.firstLat, this.latStep, this.rows));
	}

	double north() {
		return Math.max(edge(this.firstLat, this.latStep, 0), edge(this.firstLat, this.latStep, this.rows));
	}

	double west() {
		return edge(this.firstLon, this.lonStep, 0);
	}

	double east() {
		return edge(this.firstLon, this.lonStep, this.columns);
	}

	private static double edge(double first, double step, long cells) {
		return first + (cells - 0.5) * step;
	}

	/**
	 * A cell of a grid.
	 *
	 * @param row the row
	 * @param column the column
	 */
	record Cell(long row, long column) {
	}

}
