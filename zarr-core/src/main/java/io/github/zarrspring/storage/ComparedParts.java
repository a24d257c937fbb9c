package io.github.zarrspring.storage;

import java.util.Optional;
import java.util.function.Function;

import io.github.zarrspring.exception.WriteConflictException;

/**
 * A value whose parts are read by calls of their own, each of which has to find the
 * version that the first one found.
 *
 * @param backend the backend
 * @param key the key
 * @param first the part that was read on opening
 */
record ComparedParts(StorageBackend backend, StoreKey key, StoredValue first) implements OpenValue {

	@Override
	public StoredValue read(ByteRange range) {
		return unchanged(this.backend.read(this.key, range).map(this::compared));
	}

	@Override
	public <R> R borrow(ByteRange range, Function<StoredValue, R> borrower) {
		return unchanged(this.backend.borrow(this.key, range, (part) -> borrower.apply(compared(part))));
	}

	private StoredValue compared(StoredValue part) {
		if (!part.version().equals(this.first.version())) {
			throw changed();
		}
		return part;
	}

	private <R> R unchanged(Optional<R> found) {
		return found.orElseThrow(this::changed);
	}

	private WriteConflictException changed() {
		return new WriteConflictException("The value of '%s' was changed while it was read".formatted(this.key));
	}

}
