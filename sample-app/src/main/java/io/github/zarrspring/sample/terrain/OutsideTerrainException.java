package io.github.zarrspring.sample.terrain;

import java.util.Locale;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A position at which the terrain has no cell.
 */
class OutsideTerrainException extends ErrorResponseException {

	OutsideTerrainException(GeoPoint point, Georeference terrain) {
		super(HttpStatus.NOT_FOUND, ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND,
				String.format(Locale.ROOT, "%s,%s is outside the terrain, which is from %.5f,%.5f to %.5f,%.5f",
						point.lat(), point.lon(), terrain.south(), terrain.west(), terrain.north(), terrain.east())),
				null);
	}

}
