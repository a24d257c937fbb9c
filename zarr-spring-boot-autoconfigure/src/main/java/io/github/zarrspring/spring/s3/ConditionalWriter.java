package io.github.zarrspring.spring.s3;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

import io.github.zarrspring.exception.UnfinishedWriteException;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;

/**
 * Writes and deletes if what is stored is what was expected.
 * <p>
 * A refusal proves nothing by itself: it may be the answer to a second attempt of
 * something in between, after a first that succeeded. No answer proves nothing either. So
 * the object is read back. A write that is in its {@linkplain WriteHistory history} was
 * done. If the object is still as it was expected to be, the write was not done and is
 * sent again, under the same id and condition, so that it cannot be done twice. Otherwise
 * others were faster.
 * <p>
 * One backend has one conditional write of a key under way at a time, in the order of
 * their ids: the history keeps the last one of each.
 */
final class ConditionalWriter {

	private static final int STRIPES = 256;

	private final S3Calls calls;

	private final ObjectKeys keys;

	private final ObjectWriter writer;

	private final OutcomeReader outcomes;

	private final WriteIds ids;

	private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

	ConditionalWriter(S3Calls calls, ObjectKeys keys, ObjectWriter writer, OutcomeReader outcomes, WriteIds ids) {
		this.calls = calls;
		this.keys = keys;
		this.writer = writer;
		this.outcomes = outcomes;
		this.ids = ids;
		for (int i = 0; i < STRIPES; i++) {
			this.locks[i] = new ReentrantLock();
		}
	}

	boolean write(StoreKey storeKey, Version version, ByteBuffer bytes, boolean inParts) {
		String key = this.keys.of(storeKey);
		ObjectState expected = ObjectState.of(version);
		ReentrantLock lock = lock(key);
		lock.lock();
		try {
			WriteId id = this.ids.next();
			WriteHistory history = ((expected != null) ? expected.history() : WriteHistory.NONE).with(id);
			return finish(new PendingPut(key, id, expected,
					() -> this.writer.put(key, bytes, history, Condition.of(expected), inParts)), false);
		}
		finally {
			lock.unlock();
		}
	}

	boolean delete(StoreKey storeKey, Version version) {
		String key = this.keys.of(storeKey);
		ObjectState expected = ObjectState.of(version);
		return expected != null && finish(new PendingDelete(key, expected, () -> delete(key, expected.etag())), false);
	}

	private void delete(String key, String etag) {
		DeleteObjectRequest request = DeleteObjectRequest.builder()
			.bucket(this.calls.settings().bucket())
			.key(key)
			.ifMatch(etag)
			.requestPayer(this.calls.payer())
			.overrideConfiguration(WithoutRetries.OVERRIDE)
			.build();
		this.calls.call((client) -> client.deleteObject(request));
	}

	/**
	 * Do a write, or find out that it cannot be done.
	 * @param write the write
	 * @param before whether it may have been done already
	 * @return whether it is done
	 * @throws UnfinishedWriteException if that is not known in time
	 */
	private boolean finish(PendingWrite write, boolean before) {
		ReentrantLock lock = lock(write.key());
		lock.lock();
		try {
			return finish(write, before, new Patience(this.calls.settings().resolveTimeout()));
		}
		finally {
			lock.unlock();
		}
	}

	private boolean finish(PendingWrite write, boolean before, Patience patience) {
		boolean sent = before;
		SdkException failure;
		do {
			failure = send(write);
			if (failure == null) {
				return true;
			}
			boolean conflict = S3Failures.isConflict(failure);
			if (conflict && !sent && write.trustsConflict()) {
				return false;
			}
			sent |= !S3Failures.isRefused(failure);
			if (!conflict && !S3Failures.isTransient(failure)) {
				throw sent ? OutcomeReader.unknown(write.key(), failure)
						: S3Failures.translate(write.action(), failure);
			}
			PendingWrite.Outcome outcome = outcome(write, sent, failure, patience);
			if (outcome == PendingWrite.Outcome.UNTOLD && sent) {
				throw OutcomeReader.unknown(write.key(), failure);
			}
			if (outcome != PendingWrite.Outcome.OPEN) {
				return outcome == PendingWrite.Outcome.DONE;
			}
		}
		while (patience.pause(S3Failures.retryAfter(failure)));
		throw unfinished(write, sent, failure);
	}

	private static @Nullable SdkException send(PendingWrite write) {
		try {
			write.send();
			return null;
		}
		catch (SdkException ex) {
			return ex;
		}
	}

	private PendingWrite.Outcome outcome(PendingWrite write, boolean sent, SdkException failure, Patience patience) {
		try {
			return write.outcome(this.outcomes.state(write.key(), patience));
		}
		catch (SdkException ex) {
			failure.addSuppressed(ex);
			if (S3Failures.isTransient(ex)) {
				throw unfinished(write, sent, failure);
			}
			throw OutcomeReader.unknown(write.key(), failure);
		}
	}

	private UnfinishedWriteException unfinished(PendingWrite write, boolean sent, SdkException failure) {
		String message = "It is not known whether '%s' was changed: %s".formatted(write.key(), failure.getMessage());
		return new UnfinishedWriteException(message, failure, S3Failures.askedPause(failure),
				() -> finish(write, sent));
	}

	private ReentrantLock lock(String key) {
		int hash = key.hashCode();
		return this.locks[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
	}

}
