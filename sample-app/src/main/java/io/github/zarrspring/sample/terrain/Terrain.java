package io.github.zarrspring.sample.terrain;

import java.util.Objects;
import java.util.function.IntFunction;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.sample.terrain.Georeference.Cell;
import io.github.zarrspring.sample.values.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * The elevations of a terrain, as they are when it is opened.
 */
final class Terrain {

	private final ZarrArray elevation;

	private final Georeference georeference;

	private final double fill;

	Terrain(ZarrArray elevation) {
		this.elevation = elevation;
		this.georeference = Georeference.of(elevation.attributes(), elevation.shape());
		this.fill = Numbers.of(elevation.dataType(), elevation.metadata().fillValue()).applyAsDouble(0);
	}

	Georeference georeference() {
		return this.georeference;
	}

	String title() {
		return text("title", "Terrain");
	}

	String unit() {
		return text("units", "m");
	}

	private String text(String attribute, String otherwise) {
		return Objects.toString(this.elevation.attributes().get(attribute), otherwise);
	}

	/**
	 * The elevation of a cell.
	 * @return the elevation, {@code null} if it is not known
	 */
	@Nullable Number elevation(Cell cell) {
		return numbers(this.elevation.read(Slice.at(cell.row()), Slice.at(cell.column()))).apply(0);
	}

	/**
	 * The elevations of all cells of a rectangle, in C order.
	 */
	IntFunction<@Nullable Number> elevations(long row, long column, long rows, long columns) {
		return numbers(this.elevation.read(Slice.range(row, row + rows), Slice.range(column, column + columns)));
	}

	private IntFunction<@Nullable Number> numbers(NdArray values) {
		var doubles = Numbers.of(values);
		boolean whole = !values.dataType().name().startsWith("float");
		return (i) -> {
			double value = doubles.applyAsDouble(i);
			if (value == this.fill || Double.isNaN(value)) {
				return null;
			}
			if (whole) {
				return (long) value;
			}
			return value;
		};
	}

}
