package io.github.zarrspring.sample.survey;

import java.time.Instant;
import java.util.List;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.ZarrOperations;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Saves surveys with their grids.
 */
@Service
@Profile("jpa")
class SurveyService {

	private static final int CHUNK = 64;

	private final Surveys surveys;

	private final ZarrOperations zarr;

	SurveyService(Surveys surveys, @Qualifier("surveys") ZarrOperations zarr) {
		this.surveys = surveys;
		this.zarr = zarr;
	}

	/**
	 * Save a survey: the entity, and its grid in two writes.
	 * @param name its name
	 * @param grid what was measured
	 * @param fail whether to fail between the writes
	 * @return the survey
	 */
	@Transactional
	Survey save(String name, NdArray grid, boolean fail) {
		Survey survey = this.surveys.save(new Survey(name, Instant.now()));
		int rows = grid.shape()[0];
		int columns = grid.shape()[1];
		ZarrArray array = this.zarr.create(survey.path(),
				ArraySpec.of(DataType.FLOAT32)
					.shape(rows, columns)
					.chunks(Math.min(CHUNK, rows), Math.min(CHUNK, columns))
					.dimensionNames("row", "column")
					.fillValue(Float.NaN)
					.codecs(Codecs.zstd(3)));
		int half = (rows + 1) / 2;
		write(array, grid, 0, half);
		if (fail) {
			throw new SurveyFailedException("The survey failed half-way, as asked for: nothing of it was saved");
		}
		write(array, grid, half, rows);
		return survey;
	}

	private static void write(ZarrArray array, NdArray grid, int start, int stop) {
		int columns = grid.shape()[1];
		float[] part = new float[(stop - start) * columns];
		System.arraycopy(grid.floats(), start * columns, part, 0, part.length);
		array.write(Selection.of(Slice.range(start, stop)), NdArray.of(part, stop - start, columns));
	}

	@Transactional(readOnly = true)
	List<Survey> all() {
		return this.surveys.findAll();
	}

}
