package io.github.zarrspring.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds on what one request may ask for, beside those of {@code zarr.limits}, and where
 * the terrain comes from.
 *
 * @param maxValues the most values that are sent or received as JSON
 * @param maxPixels the most pixels that a picture has
 * @param terrain the store that the terrain is copied from at the first start
 */
@ConfigurationProperties("sample")
public record SampleProperties(@DefaultValue("16777216") long maxValues, @DefaultValue("4194304") long maxPixels,
		@DefaultValue("terrain-v3") String terrain) {
}
