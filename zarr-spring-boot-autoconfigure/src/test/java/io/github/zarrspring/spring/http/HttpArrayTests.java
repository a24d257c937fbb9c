package io.github.zarrspring.spring.http;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.filesystem.Sync;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Arrays on web servers, and what they cost in requests.
 */
class HttpArrayTests {

	private final DirectoryHandler directory = new DirectoryHandler(true);

	private final TestServer server = new TestServer(this.directory);

	private final ZarrEngine engine = ZarrEngine.create();

	@TempDir
	Path folder;

	@AfterEach
	void close() {
		this.engine.close();
		this.server.close();
	}

	private Hierarchy hierarchy(HttpListing listing) {
		return this.engine.hierarchy("remote",
				HttpStores.open(this.server.uri(), HttpLayout.KEYS, listing, ConditionalWrites.PROBED));
	}

	private static int[] numbers(int count) {
		int[] numbers = new int[count];
		for (int i = 0; i < count; i++) {
			numbers[i] = i + 1;
		}
		return numbers;
	}

	@Test
	@DisplayName("3.5 Opening a v3 array is one request, and so is each chunk")
	void whenArrayIsReadThenThereIsOneRequestForEachChunk() {
		Hierarchy hierarchy = hierarchy(HttpListing.INDEX);
		ZarrArray array = hierarchy.create("t2m", ArraySpec.of(DataType.INT32).shape(512).chunks(1));
		array.write(NdArray.of(numbers(512), 512));
		this.server.forget();
		ZarrArray opened = hierarchy.open("t2m");
		assertThat(this.server.requests()).hasSize(1);
		assertThat(opened.read().ints()).isEqualTo(numbers(512));
		assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(514)
			.allSatisfy((request) -> assertThat(request.method()).isEqualTo("GET"));
	}

	@Test
	@DisplayName("3.5 Where the server cannot list, keys are those of the consolidated metadata, with the chunks that are there")
	void whenMetadataAreConsolidatedThenKeysAreListed() {
		put("zarr.json", """
				{"zarr_format":3,"node_type":"group","attributes":{},"consolidated_metadata":{"kind":"inline",
				"must_understand":false,"metadata":{
				"g":{"zarr_format":3,"node_type":"group","attributes":{}},
				"g/a":%1$s,"b":%1$s}}}""".formatted(array()));
		put("g/zarr.json", "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}");
		put("g/a/zarr.json", array());
		put("b/zarr.json", array());
		put("g/a/c/0", "1");
		put("g/a/c/10", "1");
		put("g/a/c/2", "1");
		StorageBackend backend = HttpStores.open(this.server.uri(), HttpLayout.KEYS, HttpListing.CONSOLIDATED,
				ConditionalWrites.PROBED);
		assertThat(backend.list("", null, 100)).extracting(StoreKey::value)
			.containsExactly("b/zarr.json", "g/a/c/0", "g/a/c/10", "g/a/c/2", "g/a/zarr.json", "g/zarr.json",
					"zarr.json");
		assertThat(backend.list("g/a/c/", StoreKey.of("g/a/c/0"), 1)).extracting(StoreKey::value)
			.containsExactly("g/a/c/10");
		this.server.forget();
		assertThat(backend.list("b/z", null, 10)).hasSize(1);
		assertThat(this.server.requests()).as("no chunk is looked for that is not asked for")
			.hasSizeLessThanOrEqualTo(13);
		assertThat(hierarchy(HttpListing.CONSOLIDATED).openGroup("").children()).extracting(ZarrNode::path)
			.extracting(Object::toString)
			.containsExactly("b", "g");
	}

	@Test
	void whenAGroupBelowTheRootIsConsolidatedThenWhatIsInItIsListed() {
		put("x/g/zarr.json", """
				{"zarr_format":3,"node_type":"group","attributes":{},"consolidated_metadata":{"kind":"inline",
				"must_understand":false,"metadata":{"a":%s}}}""".formatted(array()));
		put("x/g/a/zarr.json", array());
		put("x/g/a/c/2", "1");
		Hierarchy zarr = hierarchy(HttpListing.CONSOLIDATED);
		assertThat(zarr.backend().list("x/g/", null, 10)).extracting(StoreKey::value)
			.containsExactly("x/g/a/c/2", "x/g/a/zarr.json", "x/g/zarr.json");
		assertThat(zarr.children("x/g")).extracting((node) -> node.path().value()).containsExactly("x/g/a");
		zarr.copy("x/g", zarr, "copy");
		assertThat(zarr.open("copy/a").read().bytes()[2]).isEqualTo((byte) '1');
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> zarr.backend().list("x/", null, 10))
			.withMessageContaining("neither the root nor a group on the way to 'x/' has consolidated metadata");
	}

	@Test
	void whenAGroupHasConsolidatedMetadataAloneThenItsNodesAreOpenedAndListedThroughThem() {
		put("only/.zmetadata",
				"""
						{"zarr_consolidated_format":1,"metadata":{".zgroup":{"zarr_format":2},"a/.zarray":{"zarr_format":2,
						"shape":[2],"chunks":[1],"dtype":"|i1","compressor":null,"fill_value":0,"order":"C","filters":null}}}""");
		put("only/a/1", "1");
		for (HttpListing listing : List.of(HttpListing.NONE, HttpListing.CONSOLIDATED)) {
			Hierarchy zarr = hierarchy(listing);
			this.server.forget();
			ZarrArray array = zarr.open("only/a");
			assertThat(this.server.requests()).as("documents, one for each group, and those that it lacks")
				.hasSizeLessThanOrEqualTo(3 + 2 + 3);
			assertThat(array.read().bytes()).containsExactly(0, '1');
			assertThat(zarr.children("only")).extracting((node) -> node.path().value()).containsExactly("only/a");
		}
	}

	@Test
	void whenTwoStoresAreOnOneServerThenACopyIntoItselfIsRefused() {
		Hierarchy zarr = hierarchy(HttpListing.INDEX);
		Hierarchy inner = this.engine.hierarchy("inner", HttpStores.open(this.server.uri().resolve("/a/z"),
				HttpLayout.KEYS, HttpListing.INDEX, ConditionalWrites.PROBED));
		zarr.createGroup("a", Map.of());
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> zarr.copy("a", inner, ""))
			.withMessageContaining("one is within the other");
	}

	private static String array() {
		return """
				{"zarr_format":3,"node_type":"array","shape":[12],"data_type":"uint8","fill_value":0,"attributes":{},
				"chunk_grid":{"name":"regular","configuration":{"chunk_shape":[1]}},
				"chunk_key_encoding":{"name":"default","configuration":{"separator":"/"}},
				"codecs":[{"name":"bytes"}]}""";
	}

	private void put(String path, String text) {
		this.directory.answer(new io.github.zarrspring.spring.net.Message("PUT /" + path + " HTTP/1.1", List.of(),
				text.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	@DisplayName("3.5 Where nothing says what there is, listing fails, and is never empty")
	void whenKeysCannotBeListedThenListingFails() {
		StorageBackend backend = HttpStores.open(this.server.uri(), HttpLayout.KEYS, HttpListing.CONSOLIDATED,
				ConditionalWrites.PROBED);
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> backend.list("", null, 10))
			.withMessageContaining("'listing'");
		StorageBackend none = HttpStores.open(this.server.uri(), HttpLayout.KEYS, HttpListing.NONE,
				ConditionalWrites.PROBED);
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> none.list("", null, 10));
		this.server.handler((request) -> Answer.of(500, new byte[0]));
		assertThatExceptionOfType(io.github.zarrspring.exception.StoreUnavailableException.class)
			.isThrownBy(() -> HttpStores.open(this.server.uri()).list("", null, 10));
	}

	@Test
	@DisplayName("3.5 A server that knows neither ranges nor ETags nor writes is read all the same")
	void whenServerIsThatOfPythonThenArrayIsRead() throws Exception {
		try (FilesystemBackend files = new FilesystemBackend(this.folder, Sync.NEVER)) {
			this.engine.hierarchy("files", files)
				.create("a b/t2m", ArraySpec.of(DataType.INT32).shape(20).chunks(3))
				.write(NdArray.of(numbers(20), 20));
		}
		Process python = python();
		try {
			BufferedReader lines = new BufferedReader(
					new InputStreamReader(python.getInputStream(), StandardCharsets.UTF_8));
			Matcher url = Pattern.compile("http://127.0.0.1:\\d+/").matcher(String.valueOf(lines.readLine()));
			assertThat(url.find()).isTrue();
			HttpBackend backend = HttpStores.open(URI.create(url.group()));
			Hierarchy hierarchy = this.engine.hierarchy("remote", backend);
			assertThat(hierarchy.open("a b/t2m").read().ints()).isEqualTo(numbers(20));
			assertThat(backend.list("a b/t2m/c/", null, 100)).hasSize(7);
			assertThat(backend.read(StoreKey.of("a b/t2m"))).as("a directory is no value").isEmpty();
			assertThat(backend.exists(StoreKey.of("a b/t2m/c/6"))).isTrue();
			assertThat(backend.exists(StoreKey.of("a b/t2m/c/7"))).isFalse();
		}
		finally {
			python.destroyForcibly().waitFor();
		}
	}

	private Process python() {
		try {
			return new ProcessBuilder("python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory",
					this.folder.toString())
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (java.io.IOException ex) {
			Assumptions.abort("there is no Python: " + ex.getMessage());
			throw new IllegalStateException(ex);
		}
	}

}
