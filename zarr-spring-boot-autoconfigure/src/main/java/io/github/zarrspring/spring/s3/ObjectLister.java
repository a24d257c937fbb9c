package io.github.zarrspring.spring.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists objects. Services list by the bytes of the keys in UTF-8, which is the order of
 * {@link StoreKey}.
 */
final class ObjectLister {

	private final S3Calls calls;

	private final ObjectKeys keys;

	ObjectLister(S3Calls calls, ObjectKeys keys) {
		this.calls = calls;
		this.keys = keys;
	}

	List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		List<StoreKey> found = new ArrayList<>();
		forEach(prefix, after, limit, (key, object) -> {
			StoreKey last = found.isEmpty() ? after : found.get(found.size() - 1);
			if (last != null && last.compareTo(key) >= 0) {
				throw new StoreFailureException("The service does not list in order: '%s' comes after '%s'"
					.formatted(key.value(), last.value()));
			}
			found.add(key);
		});
		return found;
	}

	StoreInfo info(String prefix) {
		long[] sums = new long[2];
		forEach(prefix, null, Integer.MAX_VALUE, (key, object) -> {
			sums[0]++;
			sums[1] += object.size();
		});
		return new StoreInfo(sums[0], sums[1]);
	}

	private void forEach(String prefix, @Nullable StoreKey after, int limit, BiConsumer<StoreKey, S3Object> consumer) {
		if (StoreKey.first(prefix) == null || isBehind(prefix, after)) {
			return;
		}
		int count = 0;
		String token = null;
		boolean more = true;
		while (more && count < limit) {
			ListObjectsV2Response page = page(prefix, after, token, Math.min(limit - count, StorageBackend.PAGE));
			for (S3Object object : page.contents()) {
				StoreKey key = this.keys.parse(object.key());
				if (key != null && key.value().startsWith(prefix) && count < limit) {
					consumer.accept(key, object);
					count++;
				}
			}
			token = page.nextContinuationToken();
			more = Boolean.TRUE.equals(page.isTruncated());
			if (more && token == null) {
				throw new StoreFailureException(
						"The service has more objects than it lists, and does not say how to go on");
			}
		}
	}

	/**
	 * Whether all keys with a prefix come before a key.
	 */
	private static boolean isBehind(String prefix, @Nullable StoreKey after) {
		return after != null && !after.value().startsWith(prefix) && StoreKey.compare(after.value(), prefix) > 0;
	}

	private ListObjectsV2Response page(String prefix, @Nullable StoreKey after, @Nullable String token, int limit) {
		boolean within = after != null && after.value().startsWith(prefix);
		ListObjectsV2Request request = ListObjectsV2Request.builder()
			.bucket(this.calls.settings().bucket())
			.prefix(this.keys.of(prefix))
			.startAfter((within && after != null) ? this.keys.of(after.value()) : null)
			.continuationToken(token)
			.maxKeys(limit)
			.requestPayer(this.calls.payer())
			.build();
		return this.calls.call("list '%s'".formatted(this.keys.of(prefix)), (client) -> client.listObjectsV2(request));
	}

}
