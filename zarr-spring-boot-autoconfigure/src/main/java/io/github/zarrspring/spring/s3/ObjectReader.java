package io.github.zarrspring.spring.s3;

import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.limits.BytesInFlight.Reservation;
import io.github.zarrspring.storage.ByteRange;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/**
 * Reads objects, each with one request: what is missing is missing by the answer to it.
 */
final class ObjectReader {

	/**
	 * From how many bytes on the beginning of an object is asked for as a whole: few have
	 * more, and only a whole object comes with its checksum.
	 */
	private static final long WHOLE = 4L << 20;

	private static final ByteRange FIRST = ByteRange.of(0, 1);

	private static final ByteRange NOTHING = ByteRange.of(0, 0);

	private static final int ATTEMPTS = 5;

	private final S3Calls calls;

	private final BytesInFlight inFlight;

	ObjectReader(S3Calls calls, BytesInFlight inFlight) {
		this.calls = calls;
		this.inFlight = inFlight;
	}

	/**
	 * Read an object.
	 * @param key the object key
	 * @param range the part
	 * @param memory gives arrays of at least a size
	 * @param reservation what their bytes are reserved with
	 * @return what was read, {@code null} if there is no object
	 */
	@Nullable Fetched read(String key, ByteRange range, ReadMemory memory, Reservation reservation) {
		try {
			Fetched fetched = fetch(key, range, memory, reservation);
			ZarrException failure = (fetched != null) ? fetched.failure() : null;
			if (failure != null) {
				throw failure;
			}
			return fetched;
		}
		catch (SdkException ex) {
			throw S3Failures.translate("read '%s'".formatted(key), ex);
		}
	}

	/**
	 * The state of an object.
	 * @return the state, {@code null} if there is no object
	 * @throws SdkException if the service fails
	 */
	@Nullable ObjectState state(String key) {
		try (Reservation reservation = this.inFlight.begin()) {
			Fetched fetched = fetch(key, NOTHING, ReadMemory.NEW, reservation);
			return (fetched != null) ? fetched.state() : null;
		}
	}

	private @Nullable Fetched fetch(String key, ByteRange range, ReadMemory memory, Reservation reservation) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			try {
				return request(key, range, memory, reservation);
			}
			catch (SdkException ex) {
				if (isMissing(ex)) {
					return null;
				}
				if (!S3Failures.isBeyondEnd(ex)) {
					throw ex;
				}
			}
			// The range begins beyond the end: an answer without bytes says of what.
			Fetched whole = requestHead(key, reservation);
			if (whole == null || range.length() == 0 || whole.size() <= range.start(whole.size())) {
				return whole;
			}
		}
		throw new StoreUnavailableException("'%s' changes its size with each read".formatted(key));
	}

	private Fetched request(String key, ByteRange range, ReadMemory memory, Reservation reservation) {
		if (range.length() == 0) {
			return ask(key, "bytes=0-0", NOTHING, memory, reservation);
		}
		boolean fromStart = range.whole() || (range.offset() == 0 && range.length() >= WHOLE);
		boolean fromEnd = range.isSuffix() && range.length() > Integer.MAX_VALUE;
		return ask(key, (fromStart || fromEnd) ? null : header(range), range, memory, reservation);
	}

	private @Nullable Fetched requestHead(String key, Reservation reservation) {
		try {
			return ask(key, null, NOTHING, ReadMemory.NEW, reservation);
		}
		catch (SdkException ex) {
			if (isMissing(ex)) {
				return null;
			}
			throw ex;
		}
	}

	private boolean isMissing(SdkException ex) {
		return S3Failures.isMissing(ex) || (this.calls.settings().forbiddenIsAbsent() && S3Failures.isForbidden(ex));
	}

	private static String header(ByteRange range) {
		if (range.isSuffix()) {
			return "bytes=-" + range.length();
		}
		long last = range.offset() + range.length() - 1;
		return (last >= 0) ? "bytes=%s-%s".formatted(range.offset(), last) : "bytes=%s-".formatted(range.offset());
	}

	private Fetched ask(String key, @Nullable String header, ByteRange range, ReadMemory memory,
			Reservation reservation) {
		GetObjectRequest request = GetObjectRequest.builder()
			.bucket(this.calls.settings().bucket())
			.key(key)
			.range(header)
			.requestPayer(this.calls.payer())
			.checksumMode((header == null && this.calls.settings().checksums()) ? ChecksumMode.ENABLED : null)
			.build();
		boolean first = header != null && range.length() == 0;
		BodyReader reader = new BodyReader(first ? FIRST : range, header != null, this.calls.settings().maxValueBytes(),
				memory, reservation);
		Fetched fetched = this.calls.call((client) -> client.getObject(request, reader));
		return first ? new Fetched(fetched.state(), fetched.size(), fetched.bytes().limit(0), fetched.failure())
				: fetched;
	}

}
