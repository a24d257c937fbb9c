package io.github.zarrspring.sample.terrain;

import io.github.zarrspring.sample.SampleTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class TerrainControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void whenPositionIsInTerrainThenElevationIsThatOfNearestCell() {
		assertThat(this.mvc.get().uri("/api/elevation?lat=36.6496&lon=-84.2471")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("""
					{"elevation": 522, "unit": "m", "row": 100, "column": 200, "store": "scratch"}
					""");
	}

	@ParameterizedTest
	@CsvSource({ "36.7329166, -84.4137500, 0, 0, 483", "36.7329166, -84.4104166, 0, 4, 488",
			"36.4470834, -84.0787500, 343, 402, 272", "36.7333, -84.4141, 0, 0, 483" })
	void knownCells(double lat, double lon, int row, int column, int elevation) {
		assertThat(this.mvc.get().uri("/api/elevation?lat={lat}&lon={lon}", lat, lon)).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("{\"elevation\": %d, \"row\": %d, \"column\": %d}".formatted(elevation, row, column));
	}

	@ParameterizedTest
	@ValueSource(strings = { "lat=36.6", "lon=-84.2", "lat=x&lon=-84.2", "lat=NaN&lon=-84.2", "lat=91&lon=-84.2",
			"lat=36.6&lon=-181", "lat=&lon=", "lat=Infinity&lon=0" })
	void whenPositionIsNoneThenBadRequest(String query) {
		assertProblem("/api/elevation?" + query, HttpStatus.BAD_REQUEST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "lat=0&lon=0", "lat=36.7334&lon=-84.2", "lat=36.4466&lon=-84.2", "lat=36.6&lon=-84.4142",
			"lat=36.6&lon=-84.0783" })
	void whenPositionIsOutsideThenNotFound(String query) {
		assertProblem("/api/elevation?" + query, HttpStatus.NOT_FOUND);
	}

	@Test
	void profileHasPointForEachCellFromEndToEnd() {
		assertThat(this.mvc.get().uri("/api/profile?from=36.7329166,-84.4137500&to=36.7329166,-84.4104166"))
			.hasStatusOk()
			.bodyJson()
			.hasPathSatisfying("$.unit", (unit) -> assertThat(unit).isEqualTo("m"))
			.hasPathSatisfying("$.length",
					(length) -> assertThat(length).asNumber()
						.satisfies((number) -> assertThat(number.doubleValue()).isBetween(297.0, 298.0)))
			.extractingPath("$.points[*].elevation")
			.asArray()
			.containsExactly(483, 487, 491, 493, 488);
	}

	@Test
	void profileGoesTheWayItIsAskedFor() {
		assertThat(this.mvc.get().uri("/api/profile?from=36.7329166,-84.4104166&to=36.7329166,-84.4137500")).bodyJson()
			.extractingPath("$.points[*].elevation")
			.asArray()
			.containsExactly(488, 493, 491, 487, 483);
	}

	@Test
	void whenEndsAreTheSameThenProfileIsOnePoint() {
		assertThat(this.mvc.get().uri("/api/profile?from=36.6496,-84.2471&to=36.6496,-84.2471")).bodyJson()
			.extractingPath("$.points[*].elevation")
			.asArray()
			.containsExactly(522);
	}

	@Test
	void profileAcrossWholeTerrain() {
		assertThat(this.mvc.get().uri("/api/profile?from=36.7333,-84.4141&to=36.4467,-84.0784")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.points")
			.asArray()
			.hasSize(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "from=36.6,-84.2", "from=36.6&to=36.6,-84.2", "from=36.6,-84.2,1&to=36.6,-84.2",
			"from=a,b&to=36.6,-84.2", "from=NaN,-84.2&to=36.6,-84.2" })
	void whenEndIsNoPositionThenBadRequest(String query) {
		assertProblem("/api/profile?" + query, HttpStatus.BAD_REQUEST);
	}

	@Test
	void whenEndIsOutsideThenNotFound() {
		assertProblem("/api/profile?from=36.6,-84.2&to=0,0", HttpStatus.NOT_FOUND);
	}

	@Test
	void summarySaysWhereTheTerrainIs() {
		assertThat(this.mvc.get().uri("/api/terrain")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"store": "scratch", "path": "terrain/elevation", "rows": 344, "columns": 403, "northUp": true}
				""");
	}

	private void assertProblem(String uri, HttpStatus status) {
		assertThat(this.mvc.get().uri(uri)).hasStatus(status)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.detail")
			.asString()
			.isNotBlank();
	}

}
