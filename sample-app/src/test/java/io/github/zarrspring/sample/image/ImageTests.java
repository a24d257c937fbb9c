package io.github.zarrspring.sample.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.sample.SampleTest;
import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class ImageTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private ZarrOperations zarr;

	@ParameterizedTest
	@ValueSource(strings = { "", "?style=relief", "?style=hillshade", "?style=colour" })
	void terrainIsDrawnCellByCell(String query) throws IOException {
		MvcTestResult answer = this.mvc.get().uri("/api/image/terrain-v3/elevation.png" + query).exchange();
		assertThat(answer).hasStatusOk()
			.hasContentType(MediaType.IMAGE_PNG)
			.hasHeader("Zarr-Min", "236.0")
			.hasHeader("Zarr-Max", "1076.0");
		BufferedImage image = image(answer);
		assertThat(image.getWidth()).isEqualTo(403);
		assertThat(image.getHeight()).isEqualTo(344);
		assertThat(image.getRGB(0, 0) >>> 24).isEqualTo(0xFF);
	}

	@Test
	void selectionIsDrawn() throws IOException {
		BufferedImage image = image(
				this.mvc.get().uri("/api/image/terrain-v2/elevation.png?selection=10:20,::4").exchange());
		assertThat(image.getWidth()).isEqualTo(101);
		assertThat(image.getHeight()).isEqualTo(10);
	}

	@Test
	void whenValueIsNotKnownThenItIsTransparent() throws IOException {
		this.zarr.create("image/gaps.png", ArraySpec.of(DataType.FLOAT32).shape(2, 2).fillValue(-1))
			.write(NdArray.of(new float[] { 1, Float.NaN, -1, 2 }, 2, 2));
		for (String style : new String[] { "relief", "hillshade", "colour" }) {
			BufferedImage image = image(
					this.mvc.get().uri("/api/image/scratch/image/gaps.png.png?style=" + style).exchange());
			assertThat(image.getRGB(0, 0) >>> 24).isEqualTo(0xFF);
			assertThat(image.getRGB(1, 0) >>> 24).isZero();
			assertThat(image.getRGB(0, 1) >>> 24).isZero();
			assertThat(image.getRGB(1, 1) >>> 24).isEqualTo(0xFF);
		}
	}

	@Test
	void leastAndGreatestValueHaveTheEndsOfTheColours() throws IOException {
		this.zarr.create("image/ends", ArraySpec.of(DataType.UINT64).shape(1, 3).fillValue(7))
			.write(NdArray.of(DataType.UINT64, new long[] { 0, 5, -1 }, 1, 3));
		BufferedImage image = image(this.mvc.get().uri("/api/image/scratch/image/ends.png?style=colour").exchange());
		assertThat(image.getRGB(0, 0)).isEqualTo(0xFF440154);
		assertThat(image.getRGB(2, 0)).isEqualTo(0xFFFDE725);
	}

	@Test
	void slopesTowardsTheNorthWestAreTheBright() throws IOException {
		NdArray values = NdArray.zeros(DataType.INT16, 21, 21);
		for (int y = 0; y < 21; y++) {
			for (int x = 0; x < 21; x++) {
				values.shorts()[y * 21 + x] = (short) (100 - Math.abs(y - 10) - Math.abs(x - 10));
			}
		}
		this.zarr.create("image/pyramid", ArraySpec.of(DataType.INT16).shape(21, 21)).write(values);
		BufferedImage image = image(
				this.mvc.get().uri("/api/image/scratch/image/pyramid.png?style=hillshade").exchange());
		assertThat(image.getRGB(5, 5) & 0xFF).isGreaterThan(image.getRGB(5, 15) & 0xFF);
		assertThat(image.getRGB(5, 15) & 0xFF).isEqualTo(image.getRGB(15, 5) & 0xFF)
			.isGreaterThan(image.getRGB(15, 15) & 0xFF);
	}

	@Test
	void whenThereIsNothingToSeeThenImageIsDrawnNevertheless() throws IOException {
		this.zarr.create("image/fill", ArraySpec.of(DataType.FLOAT64).shape(2, 2));
		MvcTestResult answer = this.mvc.get().uri("/api/image/scratch/image/fill.png").exchange();
		assertThat(answer).hasStatusOk().doesNotContainHeader("Zarr-Min");
		assertThat(image(answer).getRGB(0, 0)).isZero();
		this.zarr.create("image/level", ArraySpec.of(DataType.FLOAT64).shape(2, 2))
			.write(NdArray.of(new double[] { 5, 5, 5, 5 }, 2, 2));
		assertThat(this.mvc.get().uri("/api/image/scratch/image/level.png")).hasStatusOk();
		this.zarr.create("image/wide", ArraySpec.of(DataType.FLOAT64).shape(1, 3))
			.write(NdArray.of(new double[] { -Double.MAX_VALUE, 1, Double.MAX_VALUE }, 1, 3));
		BufferedImage wide = image(this.mvc.get().uri("/api/image/scratch/image/wide.png?style=colour").exchange());
		assertThat(wide.getRGB(0, 0)).isEqualTo(0xFF440154);
		assertThat(wide.getRGB(2, 0)).isEqualTo(0xFFFDE725);
	}

	@ParameterizedTest
	@ValueSource(strings = { "lat.png", "elevation.png?selection=0", "elevation.png?selection=0:0",
			"elevation.png?selection=0:345", "elevation.png?style=oil", "elevation.png?selection=x" })
	void whenItCannotBeDrawnThenBadRequest(String image) {
		assertThat(this.mvc.get().uri("/api/image/terrain-v3/" + image).accept(MediaType.IMAGE_PNG))
			.hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void whenImageIsTooLargeThenContentTooLargeUnlessSelectionHasStep() {
		this.zarr.create("image/large", ArraySpec.of(DataType.INT8).shape(10_000, 10_000).chunks(1000, 1000));
		assertThat(this.mvc.get().uri("/api/image/scratch/image/large.png")).hasStatus(HttpStatus.CONTENT_TOO_LARGE);
		assertThat(this.mvc.get().uri("/api/image/scratch/image/large.png?selection=::50,::50")).hasStatusOk();
	}

	private static BufferedImage image(MvcTestResult answer) throws IOException {
		return ImageIO.read(new ByteArrayInputStream(answer.getResponse().getContentAsByteArray()));
	}

}
