package io.github.zarrspring.spring.s3;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.zarrspring.exception.StoreFailureException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.model.RequestPayer;

/**
 * The client of one store and what all calls to it have in common: so many at a time, and
 * none after the end.
 */
final class S3Calls {

	private final S3Client client;

	private final S3Settings settings;

	private final Semaphore permits;

	private final ShownCredentials credentials;

	private volatile boolean closed;

	S3Calls(S3Client client, S3Settings settings) {
		this.client = client;
		this.settings = settings;
		this.permits = new Semaphore(settings.maxConnections());
		this.credentials = new ShownCredentials(client);
	}

	S3Settings settings() {
		return this.settings;
	}

	/**
	 * What tells the service from others, without what may be secret in its address.
	 * @return host and port, empty for that of AWS
	 */
	String endpoint() {
		try {
			S3ServiceClientConfiguration configuration = this.client.serviceClientConfiguration();
			// A double of a client in a test has none.
			if (configuration != null) {
				return configuration.endpointOverride()
					.map((uri) -> uri.getHost() + ':' + uri.getPort() + uri.getPath())
					.orElse("");
			}
		}
		catch (RuntimeException ex) {
			// A client of the application that does not say where it goes, which nothing
			// but the comparison of stores asks for.
		}
		return Integer.toHexString(System.identityHashCode(this.client));
	}

	/**
	 * A text of the service without the credentials of the store.
	 */
	String shown(@Nullable String text) {
		return this.credentials.remove(String.valueOf(text));
	}

	@Nullable RequestPayer payer() {
		return this.settings.requesterPays() ? RequestPayer.REQUESTER : null;
	}

	/**
	 * Call the service.
	 * @param call the call
	 * @return its result
	 * @throws SdkException if it fails, to be {@linkplain S3Failures translated}
	 */
	<T extends @Nullable Object> T call(Function<S3Client, T> call) {
		checkOpen();
		acquire();
		try {
			return call.apply(this.client);
		}
		catch (AwsServiceException ex) {
			throw this.credentials.remove(ex);
		}
		catch (SdkException ex) {
			if (S3Failures.isCancelled(ex)) {
				// Not all ways out of the SDK leave the thread as it was.
				Thread.currentThread().interrupt();
			}
			throw ex;
		}
		catch (IllegalStateException ex) {
			if (Thread.currentThread().isInterrupted()) {
				// A connection that was given up meanwhile says that it is not open.
				throw AbortedException.builder().message("The thread was interrupted").cause(ex).build();
			}
			// The application has closed its client, or this store was closed meanwhile.
			throw new StoreFailureException("The client of the store is closed: " + ex.getMessage(), ex);
		}
		finally {
			this.permits.release();
		}
	}

	/**
	 * Call the service and make the engine's exceptions of its failures.
	 */
	<T extends @Nullable Object> T call(String action, Function<S3Client, T> call) {
		try {
			return call(call);
		}
		catch (SdkException ex) {
			throw S3Failures.translate(action, ex);
		}
	}

	/**
	 * Failures are the SDK's, so that a conditional write can go on after them.
	 */
	private void acquire() {
		try {
			if (!this.permits.tryAcquire(this.settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
				throw ApiCallTimeoutException.builder()
					.message("All %s connections of the store were in use for %s"
						.formatted(this.settings.maxConnections(), this.settings.callTimeout()))
					.build();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw AbortedException.create("The thread was interrupted", ex);
		}
	}

	void checkOpen() {
		if (this.closed) {
			throw new StoreFailureException("The store is closed");
		}
	}

	boolean close() {
		boolean open = !this.closed;
		this.closed = true;
		return open;
	}

}
