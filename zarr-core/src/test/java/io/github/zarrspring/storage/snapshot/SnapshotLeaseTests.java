package io.github.zarrspring.storage.snapshot;

import java.nio.file.Path;
import java.time.Duration;

import io.github.zarrspring.exception.LeaseUnavailableException;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import io.github.zarrspring.storage.access.StoreAccess;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The lease of a snapshot store is kept beside its archive.
 */
class SnapshotLeaseTests {

	@TempDir
	Path directory;

	private SnapshotBackend open() {
		return new SnapshotBackend(new SnapshotOptions(this.directory.resolve("warm.zip"), Duration.ZERO, true, 1,
				JournalMode.OFF, true, false), (line) -> {
				});
	}

	private static StoreAccess access(SnapshotBackend backend) {
		return new StoreAccess("warm", AccessLevel.PROTECTED, backend);
	}

	@Test
	@DisplayName("1.6 The holder of a snapshot store is known after a restart")
	void whenStoreIsOpenedAgainThenItsLeaseIsStillHeld() {
		long number;
		try (SnapshotBackend backend = open()) {
			Lease lease = access(backend).acquire(LeaseRequest.of("first").timeToLive(Duration.ofMinutes(5)));
			number = lease.fencingNumber();
		}
		try (SnapshotBackend backend = open()) {
			StoreAccess access = access(backend);
			assertThat(access.lease().holder()).isEqualTo("first");
			assertThat(access.lease().fencingNumber()).isEqualTo(number);
			assertThatExceptionOfType(LeaseUnavailableException.class)
				.isThrownBy(() -> access.acquire(LeaseRequest.of("second")));
		}
	}

	@Test
	@DisplayName("4.6 The fencing number of a snapshot store outlives its data")
	void whenStoreIsDroppedThenItsFencingNumberGoesOn() {
		long number;
		try (SnapshotBackend backend = open()) {
			try (Lease lease = access(backend).acquire(LeaseRequest.of("first"))) {
				number = lease.fencingNumber();
			}
			backend.drop();
		}
		try (SnapshotBackend backend = open(); Lease lease = access(backend).acquire(LeaseRequest.of("second"))) {
			assertThat(lease.fencingNumber()).isGreaterThan(number);
		}
	}

}
