package io.github.zarrspring.spring.s3;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.limits.BytesInFlight.Reservation;
import io.github.zarrspring.storage.ByteRange;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads the body of an answer into one array, from the connection straight into it. What
 * was not asked for is not read: the connection is given up.
 * <p>
 * Runs while the time-outs of the call do. Its own failures are results, as the SDK would
 * wrap what is thrown here.
 */
final class BodyReader implements ResponseTransformer<GetObjectResponse, Fetched> {

	private final ByteRange range;

	private final boolean asked;

	private final long maxBytes;

	private final ReadMemory memory;

	private final Reservation reservation;

	/**
	 * A reader.
	 * @param range what is wanted
	 * @param asked whether the request says so, otherwise it asks for the whole
	 * @param maxBytes the most bytes to allocate
	 * @param memory gives arrays of at least a size
	 * @param reservation what their bytes are reserved with
	 */
	BodyReader(ByteRange range, boolean asked, long maxBytes, ReadMemory memory, Reservation reservation) {
		this.range = range;
		this.asked = asked;
		this.maxBytes = maxBytes;
		this.memory = memory;
		this.reservation = reservation;
	}

	@Override
	public Fetched transform(GetObjectResponse response, AbortableInputStream body) throws IOException {
		ObjectState state = ObjectState.of(response);
		Long length = response.contentLength();
		if (length == null || length < 0) {
			return failed(state, body, new StoreFailureException("The service does not say how long its answer is"));
		}
		ContentRange part = (this.asked && response.contentRange() != null)
				? ContentRange.parse(response.contentRange()) : ContentRange.whole(length);
		if (part == null || part.count() != length) {
			return failed(state, body, new StoreFailureException(
					"The service says that its %d bytes are those of '%s'".formatted(length, response.contentRange())));
		}
		long start = this.range.start(part.size());
		long count = this.range.count(part.size());
		if (count > this.maxBytes) {
			return failed(state, body, tooMuch(count));
		}
		if (start < part.start() || start + count > part.start() + part.count()) {
			return failed(state, body, new StoreFailureException(
					"The service gave '%s' when it was asked for %s".formatted(response.contentRange(), this.range)));
		}
		try {
			this.reservation.set("An object size",
					Math.max(count, Math.min(this.maxBytes, this.memory.lengthFor(count))));
		}
		catch (StoreUnavailableException ex) {
			body.abort();
			if (ex.getCause() instanceof InterruptedException interruption) {
				// By somebody, or by the end of the time for the call: the SDK knows.
				throw AbortedException.create(ex.getReason(), interruption);
			}
			return failed(state, body, ex);
		}
		catch (LimitExceededException ex) {
			return failed(state, body, ex);
		}
		byte[] bytes = this.memory.take((int) count);
		try {
			body.skipNBytes(start - part.start());
			if (body.readNBytes(bytes, 0, (int) count) < count) {
				throw new EOFException(
						"The answer is cut off: it has less than the %d bytes it should".formatted(length));
			}
			end(body, start + count == part.start() + part.count());
		}
		catch (SdkClientException ex) {
			if (ex.getCause() != null || S3Failures.isTransient(ex)) {
				throw ex;
			}
			return failed(state, body,
					new CorruptDataException("The bytes are not those of their checksum: " + ex.getMessage(), ex));
		}
		return new Fetched(state, part.size(), ByteBuffer.wrap(bytes, 0, (int) count), null);
	}

	/**
	 * Reaching the end is what checks the checksum and frees the connection.
	 */
	private static void end(AbortableInputStream body, boolean reached) throws IOException {
		if (!reached || body.read() >= 0) {
			body.abort();
		}
	}

	private LimitExceededException tooMuch(long count) {
		return new LimitExceededException("A value of %d bytes is more than the %d that zarr.limits.in-flight allows"
			.formatted(count, this.maxBytes));
	}

	private static Fetched failed(ObjectState state, AbortableInputStream body, ZarrException failure) {
		body.abort();
		return new Fetched(state, -1, ByteBuffer.allocate(0), failure);
	}

	/**
	 * Which bytes of an object an answer has.
	 *
	 * @param start the first byte
	 * @param count the number of bytes
	 * @param size the size of the object
	 */
	private record ContentRange(long start, long count, long size) {

		static ContentRange whole(long size) {
			return new ContentRange(0, size, size);
		}

		/**
		 * Parse {@code bytes 0-99/100}.
		 */
		static @Nullable ContentRange parse(String text) {
			String[] parts = text.strip().split("[ \\-/]");
			try {
				long first = Long.parseLong(parts[1]);
				long last = Long.parseLong(parts[2]);
				long size = Long.parseLong(parts[3]);
				return (parts.length == 4 && first >= 0 && first <= last && last < size)
						? new ContentRange(first, last - first + 1, size) : null;
			}
			catch (NumberFormatException | ArrayIndexOutOfBoundsException ex) {
				return null;
			}
		}

	}

}
