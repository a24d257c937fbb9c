package io.github.zarrspring.spring.s3;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.StoreKey;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * Deletes objects, many with each request. A request that succeeds may have failed for
 * some of them.
 */
final class ObjectDeleter {

	private static final int BATCH = 1000;

	private static final Set<String> TRANSIENT = Set.of("InternalError", "ServiceUnavailable", "SlowDown",
			"RequestTimeout");

	private final S3Calls calls;

	private final ObjectKeys keys;

	private final Parallel parallel;

	ObjectDeleter(S3Calls calls, ObjectKeys keys, Parallel parallel) {
		this.calls = calls;
		this.keys = keys;
		this.parallel = parallel;
	}

	void delete(StoreKey storeKey) {
		String key = this.keys.of(storeKey);
		this.calls.call("delete '%s'".formatted(key), (client) -> client.deleteObject(
				(request) -> request.bucket(this.calls.settings().bucket()).key(key).requestPayer(this.calls.payer())));
	}

	void delete(Collection<StoreKey> storeKeys) {
		List<StoreKey> all = List.copyOf(storeKeys);
		List<List<StoreKey>> batches = new ArrayList<>();
		for (int start = 0; start < all.size(); start += BATCH) {
			batches.add(all.subList(start, Math.min(all.size(), start + BATCH)));
		}
		this.parallel.forEach(batches, this::deleteBatch);
	}

	private void deleteBatch(List<StoreKey> batch) {
		List<ObjectIdentifier> objects = batch.stream()
			.map((key) -> ObjectIdentifier.builder().key(this.keys.of(key)).build())
			.toList();
		DeleteObjectsRequest request = DeleteObjectsRequest.builder()
			.bucket(this.calls.settings().bucket())
			.delete(Delete.builder().objects(objects).quiet(true).build())
			.requestPayer(this.calls.payer())
			.build();
		List<S3Error> errors = this.calls
			.call("delete %s objects".formatted(batch.size()), (client) -> client.deleteObjects(request))
			.errors()
			.stream()
			.filter((error) -> !"NoSuchKey".equals(error.code()))
			.toList();
		if (!errors.isEmpty()) {
			throw failure(errors, batch.size());
		}
	}

	private ZarrException failure(List<S3Error> errors, int size) {
		S3Error first = errors.get(0);
		String message = "%s of %s objects were not deleted; of '%s' the service says %s %s".formatted(errors.size(),
				size, first.key(), first.code(), this.calls.shown(first.message()));
		if (errors.stream().allMatch((error) -> TRANSIENT.contains(error.code()))) {
			return new StoreUnavailableException(message);
		}
		return "AccessDenied".equals(first.code()) ? new StoreAccessDeniedException(message)
				: new StoreFailureException(message);
	}

}
