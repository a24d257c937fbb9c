package io.github.zarrspring.spring.s3;

import org.jspecify.annotations.Nullable;

/**
 * A conditional delete. There is no history of what is not there any more: if the object
 * is gone, it may have been this delete or another.
 *
 * @param key the object key
 * @param expected what must be stored
 * @param request sends it
 */
record PendingDelete(String key, ObjectState expected, Runnable request) implements PendingWrite {

	@Override
	public String action() {
		return "delete '%s'".formatted(this.key);
	}

	@Override
	public void send() {
		this.request.run();
	}

	@Override
	public boolean trustsConflict() {
		return true;
	}

	@Override
	public Outcome outcome(@Nullable ObjectState state) {
		if (this.expected.equals(state)) {
			return Outcome.OPEN;
		}
		return (state != null && state.history().follows(this.expected.history())) ? Outcome.CONFLICT : Outcome.UNTOLD;
	}

}
