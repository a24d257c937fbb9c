package io.github.zarrspring.spring.autoconfigure.s3;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.spring.autoconfigure.StorageBackendFactory;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import io.github.zarrspring.spring.s3.S3Backend;
import io.github.zarrspring.spring.s3.S3Settings;
import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Makes stores of the type {@code s3}. The service is not called before the store is
 * used.
 */
class S3BackendFactory implements StorageBackendFactory {

	static final String TYPE = "s3";

	private static final long LEAST_MULTIPART = 5L << 20;

	private final S3Beans beans;

	private final Environment environment;

	S3BackendFactory(S3Beans beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public String location(StoreContext context) {
		StoreProperties.S3 properties = context.bind(StoreProperties.S3.class);
		URI endpoint = connection(context, properties).endpoint();
		String location = "s3://" + properties.bucket() + '/' + prefix(properties.prefix());
		return (endpoint != null) ? location + " at " + endpoint.getHost() : location;
	}

	@Override
	public StorageBackend create(StoreContext context) {
		StoreProperties.S3 properties = context.bind(StoreProperties.S3.class);
		S3Settings settings = settings(context, properties);
		S3Client shared = shared(context, properties);
		S3Client client = (shared != null) ? shared : own(context, properties);
		ExecutorService executor = Executors.newCachedThreadPool(threads(context.name()));
		return new S3Backend(client, settings, executor, this.beans.bytesInFlight(), () -> {
			executor.shutdown();
			if (shared == null) {
				client.close();
			}
		});
	}

	private S3Settings settings(StoreContext context, StoreProperties.S3 properties) {
		String bucket = properties.bucket();
		if (bucket == null || bucket.isBlank()) {
			throw S3StoreFailures.noBucket(context);
		}
		positive(context, "connect-timeout", properties.connectTimeout());
		positive(context, "read-timeout", properties.readTimeout());
		positive(context, "call-timeout", properties.callTimeout());
		positive(context, "resolve-timeout", properties.resolveTimeout());
		if (properties.maxConnections() < 1) {
			throw S3StoreFailures.tooSmall(context, "max-connections", String.valueOf(properties.maxConnections()),
					"1");
		}
		long multipart = properties.multipartThreshold().toBytes();
		if (multipart < LEAST_MULTIPART) {
			throw S3StoreFailures.tooSmall(context, "multipart-threshold", multipart + "B", "5MB");
		}
		return new S3Settings(bucket.strip(), prefix(properties.prefix()), properties.requesterPays(),
				properties.checksums(), properties.conditionalWrites(), properties.maxConnections(),
				properties.callTimeout(), properties.resolveTimeout(), multipart,
				Math.min(Limits.MAX_CHUNK_BYTES, this.beans.bytesInFlight().bound()), properties.forbiddenIsAbsent());
	}

	private static void positive(StoreContext context, String key, Duration value) {
		if (value.toMillis() < 1) {
			throw S3StoreFailures.tooSmall(context, key, value.toMillis() + "ms", "1ms");
		}
	}

	/**
	 * A prefix as object keys have it: no slash before, one after.
	 */
	private static String prefix(@Nullable String configured) {
		String prefix = (configured != null) ? configured.strip().replaceAll("^/+|/+$", "") : "";
		return prefix.isEmpty() ? "" : prefix + '/';
	}

	private @Nullable S3Client shared(StoreContext context, StoreProperties.S3 properties) {
		List<String> names = this.beans.clients();
		String named = properties.client();
		if (named != null) {
			if (!names.contains(named)) {
				throw S3StoreFailures.unknownClient(context, named, names);
			}
			return this.beans.client(named);
		}
		if (names.isEmpty() || !connection(context, properties).isUndefined()) {
			return null;
		}
		String found = this.beans.defaultClient();
		if (found == null) {
			throw S3StoreFailures.severalClients(context, names);
		}
		return this.beans.client(found);
	}

	private S3Client own(StoreContext context, StoreProperties.S3 properties) {
		S3Connection connection = connection(context, properties);
		return S3ClientFactory.create(context, properties, connection, connection.sslBundle(this.beans.sslBundles()));
	}

	private S3Connection connection(StoreContext context, StoreProperties.S3 properties) {
		return new S3Connection(context, properties, this.beans.connectionDetails(context.name()));
	}

	private ThreadFactory threads(String store) {
		String prefix = "zarr-s3-" + store + '-';
		if (Threading.VIRTUAL.isActive(this.environment)) {
			return new VirtualThreadTaskExecutor(prefix).getVirtualThreadFactory();
		}
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		return factory;
	}

}
