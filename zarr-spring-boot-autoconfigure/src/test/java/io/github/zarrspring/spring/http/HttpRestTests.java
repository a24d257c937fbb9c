package io.github.zarrspring.spring.http;

import java.util.Set;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.Message;
import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Arrays of a service with the REST contract.
 */
class HttpRestTests {

	private final TestServer server = new TestServer(new RestHandler());

	private final HttpBackend backend = HttpStores.open(
			new HttpStoreSettings(BaseUrl.of(this.server.uri().toString()), HttpLayout.REST, true,
					ConditionalWrites.OFF, HttpListing.NONE, 10_000, 16 << 20, Set.of(), "Bearer key", false),
			HttpStores.READ_TIMEOUT);

	private final ZarrEngine engine = ZarrEngine.create();

	private final Hierarchy hierarchy = this.engine.hierarchy("service", this.backend);

	@AfterEach
	void close() {
		this.engine.close();
		this.server.close();
	}

	@Test
	@DisplayName("3.5 Arrays of a service with the REST contract are created, written, read, listed and deleted")
	void whenServiceHasTheRestContractThenArraysWork() {
		ZarrArray array = this.hierarchy.create("t2m", ArraySpec.of(DataType.INT32).shape(3, 4).chunks(2, 2));
		array.write(NdArray.of(new int[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, 3, 4));
		assertThat(this.server.requests()).extracting(Message::start)
			.contains("GET /health HTTP/1.1", "PUT /arrays/t2m/metadata HTTP/1.1",
					"PUT /arrays/t2m/chunks/1,0 HTTP/1.1");
		ZarrArray opened = this.hierarchy.open("t2m");
		assertThat(opened.read().ints()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
		opened.update(io.github.zarrspring.array.Selection.of(Slice.at(0), Slice.at(1)), (values) -> {
			values.ints()[0] = 20;
			return values;
		});
		assertThat(this.hierarchy.open("t2m").read(Slice.at(0), Slice.all()).ints()).containsExactly(1, 20, 3, 4);
		assertThat(this.backend.list("t2m/", null, 10)).extracting(StoreKey::value)
			.containsExactly("t2m/c/0/0", "t2m/c/0/1", "t2m/c/1/0", "t2m/c/1/1", "t2m/zarr.json");
		assertThat(this.backend.list("t2m/c/", StoreKey.of("t2m/c/0/1"), 1)).singleElement()
			.satisfies((key) -> assertThat(key.chunk()).containsExactly(1, 0));
		StoreKey chunk = StoreKey.chunk(io.github.zarrspring.storage.NodePath.of("t2m"), "c/1/1", new long[] { 1, 1 });
		this.backend.delete(chunk);
		this.backend.delete(chunk);
		assertThat(this.backend.read(chunk)).isEmpty();
		assertThat(this.hierarchy.open("t2m").read(Slice.at(2), Slice.all()).ints()).containsExactly(9, 10, 0, 0);
		this.hierarchy.delete("t2m");
		assertThat(this.hierarchy.exists("t2m")).isFalse();
	}

	@Test
	@DisplayName("3.5 The health of the service is asked for without credentials")
	void whenRootIsLookedForThenHealthIsAskedFor() {
		assertThat(this.backend.exists(StoreKey.of("zarr.json"))).isTrue();
		assertThat(this.server.requests()).singleElement().satisfies((request) -> {
			assertThat(request.target()).isEqualTo("/health");
			assertThat(request.header("Authorization")).isNull();
		});
		this.server.handler((request) -> Answer.of(503, new byte[0]));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.backend.exists(StoreKey.of("zarr.json")));
	}

	@Test
	void whenServiceHasNoPlaceForSomethingThenItIsRefused() {
		assertThat(this.backend.read(StoreKey.of("t2m/.zattrs"))).isEmpty();
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(
				() -> this.backend.write(StoreKey.metadata(io.github.zarrspring.storage.NodePath.of("t2m"), ".zattrs"),
						java.nio.ByteBuffer.allocate(1)))
			.withMessageContaining("no place");
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> this.backend.list("", null, 1));
	}

}
