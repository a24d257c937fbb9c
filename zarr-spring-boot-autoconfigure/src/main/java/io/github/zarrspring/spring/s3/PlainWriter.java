package io.github.zarrspring.spring.s3;

import java.nio.ByteBuffer;

import io.github.zarrspring.storage.StoreKey;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Writes whatever is stored. A write whose answer was lost is looked for before it is
 * said to have failed: whoever repeats it then does not undo what others have made of it
 * since.
 */
final class PlainWriter {

	private final S3Calls calls;

	private final ObjectKeys keys;

	private final ObjectWriter writer;

	private final OutcomeReader outcomes;

	private final WriteIds ids;

	PlainWriter(S3Calls calls, ObjectKeys keys, ObjectWriter writer, OutcomeReader outcomes, WriteIds ids) {
		this.calls = calls;
		this.keys = keys;
		this.writer = writer;
		this.outcomes = outcomes;
		this.ids = ids;
	}

	void write(StoreKey storeKey, ByteBuffer bytes) {
		String key = this.keys.of(storeKey);
		WriteId id = this.ids.next();
		try {
			this.writer.put(key, bytes, WriteHistory.NONE.with(id), Condition.NONE, true);
		}
		catch (SdkException ex) {
			if (S3Failures.isRefused(ex) || !isStored(key, id, ex)) {
				throw S3Failures.translate("write '%s'".formatted(key), ex);
			}
		}
	}

	private boolean isStored(String key, WriteId id, SdkException failure) {
		try {
			ObjectState state = this.outcomes.state(key, new Patience(this.calls.settings().resolveTimeout()));
			if (state != null && state.history().mayHaveForgotten(id)) {
				throw OutcomeReader.unknown(key, failure);
			}
			return state != null && state.history().has(id);
		}
		catch (SdkException ex) {
			failure.addSuppressed(ex);
			return false;
		}
	}

}
