package io.github.zarrspring.spring.s3;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.spring.ConditionalWrites;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Finds out, before the first conditional write, whether the service compares: one that
 * does not would take each such write and lose the updates of others. Tried on an object
 * of its own with a random name, which is removed.
 */
final class ConditionProbe {

	/**
	 * How often a request of the trial is sent at most.
	 */
	private static final int ATTEMPTS = 5;

	private static final String STRANGER = "\"00000000000000000000000000000000\"";

	private final S3Calls calls;

	private final ObjectKeys keys;

	private final ObjectWriter writer;

	private final MultipartWriter multipart;

	private final WriteIds ids;

	private final Finding writes = new Finding();

	private final Finding deletes = new Finding();

	private final Finding parts = new Finding();

	ConditionProbe(S3Calls calls, ObjectKeys keys, ObjectWriter writer, MultipartWriter multipart, WriteIds ids) {
		this.calls = calls;
		this.keys = keys;
		this.writer = writer;
		this.multipart = multipart;
		this.ids = ids;
	}

	/**
	 * Check that conditional writes are compared.
	 * @throws StoreFailureException if they are not
	 */
	void checkWrites() {
		if (isProbed() && !this.writes.get(this::comparesWrites)) {
			throw new StoreFailureException("The service ignores If-Match or If-None-Match: conditional writes to it "
					+ "would lose updates. Set 'conditional-writes' of the store to 'off' if one application alone "
					+ "writes to it");
		}
	}

	/**
	 * Check that conditional deletes are compared.
	 * @throws StoreFailureException if they are not
	 */
	void checkDeletes() {
		if (isProbed() && !this.deletes.get(this::comparesDeletes)) {
			throw new StoreFailureException("The service ignores If-Match where it deletes, so that a chunk that has "
					+ "become all fill value cannot be removed. Set 'zarr.write-empty-chunks' to true to keep it");
		}
	}

	/**
	 * Whether conditional writes in parts are compared; otherwise large values are
	 * written whole.
	 */
	boolean comparesParts() {
		return !isProbed() || this.parts.get(this::comparesWritesInParts);
	}

	private boolean isProbed() {
		return this.calls.settings().conditionalWrites() == ConditionalWrites.PROBED;
	}

	private boolean comparesWrites() {
		return withObject((key) -> !isDone(() -> put(key, Condition.ABSENT))
				&& !isDone(() -> put(key, Condition.matches(STRANGER))));
	}

	private boolean comparesDeletes() {
		return withObject((key) -> !isDone(() -> delete(key, STRANGER)) && !isDone(() -> delete(key + '-', STRANGER)));
	}

	private boolean comparesWritesInParts() {
		return withObject((key) -> !isDone(() -> putInParts(key, Condition.ABSENT))
				&& !isDone(() -> putInParts(key, Condition.matches(STRANGER))));
	}

	private boolean withObject(Check check) {
		String key = this.keys.ofProbe();
		SdkException failure = null;
		boolean found = false;
		try {
			repeated(() -> put(key, Condition.NONE));
			found = check.test(key);
		}
		catch (SdkException ex) {
			failure = ex;
		}
		try {
			// What was refused may have been stored all the same.
			repeated(() -> delete(key, null));
		}
		catch (SdkException ex) {
			if (failure == null) {
				failure = ex;
			}
			else {
				failure.addSuppressed(ex);
			}
		}
		if (failure != null) {
			throw S3Failures.translate("try conditional writes with '%s'".formatted(key), failure);
		}
		return found;
	}

	/**
	 * Whether a request with a condition that does not hold is carried out all the same.
	 */
	private static boolean isDone(Runnable request) {
		try {
			repeated(request);
			return true;
		}
		catch (SdkException ex) {
			if (S3Failures.isConflict(ex)) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Send a request again if the service did not answer. Each comes to the same when it
	 * is done twice, and a trial of several requests would hardly ever come to an end
	 * over a bad network if one of them could stop it.
	 */
	private static void repeated(Runnable request) {
		for (int attempt = 1; true; attempt++) {
			try {
				request.run();
				return;
			}
			catch (SdkException ex) {
				boolean passing = S3Failures.translate("try conditional writes",
						ex) instanceof StoreUnavailableException;
				if (!passing || attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private static ByteBuffer content() {
		return ByteBuffer.wrap(new byte[] { 1 });
	}

	private WriteHistory history() {
		return WriteHistory.NONE.with(this.ids.next());
	}

	private void put(String key, Condition condition) {
		this.writer.put(key, content(), history(), condition, false);
	}

	private void putInParts(String key, Condition condition) {
		this.multipart.put(key, content(), history(), condition);
	}

	private void delete(String key, @Nullable String etag) {
		this.calls.call((client) -> client.deleteObject((request) -> request.bucket(this.calls.settings().bucket())
			.key(key)
			.ifMatch(etag)
			.requestPayer(this.calls.payer())));
	}

	/**
	 * What is tried with an object.
	 */
	private interface Check {

		boolean test(String key);

	}

	/**
	 * What was found out, once. A probe that failed has found out nothing.
	 */
	private static final class Finding {

		private final ReentrantLock lock = new ReentrantLock();

		private volatile @Nullable Boolean found;

		boolean get(Supplier<Boolean> probe) {
			Boolean known = this.found;
			return (known != null) ? known : find(probe);
		}

		private boolean find(Supplier<Boolean> probe) {
			this.lock.lock();
			try {
				Boolean known = this.found;
				if (known == null) {
					known = probe.get();
					this.found = known;
				}
				return known;
			}
			finally {
				this.lock.unlock();
			}
		}

	}

}
