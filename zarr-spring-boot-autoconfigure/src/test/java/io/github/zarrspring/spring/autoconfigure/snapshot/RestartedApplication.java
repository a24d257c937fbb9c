package io.github.zarrspring.spring.autoconfigure.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrDefaultStoreAutoConfiguration;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that counts in a store how often it was started. It is started from
 * class loaders that do not know each other, and from processes of its own.
 */
public final class RestartedApplication {

	static final String READY = "ready";

	private static final StoreKey COUNTER = StoreKey.of("a/c/0");

	private RestartedApplication() {
	}

	/**
	 * Start the application.
	 * @param archive the archive of the store
	 * @param expected the count that has to be there, 0 for none
	 * @return the context
	 */
	public static Closeable start(String archive, int expected) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Stores.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn",
					"logging.level.org.springframework.boot.diagnostics=off", "zarr.stores.warm.type=snapshot",
					"zarr.stores.warm.snapshot.path=" + archive, "zarr.stores.warm.snapshot.interval=0s")
			.run();
		StorageBackend backend = context.getBean(StorageBackend.class);
		int count = backend.read(COUNTER).map((value) -> value.bytes().getInt()).orElse(0);
		if (count != expected) {
			context.close();
			throw new IllegalStateException("The count is %d, not %d".formatted(count, expected));
		}
		backend.write(COUNTER, ByteBuffer.allocate(Integer.BYTES).putInt(0, count + 1));
		return context;
	}

	public static void main(String[] args) throws IOException {
		Closeable context = start(args[0], 0);
		System.out.println(READY);
		// Until the process is killed, or whoever started it ends.
		System.in.readAllBytes();
		context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class,
			ZarrSnapshotAutoConfiguration.class })
	static class Stores {

	}

}
