package io.github.zarrspring.sample.api;

import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.sample.BrokenStore;
import io.github.zarrspring.sample.SampleTest;
import io.github.zarrspring.spring.BackendRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class FailureTests {

	private static final String BYTES = "{\"name\": \"bytes\"}";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private BackendRegistry registry;

	static Stream<Arguments> failures() {
		return Stream.of(failure(HttpStatus.FORBIDDEN, () -> new StoreAccessDeniedException("no")),
				failure(HttpStatus.CONFLICT, () -> new WriteConflictException("again and again")),
				failure(HttpStatus.SERVICE_UNAVAILABLE, () -> new StoreUnavailableException("asleep")),
				failure(HttpStatus.BAD_GATEWAY, () -> new StoreFailureException("on fire")),
				failure(HttpStatus.FORBIDDEN, () -> new PermissionDeniedDataAccessException("no", null)),
				failure(HttpStatus.CONFLICT, () -> new CannotAcquireLockException("busy")),
				failure(HttpStatus.CONFLICT, () -> new DataIntegrityViolationException("violated")),
				failure(HttpStatus.SERVICE_UNAVAILABLE, () -> new QueryTimeoutException("late")));
	}

	private static Arguments failure(HttpStatus status, Supplier<RuntimeException> failure) {
		return Arguments.of(status, failure);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenStoreFailsThenStatusSaysHow(HttpStatus status, Supplier<RuntimeException> failure) {
		try (BrokenStore store = BrokenStore.register(this.registry, "failing")) {
			store.withArray("a", "int8", BYTES, "2").failing(failure);
			for (String uri : new String[] { "/api/values/failing/a", "/api/tree/failing/a",
					"/api/image/failing/a.png" }) {
				assertThat(this.mvc.get().uri(uri)).hasStatus(status)
					.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
			}
			assertThat(this.mvc.delete().uri("/api/nodes/failing/a")).hasStatus(status);
		}
	}

	@Test
	void whenChunkIsDamagedThenUnprocessableAndProblemSaysWhere() {
		try (BrokenStore store = BrokenStore.register(this.registry, "damaged")) {
			store.withArray("a", "int8", BYTES, "2, 2").with("a/c/0/0", "short");
			for (String uri : new String[] { "/api/values/damaged/a", "/api/image/damaged/a.png" }) {
				assertThat(this.mvc.get().uri(uri)).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
					.bodyJson()
					.isLenientlyEqualTo("{\"store\": \"damaged\", \"path\": \"a\", \"chunk\": [0, 0]}");
			}
			assertThat(this.mvc.put()
				.uri("/api/values/damaged/a?selection=0,0")
				.contentType(MediaType.APPLICATION_JSON)
				.content("{\"values\": 1}")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "{", "[]", "{}", "{\"zarr_format\": 3}", "{\"zarr_format\": 4, \"node_type\": \"array\"}",
					"{\"zarr_format\": 3, \"node_type\": \"array\", \"shape\": [-1]}" })
	void whenMetadataAreDamagedThenUnprocessable(String metadata) {
		try (BrokenStore store = BrokenStore.register(this.registry, "damaged")) {
			store.with("a/zarr.json", metadata);
			assertThat(this.mvc.get().uri("/api/values/damaged/a")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
			assertThat(this.mvc.get().uri("/api/tree/damaged/a")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		}
	}

	@Test
	void whenDataTypeOrCodecIsNotSupportedThenUnprocessable() {
		try (BrokenStore store = BrokenStore.register(this.registry, "foreign")) {
			store.withArray("type", "int128", BYTES, "2")
				.withArray("codec", "int8", BYTES + ", {\"name\": \"magic\"}", "2");
			assertThat(this.mvc.get().uri("/api/values/foreign/type")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
			assertThat(this.mvc.get().uri("/api/values/foreign/codec")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		}
	}

	@Test
	void whenChunksAreTooLargeForThisMachineThenContentTooLarge() {
		try (BrokenStore store = BrokenStore.register(this.registry, "huge")) {
			store.withArray("a", "float64", BYTES, "1000000000, 1000000000");
			assertThat(this.mvc.get().uri("/api/values/huge/a?selection=0,0")).hasStatus(HttpStatus.CONTENT_TOO_LARGE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/values/nowhere/a", "/api/values/scratch/nothing", "/api/tree/nowhere/",
			"/api/tree/scratch/nothing", "/api/image/nowhere/a.png", "/api/image/scratch/nothing.png",
			"/api/image/scratch/terrain/elevation", "/api/values/scratch/terrain/elevation/c", "/nothing",
			"/api/nothing" })
	void whenThereIsNothingThenNotFound(String uri) {
		assertThat(this.mvc.get().uri(uri)).hasStatus(HttpStatus.NOT_FOUND)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/values/scratch/terrain/elevation?selection=0:10,x",
			"/api/values/scratch/terrain/elevation?selection=0,0,0",
			"/api/image/scratch/terrain/elevation.png?selection=0",
			"/api/image/scratch/terrain/elevation.png?selection=0:0" })
	void whenRequestDoesNotFitArrayThenProblemNamesIt(String uri) {
		assertThat(this.mvc.get().uri(uri)).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.isLenientlyEqualTo("{\"store\": \"scratch\", \"path\": \"terrain/elevation\"}");
	}

	@Test
	void whenMethodIsNotThereThenMethodNotAllowed() {
		assertThat(this.mvc.post().uri("/api/arrays")).hasStatus(HttpStatus.METHOD_NOT_ALLOWED)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
	}

}
