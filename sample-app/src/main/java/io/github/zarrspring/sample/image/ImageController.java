package io.github.zarrspring.sample.image;

import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.sample.SampleProperties;
import io.github.zarrspring.sample.store.Stores;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Pictures of selections of two dimensions, one pixel for each value. A selection that is
 * too large is refused: one with a step, such as {@code ::4,::4}, makes it smaller.
 */
@RestController
class ImageController {

	private static final String EXTENSION = ".png";

	private final Stores stores;

	private final long maxPixels;

	ImageController(Stores stores, SampleProperties properties) {
		this.stores = stores;
		this.maxPixels = properties.maxPixels();
	}

	@GetMapping("/api/image/{store}/{*path}")
	ResponseEntity<byte[]> image(@PathVariable String store, @PathVariable String path,
			@RequestParam(defaultValue = "") String selection, @RequestParam(defaultValue = "relief") String style) {
		Style drawing = Style.parse(style);
		if (!path.endsWith(EXTENSION)) {
			throw new NodeNotFoundException("There are pictures only as PNG: add .png to the path of an array");
		}
		Raster raster = this.stores.withArray(store, path.substring(0, path.length() - EXTENSION.length()),
				(array) -> raster(array, Selection.parse(selection)));
		BodyBuilder answer = ResponseEntity.ok().contentType(MediaType.IMAGE_PNG);
		if (raster.min() <= raster.max()) {
			answer.header("Zarr-Min", Double.toString(raster.min())).header("Zarr-Max", Double.toString(raster.max()));
		}
		return answer.body(PngImage.draw(raster, drawing));
	}

	private Raster raster(ZarrArray array, Selection selection) {
		checkShape(selection.plan(array.shape(), array.dimensionNames(), array.metadata().chunkGrid()).shape());
		return new Raster(array.read(selection), array.metadata().fillValue());
	}

	private void checkShape(long[] shape) {
		if (shape.length != 2) {
			throw new InvalidRequestException(
					"A picture has 2 dimensions, the selection has %d".formatted(shape.length));
		}
		long pixels = Limits.product(shape);
		if (pixels == 0) {
			throw new InvalidRequestException("The selection is empty");
		}
		Limits.check("A number of pixels", pixels, this.maxPixels, "sample.max-pixels");
	}

}
