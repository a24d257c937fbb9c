package io.github.zarrspring.sample.terrain;

import io.github.zarrspring.sample.store.Stores;
import io.github.zarrspring.sample.terrain.Georeference.Cell;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The terrain in the default store.
 */
@RestController
@RequestMapping("/api")
class TerrainController {

	private final Stores stores;

	TerrainController(Stores stores) {
		this.stores = stores;
	}

	private Terrain terrain() {
		return new Terrain(this.stores.defaultStore().open(TerrainLoader.ELEVATION));
	}

	@GetMapping("/elevation")
	Elevation elevation(@RequestParam double lat, @RequestParam double lon) {
		Terrain terrain = terrain();
		Cell cell = terrain.georeference().cellAt(new GeoPoint(lat, lon));
		return new Elevation(terrain.elevation(cell), terrain.unit(), cell.row(), cell.column(),
				this.stores.defaultStore().getStoreName());
	}

	@GetMapping("/profile")
	Profile profile(@RequestParam String from, @RequestParam String to) {
		return Profile.of(terrain(), GeoPoint.parse(from), GeoPoint.parse(to));
	}

	@GetMapping("/terrain")
	Summary terrainSummary() {
		Terrain terrain = terrain();
		Georeference area = terrain.georeference();
		return new Summary(terrain.title(), terrain.unit(), this.stores.defaultStore().getStoreName(),
				TerrainLoader.ELEVATION, area.rows(), area.columns(), area.south(), area.west(), area.north(),
				area.east(), area.latStep() < 0);
	}

	/**
	 * The elevation at a position.
	 *
	 * @param elevation the elevation of the cell, {@code null} if it is not known
	 * @param unit its unit
	 * @param row the row of the cell
	 * @param column the column of the cell
	 * @param store the store that it was read from
	 */
	record Elevation(@Nullable Number elevation, String unit, long row, long column, String store) {
	}

	/**
	 * What the terrain is and where it lies.
	 *
	 * @param title what it shows
	 * @param unit the unit of the elevations
	 * @param store the store that it is in
	 * @param path the path of the array
	 * @param rows the number of rows
	 * @param columns the number of columns
	 * @param south the southern edge, in degrees
	 * @param west the western edge, in degrees
	 * @param north the northern edge, in degrees
	 * @param east the eastern edge, in degrees
	 * @param northUp whether the first row is the northernmost
	 */
	record Summary(String title, String unit, String store, String path, long rows, long columns, double south,
			double west, double north, double east, boolean northUp) {
	}

}
