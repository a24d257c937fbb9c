package io.github.zarrspring.spring.s3;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnfinishedWriteException;
import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.limits.BytesInFlight.Reservation;
import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Keeps values as objects of a bucket, in any service that speaks S3. Each read is one
 * request, and each write of less than the multipart threshold. Other tools can read and
 * write the same objects.
 * <p>
 * Conditional writes are compared by the service ({@code If-Match}) and atomic against
 * all who write conditionally, in any process. What became of one whose answer was lost
 * is found out by reading the object back, which carries the ids of its last writes as
 * metadata; if it cannot be found out in time, the call fails with
 * {@link io.github.zarrspring.exception.UnfinishedWriteException}, which knows how to go
 * on. All other failures are typed as for any store, and
 * {@code StoreUnavailableException} says that nothing speaks against a repetition. The
 * backend itself repeats no request but those of a conditional write.
 * <p>
 * A service compares contents by their ETag, which many make of the content alone: who
 * expects a content that was replaced and has come back meets no conflict.
 * <p>
 * Safe for use by several threads, of which as many as there are connections call the
 * service at a time.
 */
public final class S3Backend implements StorageBackend {

	private static final ArrayPool ARRAYS = new ArrayPool(Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16));

	private final S3Calls calls;

	private final Runnable onClose;

	private final BytesInFlight inFlight;

	private final Parallel parallel;

	private final Capabilities capabilities;

	private final ObjectKeys keys;

	private final ObjectReader reader;

	private final ObjectWriter writer;

	private final PlainWriter plainWriter;

	private final ConditionalWriter conditionalWriter;

	private final ConditionProbe probe;

	private final ObjectLister lister;

	private final ObjectDeleter deleter;

	/**
	 * A backend.
	 * @param client the client. Its own retries should be off: those of the store know
	 * what may be repeated
	 * @param settings how the service is used
	 * @param executor where calls run that are made at a time. Tasks must not wait in it
	 * for others that have not begun
	 * @param inFlight the bytes that may be on their way, of all stores together
	 * @param onClose what to do at the end, such as to close client and executor
	 */
	public S3Backend(S3Client client, S3Settings settings, ExecutorService executor, BytesInFlight inFlight,
			Runnable onClose) {
		this.onClose = onClose;
		this.inFlight = inFlight;
		this.calls = new S3Calls(client, settings);
		this.parallel = new Parallel(executor, settings.maxConnections());
		this.capabilities = new Capabilities(true, settings.conditionalWrites() != ConditionalWrites.OFF,
				AtomicScope.VALUE, false, false, RoundTrip.REMOTE);
		this.keys = new ObjectKeys(settings.prefix());
		this.reader = new ObjectReader(this.calls, inFlight);
		MultipartWriter multipart = new MultipartWriter(this.calls, this.parallel);
		this.writer = new ObjectWriter(this.calls, multipart);
		OutcomeReader outcomes = new OutcomeReader(this.reader);
		this.plainWriter = new PlainWriter(this.calls, this.keys, this.writer, outcomes, new WriteIds());
		this.conditionalWriter = new ConditionalWriter(this.calls, this.keys, this.writer, outcomes, new WriteIds());
		this.probe = new ConditionProbe(this.calls, this.keys, this.writer, multipart, new WriteIds());
		this.lister = new ObjectLister(this.calls, this.keys);
		this.deleter = new ObjectDeleter(this.calls, this.keys, this.parallel);
	}

	@Override
	public Capabilities capabilities() {
		return this.capabilities;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return read(key, ByteRange.ALL);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		try (Reservation reservation = this.inFlight.begin()) {
			Fetched fetched = this.reader.read(this.keys.of(key), range, ReadMemory.NEW, reservation);
			return (fetched != null) ? Optional.of(new StoredValue(fetched.bytes(), fetched.state().version()))
					: Optional.empty();
		}
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		try (Reservation reservation = this.inFlight.begin()) {
			Fetched fetched = this.reader.read(this.keys.of(key), range, ARRAYS, reservation);
			if (fetched == null) {
				return Optional.empty();
			}
			try {
				return Optional.ofNullable(borrower.apply(new StoredValue(fetched.bytes(), fetched.state().version())));
			}
			finally {
				ARRAYS.give(fetched.bytes().array());
			}
		}
	}

	@Override
	public Map<StoreKey, StoredValue> readAll(Collection<StoreKey> all) {
		this.calls.checkOpen();
		Map<StoreKey, StoredValue> found = new ConcurrentHashMap<>();
		this.parallel.forEach(all, (key) -> read(key).ifPresent((value) -> found.put(key, value)));
		Map<StoreKey, StoredValue> ordered = new LinkedHashMap<>();
		for (StoreKey key : all) {
			StoredValue value = found.get(key);
			if (value != null) {
				ordered.put(key, value);
			}
		}
		return ordered;
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		this.plainWriter.write(key, bytes);
	}

	@Override
	public void writeAll(Map<StoreKey, ByteBuffer> values) {
		this.calls.checkOpen();
		this.parallel.forEach(values.entrySet(), (entry) -> write(entry.getKey(), entry.getValue()));
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		this.calls.checkOpen();
		if (!this.capabilities.conditionalWrites()) {
			return StorageBackend.super.compareAndSet(key, expected, bytes);
		}
		boolean inParts;
		try {
			this.probe.checkWrites();
			inParts = this.writer.isMultipart(bytes.remaining()) && this.probe.comparesParts();
		}
		catch (StoreUnavailableException ex) {
			throw notBegun(ex, () -> compareAndSet(key, expected, bytes));
		}
		return this.conditionalWriter.write(key, expected, bytes, inParts);
	}

	@Override
	public void delete(StoreKey key) {
		this.deleter.delete(key);
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		this.calls.checkOpen();
		if (!this.capabilities.conditionalWrites()) {
			return StorageBackend.super.compareAndDelete(key, expected);
		}
		try {
			this.probe.checkDeletes();
		}
		catch (StoreUnavailableException ex) {
			throw notBegun(ex, () -> compareAndDelete(key, expected));
		}
		return this.conditionalWriter.delete(key, expected);
	}

	private static UnfinishedWriteException notBegun(StoreUnavailableException ex, BooleanSupplier call) {
		return new UnfinishedWriteException(ex.getReason(), ex, ex.getRetryAfter(), call);
	}

	@Override
	public void deleteAll(Collection<StoreKey> all) {
		this.calls.checkOpen();
		this.deleter.delete(all);
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		this.calls.checkOpen();
		if (limit < 1) {
			throw new InvalidRequestException("A page of %d keys cannot be listed".formatted(limit));
		}
		return this.lister.list(prefix, after, limit);
	}

	@Override
	public StoreInfo info(String prefix) {
		this.calls.checkOpen();
		return this.lister.info(prefix);
	}

	@Override
	public String location() {
		return "s3:%s/%s/%s".formatted(this.calls.endpoint(), this.calls.settings().bucket(), this.keys.of(""));
	}

	@Override
	public void close() {
		if (this.calls.close()) {
			this.onClose.run();
		}
	}

}
