package io.github.zarrspring.spring.s3;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.spring.retry.FastRetries;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.test.StorageBackendContractTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract of storage backends for one service.
 */
abstract class S3ContractTests extends StorageBackendContractTests {

	private final S3Service service;

	private String bucket = "";

	S3ContractTests(S3Service service) {
		this.service = service;
	}

	@Override
	protected StorageBackend createBackend() {
		this.bucket = this.service.newBucket();
		return open();
	}

	@Override
	protected @Nullable StorageBackend openSecondBackend() {
		return open();
	}

	/**
	 * The services of the tests list by UTF-16, S3 by UTF-8 as the contract wants it. The
	 * difference is in characters that few use; a listing that misses keys must not pass
	 * for a whole one.
	 */
	@Override
	@Test
	@DisplayName("A service that does not list in order is told from one that does")
	public void listsInOrder() {
		Map<StoreKey, ByteBuffer> values = new HashMap<>();
		List<String> ordered = List.of("A", "Z/c/0", "a!/c/0", "a-/c/0", "a-b", "a-c/0", "a/0", "a/b-/c", "a0/c/0", "b",
				"é");
		ordered.forEach((key) -> values.put(StoreKey.of(key), ByteBuffer.allocate(1)));
		backend().writeAll(values);
		assertThat(backend().list("", null, 100)).extracting(StoreKey::value).isEqualTo(ordered);
		backend().write(StoreKey.of("\uFF5E"), ByteBuffer.allocate(1));
		backend().write(StoreKey.of("\uD83D\uDE00"), ByteBuffer.allocate(1));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> backend().list("", null, 100))
			.withMessageContaining("does not list in order");
	}

	/**
	 * With retries, as in an application: under load the services of the tests answer now
	 * and then that they have failed and want to be asked again.
	 */
	private StorageBackend open() {
		return FastRetries.around("s3",
				S3Service.backend(this.service.endpoint(), new S3Settings(this.bucket, "some/prefix/")));
	}

}
