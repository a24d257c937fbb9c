package io.github.zarrspring.spring.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnfinishedWriteException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Writes and deletes with {@code If-Match} and {@code If-None-Match}.
 * <p>
 * A request that gets no clear answer may have been done. It is made again under the same
 * condition: if it was done, or somebody else wrote, the server refuses the second one.
 * Then the write ids of what is stored tell which it was. Where they do not, because the
 * server does not keep them or the value has gone or was written without condition since,
 * the call fails and says that it is not known: it is never reported as a conflict, since
 * the caller would then do the change once more.
 */
final class ConditionalWriter {

	private final HttpCalls calls;

	private final Addresses addresses;

	private final boolean trusted;

	private final URI probeUri;

	private final ReentrantLock probeLock = new ReentrantLock();

	private volatile boolean probed;

	/**
	 * How much of the trial is over, guarded by the lock.
	 */
	private int answeredSteps;

	ConditionalWriter(HttpCalls calls, Addresses addresses, boolean trusted) {
		this.calls = calls;
		this.addresses = addresses;
		this.trusted = trusted;
		this.probeUri = addresses.ofProbe("zarr-probe-" + UUID.randomUUID());
	}

	/**
	 * Write or delete a value if it has a version.
	 * @param bytes the bytes, {@code null} to delete
	 * @return whether it was done
	 */
	boolean change(StoreKey key, URI uri, Version expected, @Nullable ByteBuffer bytes) {
		HttpCall call = HttpCall.of((bytes != null) ? HttpMethod.PUT : HttpMethod.DELETE, uri, "'" + key + "'");
		if (expected.equals(Version.ABSENT)) {
			call = call.with(HttpHeaders.IF_NONE_MATCH, "*");
		}
		else if (ContentVersion.is(expected)) {
			throw new StoreFailureException(
					("The server gives '%s' no strong ETag, so that it cannot be changed " + "under a condition. %s")
						.formatted(key, advice()));
		}
		else {
			call = call.with(HttpHeaders.IF_MATCH, WriteIds.etag(expected));
		}
		String id = WriteIds.next();
		if (bytes != null) {
			call = call.withBody(bytes)
				.with(HttpHeaders.CONTENT_TYPE, this.addresses.mediaType(key))
				.with(Reply.WRITE_IDS, WriteIds.header(expected, id));
		}
		return attempt(call, expected, id, false);
	}

	private boolean attempt(HttpCall call, Version expected, String id, boolean again) {
		try {
			probe();
			Reply reply = this.calls.send(call);
			if (reply.isSuccess()) {
				return true;
			}
			boolean refused = reply.status() == 412 || (reply.isMissing() && !expected.equals(Version.ABSENT));
			if (!refused) {
				throw HttpFailures.of(call, reply);
			}
			return again && find(call, expected, id);
		}
		catch (StoreUnavailableException ex) {
			throw new UnfinishedWriteException(
					"It is not known whether %s was done: %s".formatted(call, ex.getReason()), ex, ex.getRetryAfter(),
					() -> attempt(call, expected, id, true));
		}
	}

	/**
	 * Whether what is stored comes from the write.
	 */
	private boolean find(HttpCall call, Version expected, String id) {
		HttpCall head = HttpCall.of(HttpMethod.HEAD, call.uri(), call.name());
		Reply reply = this.calls.send(head);
		if (!reply.isSuccess() && !reply.isMissing()) {
			throw HttpFailures.of(head, reply);
		}
		Version stored = reply.isMissing() ? Version.ABSENT : reply.version();
		List<String> ids = (stored != null) ? WriteIds.of(stored) : List.of();
		List<String> before = WriteIds.of(expected);
		if (ids.contains(id)) {
			return true;
		}
		if (!before.isEmpty() && ids.contains(before.get(before.size() - 1))) {
			return false;
		}
		throw new StoreFailureException(
				"It cannot be found out whether %s was done: its answer was lost, and what is ".formatted(call)
						+ "stored now does not tell. Read the value before changing it again");
	}

	/**
	 * Try once whether the server heeds conditions, on a value of its own.
	 */
	private void probe() {
		if (this.trusted || this.probed) {
			return;
		}
		this.probeLock.lock();
		try {
			if (!this.probed) {
				tryConditions();
				this.probed = true;
			}
		}
		finally {
			this.probeLock.unlock();
		}
	}

	/**
	 * What was answered stays so: after a failure that may pass, this goes on where it
	 * was, so that a bad network delays it and does not keep it from coming to an end.
	 */
	private void tryConditions() {
		HttpCall put = HttpCall.of(HttpMethod.PUT, this.probeUri, "a value to try conditional writes with")
			.withBody(ByteBuffer.allocate(1))
			.with(HttpHeaders.CONTENT_TYPE, KeyAddresses.BYTES);
		HttpCall delete = HttpCall.of(HttpMethod.DELETE, this.probeUri, put.name());
		List<Runnable> steps = List.of(() -> expect(put, false),
				() -> expect(put.with(HttpHeaders.IF_NONE_MATCH, "*"), true),
				() -> expect(put.with(HttpHeaders.IF_MATCH, "\"another\""), true),
				() -> expect(delete.with(HttpHeaders.IF_MATCH, "\"another\""), true), () -> expect(delete, false));
		try {
			while (this.answeredSteps < steps.size()) {
				steps.get(this.answeredSteps).run();
				this.answeredSteps++;
			}
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (ZarrException ex) {
			this.answeredSteps = 0;
			removeProbe(delete, ex);
			throw ex;
		}
	}

	private void removeProbe(HttpCall delete, ZarrException reason) {
		try {
			expect(delete, false);
		}
		catch (ZarrException ex) {
			reason.addSuppressed(ex);
		}
	}

	private void expect(HttpCall call, boolean refused) {
		Reply reply = this.calls.send(call);
		if (refused && (reply.isSuccess() || reply.isMissing())) {
			throw new StoreFailureException(
					"The server does not heed the conditions of writes, so that they are refused. " + advice());
		}
		if (refused ? (reply.status() != 412) : !reply.isSuccess() && !(reply.isMissing() && call.body() == null)) {
			throw HttpFailures.of(call, reply);
		}
	}

	private static String advice() {
		return "Set 'conditional-writes' to 'off' if nobody else writes to the store";
	}

}
