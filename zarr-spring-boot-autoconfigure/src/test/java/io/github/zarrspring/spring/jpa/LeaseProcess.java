package io.github.zarrspring.spring.jpa;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application in a process of its own that holds the lease, hangs until it reads
 * something, and then goes on to write as if nothing had happened.
 */
public final class LeaseProcess {

	static final String READY = "The lease is held";

	static final int REFUSED = 3;

	static final StoreKey KEY = StoreKey.of("a/c/0");

	private LeaseProcess() {
	}

	public static void main(String[] args) throws IOException {
		try (ConfigurableApplicationContext application = TestApplication.start(args[0],
				"zarr.stores.ledger.access=protected")) {
			TestStore store = new TestStore(application);
			Lease lease = store.zarr()
				.lease(LeaseRequest.of(args[1]).heir("heir").timeToLive(Duration.ofMillis(Long.parseLong(args[2]))));
			StorageBackend view = store.zarr().with(lease).getBackend();
			view.write(KEY, ByteBuffer.wrap(new byte[] { 1 }));
			System.out.println(READY);
			System.out.flush();
			System.in.read();
			view.write(KEY, ByteBuffer.wrap(new byte[] { 2 }));
		}
		catch (StoreAccessDeniedException ex) {
			System.exit(REFUSED);
		}
	}

}
