package io.github.zarrspring.sample.image;

import java.util.Arrays;
import java.util.Locale;

import io.github.zarrspring.exception.InvalidRequestException;

/**
 * Ways to draw values.
 */
enum Style {

	/** The colours of maps, lit from the north-west. */
	RELIEF {

		@Override
		Painter painter(Raster raster) {
			Hillshade hillshade = new Hillshade(raster);
			return (y, x) -> ColourMap.HYPSOMETRIC.argb(raster.fraction(y, x),
					0.35 + 0.65 * hillshade.brightness(y, x) / Hillshade.LEVEL);
		}

	},

	/** Light and shade alone. */
	HILLSHADE {

		@Override
		Painter painter(Raster raster) {
			Hillshade hillshade = new Hillshade(raster);
			return (y, x) -> ColourMap.GREYS.argb(hillshade.brightness(y, x), 1);
		}

	},

	/** Colours alone. */
	COLOUR {

		@Override
		Painter painter(Raster raster) {
			return (y, x) -> ColourMap.VIRIDIS.argb(raster.fraction(y, x), 1);
		}

	};

	/**
	 * What gives the colours of the cells of a raster, as long as their values are known.
	 * @param raster the raster
	 * @return the painter
	 */
	abstract Painter painter(Raster raster);

	static Style parse(String name) {
		return Arrays.stream(values())
			.filter((style) -> style.name().equalsIgnoreCase(name))
			.findFirst()
			.orElseThrow(() -> new InvalidRequestException("There is no style '%s', only %s".formatted(name,
					Arrays.toString(values()).toLowerCase(Locale.ROOT))));
	}

	/**
	 * Gives the colour of a cell.
	 */
	interface Painter {

		int argb(int y, int x);

	}

}
