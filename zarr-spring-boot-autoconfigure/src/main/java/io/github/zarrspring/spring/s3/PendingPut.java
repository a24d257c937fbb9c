package io.github.zarrspring.spring.s3;

import org.jspecify.annotations.Nullable;

/**
 * A conditional write.
 *
 * @param key the object key
 * @param id the id of the write
 * @param expected what must be stored, {@code null} for nothing
 * @param request sends it
 */
record PendingPut(String key, WriteId id, @Nullable ObjectState expected, Runnable request) implements PendingWrite {

	@Override
	public String action() {
		return "write '%s'".formatted(this.key);
	}

	@Override
	public void send() {
		this.request.run();
	}

	@Override
	public boolean trustsConflict() {
		return false;
	}

	@Override
	public Outcome outcome(@Nullable ObjectState state) {
		if (state != null && state.history().has(this.id)) {
			return Outcome.DONE;
		}
		if ((this.expected != null) ? this.expected.equals(state) : state == null) {
			return Outcome.OPEN;
		}
		// A write that was replaced by one that does not compare has left nothing behind.
		return (state != null && state.history().mayHaveForgotten(this.id)) ? Outcome.UNTOLD : Outcome.CONFLICT;
	}

}
