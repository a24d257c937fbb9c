package io.github.zarrspring.sample.survey;

import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A survey and its grid are saved together or not at all.
 */
@SpringBootTest(properties = "spring.datasource.url=jdbc:h2:mem:survey-tests")
@AutoConfigureMockMvc
@ActiveProfiles("jpa")
class SurveyTests {

	private static final String SURVEY = "{\"name\": \"ridge\", \"grid\": [[1, 2], [3, 4], [5, 6]]}";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	@Qualifier("surveys")
	private ZarrOperations zarr;

	@Autowired
	private Surveys surveys;

	private MvcTestResult post(String uri, String body) {
		return this.mvc.post().uri(uri).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

	@Test
	void whenSurveyIsSavedThenEntityAndGridAreThere() {
		MvcTestResult saved = post("/api/surveys", SURVEY);
		assertThat(saved).hasStatus(201).bodyJson().extractingPath("$.store").isEqualTo("surveys");
		Survey survey = this.surveys.findAll().get(0);
		assertThat(this.zarr.open(survey.path()).read().floats()).containsExactly(1, 2, 3, 4, 5, 6);
		assertThat(this.mvc.get().uri("/api/surveys")).bodyJson().extractingPath("$[0].name").isEqualTo("ridge");
		assertThat(this.mvc.get().uri("/api/values/surveys/" + survey.path())).hasStatusOk();
	}

	@Test
	void whenSurveyFailsHalfWayThenNothingIsLeft() {
		long surveys = this.surveys.count();
		long entries = this.zarr.getBackend().info().entries();
		assertThat(post("/api/surveys?fail=true", SURVEY)).hasStatus(500).bodyText().contains("half-way");
		assertThat(this.surveys.count()).isEqualTo(surveys);
		assertThat(this.zarr.getBackend().info().entries()).isEqualTo(entries);
	}

	@Test
	void whenGridIsNoGridThenRequestIsRefused() {
		assertThat(post("/api/surveys", "{\"name\": \"ridge\", \"grid\": [[1, 2], [3]]}")).hasStatus(400);
		assertThat(post("/api/surveys", "{\"name\": \"ridge\"}")).hasStatus(400);
		assertThat(post("/api/surveys", "{\"grid\": [[1, 2]]}")).hasStatus(400);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"grid": 5}              | The member 'grid' of the body is not of the form that is expected at line 1, column 10
					{"grid": [[1], ["a"]]}   | The member 'grid' of the body is not of the form that is expected at line 1, column 17
					[1]                      | The body is not of the form that is expected at line 1, column 1
					{"name": "ridge", "grid" | The body is not JSON at line 1, column 25
					``                       | There is no body
					{"name": " "}            | The body has no member 'name' with a text that is not blank""")
	void whenBodyIsNoSurveyThenProblemSaysWhatIsWrong(String body, String detail) {
		assertThat(post("/api/surveys", body)).hasStatus(400).bodyJson().extractingPath("$.detail").isEqualTo(detail);
	}

}
