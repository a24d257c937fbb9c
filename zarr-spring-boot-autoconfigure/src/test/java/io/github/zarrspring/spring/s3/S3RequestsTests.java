package io.github.zarrspring.spring.s3;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.spring.net.FaultProxy;
import io.github.zarrspring.spring.net.Message;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many requests it takes, counted in front of the service.
 */
class S3RequestsTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private final FaultProxy proxy = new FaultProxy(S3Service.S3PROXY.endpoint());

	private final String bucket = S3Service.S3PROXY.newBucket();

	private final S3Settings settings = new S3Settings(this.bucket, "lake/");

	private final StorageBackend backend = S3Service.backend(this.proxy.uri(), this.settings);

	private ZarrEngine engine;

	@BeforeEach
	void open() {
		this.engine = ZarrEngine.create();
	}

	@AfterEach
	void close() {
		this.engine.close();
		this.backend.close();
		this.proxy.close();
	}

	private List<String> requests() {
		return this.proxy.requests().stream().map(Message::method).toList();
	}

	@Test
	@DisplayName("3.13 An array in S3: one request to open it, one for each chunk to read it")
	void whenArrayIsReadThenEachChunkIsOneRequest() {
		Hierarchy hierarchy = this.engine.hierarchy("s3", this.backend);
		int[] cells = new Random(7).ints(512 * 16, 1, 100).toArray();
		hierarchy.create("a", ArraySpec.of(DataType.INT32).shape(512, 16).chunks(1, 16))
			.write(NdArray.of(cells, 512, 16));
		this.proxy.forget();
		ZarrArray array = hierarchy.open("a");
		assertThat(requests()).containsExactly("GET");
		assertThat(array.read().ints()).isEqualTo(cells);
		assertThat(requests()).hasSize(1 + 512).containsOnly("GET");
	}

	@Test
	@DisplayName("3.13 2,500 keys in S3 are listed in order, each once, in pages")
	void whenThereAreMoreKeysThanAPageHasThenAllAreListed() {
		Map<StoreKey, ByteBuffer> values = new HashMap<>();
		for (int i = 0; i < 2500; i++) {
			values.put(StoreKey.of("a/c/%d/%d".formatted(i / 50, i % 50)), ByteBuffer.allocate(3));
		}
		this.backend.writeAll(values);
		List<StoreKey> ordered = values.keySet().stream().sorted().toList();
		this.proxy.forget();
		List<StoreKey> listed = new ArrayList<>();
		StoreKey after = null;
		List<StoreKey> page;
		do {
			page = this.backend.list("a/c/", after, 1000);
			listed.addAll(page);
			after = page.get(page.size() - 1);
		}
		while (page.size() == 1000);
		assertThat(listed).isEqualTo(ordered);
		assertThat(requests()).hasSize(3);
		this.proxy.forget();
		assertThat(this.backend.list("", null, 2400)).isEqualTo(ordered.subList(0, 2400));
		assertThat(requests()).hasSize(3);
		this.proxy.forget();
		assertThat(this.backend.info("")).isEqualTo(new StoreInfo(2500, 7500));
		assertThat(requests()).hasSize(3);
		this.proxy.forget();
		this.backend.deleteAll("");
		assertThat(requests()).containsExactly("GET", "POST", "GET", "POST", "GET", "POST");
		assertThat(this.backend.list("", null, 1)).isEmpty();
	}

	@Test
	void whenValueIsReadThenItIsOneRequestWhetherThereOrNot() {
		assertThat(this.backend.read(KEY)).isEmpty();
		assertThat(this.backend.exists(KEY)).isFalse();
		this.backend.write(KEY, ByteBuffer.allocate(10));
		assertThat(this.backend.read(KEY)).isPresent();
		assertThat(this.backend.read(KEY, ByteRange.of(3, 4))).map(StoredValue::size).contains(4);
		assertThat(this.backend.read(KEY, ByteRange.suffix(4))).map(StoredValue::size).contains(4);
		assertThat(this.backend.exists(KEY)).isTrue();
		assertThat(requests()).containsExactly("GET", "GET", "PUT", "GET", "GET", "GET", "GET");
	}

	@Test
	void whenPartIsReadThenNoMoreIsTransferred() {
		this.backend.write(KEY, ByteBuffer.allocate(10_000));
		this.proxy.forget();
		this.backend.read(KEY, ByteRange.of(3, 4));
		this.backend.read(KEY, ByteRange.suffix(5));
		assertThat(this.proxy.requests()).extracting((request) -> request.header("Range"))
			.containsExactly("bytes=3-6", "bytes=-5");
	}

	@Test
	void whenValueIsChangedThenItIsOneRequest() {
		this.backend.compareAndSet(KEY, Version.ABSENT, ByteBuffer.allocate(1));
		Version version = this.backend.read(KEY).orElseThrow().version();
		this.proxy.forget();
		assertThat(this.backend.compareAndSet(KEY, version, ByteBuffer.allocate(2))).isTrue();
		assertThat(requests()).containsExactly("PUT");
	}

	@Test
	void whenValueIsWrittenThenItCarriesChecksumAndId() {
		this.backend.write(KEY, ByteBuffer.wrap("123456789".getBytes()));
		Message request = this.proxy.requests().get(0);
		assertThat(request.header("x-amz-checksum-crc32c")).isEqualTo("4waSgw==");
		assertThat(request.header("x-amz-meta-" + WriteHistory.METADATA)).matches("[\\w-]{12}\\.1");
		assertThat(request.header("Content-Length")).isEqualTo("9");
	}

	@Test
	void whenRequesterPaysThenEachRequestSaysSo() {
		S3Settings paid = new S3Settings(this.bucket, "", true, true, ConditionalWrites.PROBED, 4,
				this.settings.callTimeout(), this.settings.resolveTimeout(), 5 << 20, 1 << 30, false);
		try (StorageBackend payer = S3Service.backend(this.proxy.uri(), paid)) {
			payer.write(KEY, ByteBuffer.allocate(6 << 20));
			payer.compareAndSet(KEY, payer.read(KEY).orElseThrow().version(), ByteBuffer.allocate(1));
			payer.compareAndDelete(KEY, payer.read(KEY).orElseThrow().version());
			payer.list("", null, 1);
			payer.deleteAll(List.of(KEY));
			payer.delete(KEY);
		}
		assertThat(this.proxy.requests())
			.allSatisfy((request) -> assertThat(request.header("x-amz-request-payer")).isEqualTo("requester"));
	}

	@Test
	void whenValueIsLargeThenItIsWrittenInPartsAndComparedAsAWhole() {
		byte[] content = new byte[13 << 20];
		new Random(3).nextBytes(content);
		try (StorageBackend parted = S3Service.backend(this.proxy.uri(), this.settings.withSizes(5 << 20, 1 << 30))) {
			ByteBuffer direct = ByteBuffer.allocateDirect(content.length + 7).position(7).put(content).position(7);
			parted.write(KEY, direct);
			assertThat(this.proxy.requests()).hasSize(5);
			assertThat(parted.read(KEY).orElseThrow().bytes()).isEqualTo(ByteBuffer.wrap(content));
			Version version = parted.read(KEY).orElseThrow().version();
			content[6 << 20]++;
			assertThat(parted.compareAndSet(KEY, version, ByteBuffer.wrap(content))).isTrue();
			assertThat(parted.compareAndSet(KEY, version, ByteBuffer.allocate(6 << 20))).isFalse();
			assertThat(parted.compareAndSet(KEY, Version.ABSENT, ByteBuffer.allocate(6 << 20))).isFalse();
			assertThat(parted.read(KEY).orElseThrow().bytes()).isEqualTo(ByteBuffer.wrap(content));
			assertThat(parted.list("", null, 10)).containsExactly(KEY);
		}
	}

}
