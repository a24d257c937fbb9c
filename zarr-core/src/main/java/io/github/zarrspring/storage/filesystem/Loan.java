package io.github.zarrspring.storage.filesystem;

import java.io.Closeable;

import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;

/**
 * A value whose bytes are lent for a while.
 */
final class Loan implements Closeable {

	private final StoredValue value;

	private final Runnable giveBack;

	private volatile boolean over;

	/**
	 * Lend a value.
	 * @param value the value
	 * @param giveBack what takes its bytes back
	 */
	Loan(StoredValue value, Runnable giveBack) {
		this.value = new StoredValue(value.bytes(), () -> version(value));
		this.giveBack = giveBack;
	}

	private Version version(StoredValue value) {
		// The hash of whatever is in the buffer by then would be worse than no version.
		if (this.over) {
			throw new IllegalStateException("The version of a borrowed value was asked for after its bytes were back");
		}
		return value.version();
	}

	/**
	 * The value.
	 * @return the value, good until this is closed
	 */
	StoredValue value() {
		return this.value;
	}

	@Override
	public void close() {
		this.over = true;
		this.giveBack.run();
	}

}
