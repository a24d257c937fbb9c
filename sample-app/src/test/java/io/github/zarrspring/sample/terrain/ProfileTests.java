package io.github.zarrspring.sample.terrain;

import java.util.Map;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.sample.terrain.Georeference.Cell;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class ProfileTests {

	private final ZarrEngine engine = ZarrEngine.create();

	@AfterEach
	void close() {
		this.engine.close();
	}

	@Test
	void whenRowsGoNorthThenCellsAreFoundAllTheSame() {
		Terrain terrain = terrain("south to north", new float[] { 1, 2, 3, 4, 5, Float.NaN }, 3, 2);
		assertThat(terrain.georeference().cellAt(new GeoPoint(12, 21))).isEqualTo(new Cell(2, 1));
		assertThat(terrain.elevation(new Cell(0, 1))).isEqualTo(2.0);
		assertThat(terrain.georeference().south()).isEqualTo(9.5);
		assertThat(terrain.georeference().north()).isEqualTo(12.5);
	}

	@Test
	void whenElevationIsFillValueOrNanThenItIsNotKnown() {
		Terrain terrain = terrain("north to south", new float[] { 1, -1, Float.NaN, 4 }, 2, 2);
		assertThat(terrain.elevation(new Cell(0, 1))).isNull();
		assertThat(terrain.elevation(new Cell(1, 0))).isNull();
		assertThat(terrain.elevation(new Cell(1, 1))).isEqualTo(4.0);
	}

	@Test
	void whenLineIsOnBordersOfCellsThenEveryPointIsInCellOfItsOwn() {
		Terrain terrain = terrain("north to south", new float[101 * 101], 101, 101);
		// Ends whose interpolation does not give the very same number again.
		for (double end = 20.1; end < 119; end += 0.7) {
			Profile profile = Profile.of(terrain, new GeoPoint(9.3, 20.5), new GeoPoint(-80.5 + 1e-9, end));
			assertThat(profile.points()).hasSizeGreaterThanOrEqualTo(90);
			assertThat(profile.points().get(0).row()).isEqualTo(1);
			assertThat(profile.points().get(profile.points().size() - 1).row()).isEqualTo(90);
		}
	}

	@Test
	void whenAttributeIsMissingThenItIsNoTerrain() {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> Georeference.of(Map.of("cell_size_lat", 1), new long[] { 2, 2 }))
			.withMessageContaining("first_cell_center_lat");
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> Georeference.of(Map.of("cell_size_lat", 0), new long[] { 2, 2 }))
			.withMessageContaining("cell_size_lat");
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> Georeference.of(Map.of(), new long[] { 2 }));
	}

	@Test
	void distanceIsThatOnTheGround() {
		assertThat(new GeoPoint(0, 0).distanceTo(new GeoPoint(1, 0))).isCloseTo(111_195, within(1.0));
		assertThat(new GeoPoint(0, 0).distanceTo(new GeoPoint(0, 180))).isCloseTo(20_015_115, within(10.0));
	}

	private Terrain terrain(String order, float[] elevations, int rows, int columns) {
		ZarrArray array = this.engine.hierarchy("test", new ConcurrentMapBackend())
			.create("elevation",
					ArraySpec.of(DataType.FLOAT32)
						.shape(rows, columns)
						.fillValue(-1)
						.attributes(Map.of("first_cell_center_lat", 10, "first_cell_center_lon", 20.0, "cell_size_lat",
								1, "cell_size_lon", 1.0, "row_order", order)));
		array.write(NdArray.of(elevations, rows, columns));
		return new Terrain(array);
	}

}
