package io.github.zarrspring.spring.endpoint;

import java.time.Instant;

import io.github.zarrspring.spring.StoreStatus;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.LeaseState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The state of a store.
 *
 * @param name its name
 * @param type its type
 * @param location where the bytes are, {@code null} if there is nothing to say
 * @param entries the number of values
 * @param bytes the size of all values, in bytes
 * @param access who may use it
 * @param lease its lease
 */
public record StoreDescriptor(String name, String type, @Nullable String location, long entries, long bytes,
		AccessLevel access, Lease lease) implements OperationResponseBody {

	static StoreDescriptor of(StoreStatus store, LeaseState lease) {
		return new StoreDescriptor(store.name(), store.type(), ZarrEndpoint.location(store.location()), store.entries(),
				store.bytes(), store.access(),
				new Lease(lease.holder(), lease.fencingNumber(), lease.claimed(), lease.heir(), lease.expires()));
	}

	/**
	 * The lease of a store.
	 *
	 * @param holder who holds it, {@code null} for nobody
	 * @param fencingNumber the number of the newest holder
	 * @param claimed whether the holder has come for it
	 * @param heir who takes over, {@code null} for nobody
	 * @param expires when it times out, {@code null} if nobody holds it
	 */
	public record Lease(@Nullable String holder, long fencingNumber, boolean claimed, @Nullable String heir,
			@Nullable Instant expires) {
	}

}
