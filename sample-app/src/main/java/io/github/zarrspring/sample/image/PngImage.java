package io.github.zarrspring.sample.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws a raster, one pixel for each cell; what is not known is transparent.
 */
final class PngImage {

	private PngImage() {
	}

	static byte[] draw(Raster raster, Style style) {
		Style.Painter painter = style.painter(raster);
		BufferedImage image = new BufferedImage(raster.width(), raster.height(), BufferedImage.TYPE_INT_ARGB);
		for (int y = 0; y < raster.height(); y++) {
			for (int x = 0; x < raster.width(); x++) {
				if (!Double.isNaN(raster.value(y, x))) {
					image.setRGB(x, y, painter.argb(y, x));
				}
			}
		}
		ByteArrayOutputStream png = new ByteArrayOutputStream();
		try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(png)) {
			ImageIO.write(image, "png", output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return png.toByteArray();
	}

}
