package io.github.zarrspring.spring.s3;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnfinishedWriteException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;

/**
 * Repeats what failed for now, as often as it takes.
 */
final class Repeating extends DelegatingBackend {

	Repeating(StorageBackend delegate) {
		super(delegate);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		return repeat(() -> delegate().read(key, range));
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		return repeat(() -> delegate().read(key, range)).map(borrower);
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		BooleanSupplier attempt = () -> delegate().compareAndSet(key, expected, bytes);
		while (true) {
			try {
				return attempt.getAsBoolean();
			}
			catch (UnfinishedWriteException ex) {
				attempt = ex::finish;
			}
		}
	}

	private static <T> T repeat(Supplier<T> read) {
		while (true) {
			try {
				return read.get();
			}
			catch (StoreUnavailableException ex) {
				// It is tried again.
			}
		}
	}

}
