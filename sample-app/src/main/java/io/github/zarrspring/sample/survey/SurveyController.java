package io.github.zarrspring.sample.survey;

import java.time.Instant;
import java.util.List;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes surveys with what was measured, and lists them.
 */
@RestController
@Profile("jpa")
class SurveyController {

	private final SurveyService surveys;

	SurveyController(SurveyService surveys) {
		this.surveys = surveys;
	}

	@PostMapping("/api/surveys")
	@ResponseStatus(HttpStatus.CREATED)
	SavedSurvey save(@RequestBody NewSurvey survey, @RequestParam(defaultValue = "false") boolean fail) {
		String name = survey.name();
		if (name == null || name.isBlank()) {
			throw new InvalidRequestException("The body has no member 'name' with a text that is not blank");
		}
		return SavedSurvey.of(this.surveys.save(name, grid(survey.grid()), fail));
	}

	private static NdArray grid(float @Nullable [] @Nullable [] rows) {
		if (rows == null || rows.length == 0 || rows[0] == null || rows[0].length == 0) {
			throw new InvalidRequestException("The body has no member 'grid' with rows of numbers");
		}
		int columns = rows[0].length;
		float[] values = new float[Math.multiplyExact(rows.length, columns)];
		for (int i = 0; i < rows.length; i++) {
			float[] row = rows[i];
			if (row == null || row.length != columns) {
				throw new InvalidRequestException("Row %d of 'grid' is not as long as the first".formatted(i));
			}
			System.arraycopy(row, 0, values, i * columns, columns);
		}
		return NdArray.of(values, rows.length, columns);
	}

	@GetMapping("/api/surveys")
	List<SavedSurvey> all() {
		return this.surveys.all().stream().map(SavedSurvey::of).toList();
	}

	/**
	 * A survey to be saved.
	 *
	 * @param name its name
	 * @param grid what was measured, row by row
	 */
	record NewSurvey(@Nullable String name, float @Nullable [] @Nullable [] grid) {
	}

	/**
	 * A survey that is saved.
	 *
	 * @param id its number
	 * @param name its name
	 * @param measured when it was saved
	 * @param store the store that its grid is in
	 * @param path the path of its grid
	 */
	record SavedSurvey(long id, String name, Instant measured, String store, String path) {

		static SavedSurvey of(Survey survey) {
			return new SavedSurvey(survey.getId(), survey.getName(), survey.getMeasured(), "surveys", survey.path());
		}

	}

}
