package io.github.zarrspring.sample.api;

import java.util.Map;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.metadata.ZarrFormat;
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
class CopyAndDeleteTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private ZarrOperations zarr;

	@Test
	void whenGroupIsCopiedThenAnswerCountsNodesChunksAndBytes() {
		assertThat(copy("terrain-v3", "", "scratch", "copies/group")).hasStatus(HttpStatus.CREATED)
			.bodyJson()
			.isStrictlyEqualTo("{\"nodes\":4,\"chunks\":44,\"bytes\":180822}");
		assertThat(this.zarr.open("copies/group/elevation").read().shorts()).startsWith(483, 487, 491, 493, 488);
	}

	@Test
	void whenV2ArrayIsCopiedThenItStaysV2() {
		assertThat(copy("terrain-v2", "elevation", "scratch", "copies/v2")).hasStatus(HttpStatus.CREATED);
		ZarrArray copy = this.zarr.open("copies/v2");
		assertThat(copy.format()).isEqualTo(ZarrFormat.V2);
		assertThat(copy.read(Slice.at(100), Slice.at(200)).shorts()).containsExactly(522);
	}

	@Test
	void whenThereIsNodeAlreadyThenConflictAndItStays() {
		this.zarr.createGroup("copies/there", Map.of("kept", true));
		assertThat(copy("terrain-v3", "lat", "scratch", "copies/there")).hasStatus(HttpStatus.CONFLICT)
			.bodyJson()
			.isLenientlyEqualTo("{\"store\":\"scratch\",\"path\":\"copies/there\"}");
		assertThat(this.zarr.openGroup("copies/there").attributes()).containsEntry("kept", true);
	}

	@Test
	void whenSourceOrStoreIsMissingThenNotFound() {
		assertThat(copy("terrain-v3", "nothing", "scratch", "copies/a")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(copy("nowhere", "lat", "scratch", "copies/a")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(copy("terrain-v3", "lat", "nowhere", "copies/a")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(this.zarr.exists("copies/a")).isFalse();
	}

	@Test
	void whenTargetIsReadOnlyThenForbidden() {
		assertThat(copy("scratch", "terrain/lat", "terrain-v3", "copied")).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(this.zarr.store("terrain-v3").exists("copied")).isFalse();
	}

	@Test
	void whenTargetIsWithinSourceThenBadRequest() {
		assertThat(copy("scratch", "terrain", "scratch", "terrain/copy")).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void whenNameIsReservedInV3ThenNoSuchNodeIsMade() {
		assertThat(copy("scratch", "terrain/lat", "scratch", "__a")).hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(copy("scratch", "__a", "scratch", "copies/b")).hasStatus(HttpStatus.NOT_FOUND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "../x", "a/../../x", "a\\b", "a//b", "/a//", "zarr.json", "." })
	void whenPathIsNotValidThenBadRequest(String path) {
		String escaped = path.replace("\\", "\\\\");
		assertThat(copy("scratch", escaped, "scratch", "copies/b")).hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(copy("scratch", "terrain/lat", "scratch", escaped)).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "null", "{}", "{\"from\":{\"store\":\"scratch\",\"path\":\"terrain\"}}",
			"{\"from\":5,\"to\":6}", "{\"from\":{\"store\":\"scratch\"},\"to\":{\"store\":\"scratch\",\"path\":\"x\"}}",
			"{\"from\":{\"store\":\"scratch\",\"path\":\"terrain/lat\"},\"to\":{\"path\":\"x\"}}",
			"{\"from\":{\"store\":[],\"path\":\"terrain/lat\"},\"to\":{\"store\":\"scratch\",\"path\":\"x\"}}" })
	void whenBodyIsNotACopyThenBadRequest(String body) {
		assertThat(post(body)).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void whenNodeIsDeletedThenItIsGone() {
		this.zarr.create("deleted/array", ArraySpec.of(DataType.INT8).shape(1));
		this.zarr.create("deleted/array2", ArraySpec.of(DataType.INT8).shape(1));
		assertThat(this.mvc.delete().uri("/api/nodes/scratch/deleted/array")).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(this.zarr.exists("deleted/array")).isFalse();
		assertThat(this.zarr.exists("deleted/array2")).isTrue();
		assertThat(this.mvc.delete().uri("/api/nodes/scratch/deleted/array")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(this.mvc.delete().uri("/api/nodes/scratch/deleted")).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(this.zarr.exists("deleted/array2")).isFalse();
	}

	@Test
	void whenStoreIsReadOnlyThenDeleteIsForbidden() {
		assertThat(this.mvc.delete().uri("/api/nodes/terrain-v3/lat")).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(this.zarr.store("terrain-v3").exists("lat")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/nodes/scratch", "/api/nodes/scratch/", "/api/nodes/scratch//",
			"/api/nodes/scratch/terrain/", "/api/nodes/scratch//terrain", "/api/nodes/scratch/x/../terrain",
			"/api/nodes/scratch/%2e%2e/scratch/terrain", "/api/nodes/scratch/terrain/.",
			"/api/nodes/scratch/terrain/zarr.json" })
	void whenPathIsRootOrNotValidThenNothingIsDeleted(String uri) {
		assertThat(this.mvc.delete().uri(java.net.URI.create(uri))).hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(this.zarr.exists("terrain/elevation")).isTrue();
	}

	private MvcTestResult copy(String fromStore, String fromPath, String toStore, String toPath) {
		return post("""
				{"from": {"store": "%s", "path": "%s"}, "to": {"store": "%s", "path": "%s"}}
				""".formatted(fromStore, fromPath, toStore, toPath));
	}

	private MvcTestResult post(String body) {
		return this.mvc.post().uri("/api/copies").contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

}
