package io.github.zarrspring.storage.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LeaseUnavailableException;
import io.github.zarrspring.exception.StoreFailureException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeaseFileTests {

	private static final LeaseRequest REQUEST = LeaseRequest.of("worker: 1 \u00e4=").timeToLive(Duration.ofHours(1));

	@TempDir
	Path directory;

	private LeaseStore open() {
		return new LeaseFile(this.directory.resolve("store.lease")).open();
	}

	@Test
	@DisplayName("4.6 A lease that is kept in a file survives the process, with heir and fencing number")
	void whenProcessStartsAgainThenLeaseIsAsItWas() {
		LeaseStore before = open();
		assertThat(before.read()).isEqualTo(LeaseState.NONE);
		Lease lease = FencedLease.acquire("lake", before, REQUEST.heir("b"));
		LeaseStore after = open();
		assertThat(after.read()).isEqualTo(before.read());
		assertThat(after.read().isHeldBy(lease.owner(), 1)).isTrue();
		assertThatExceptionOfType(LeaseUnavailableException.class)
			.isThrownBy(() -> FencedLease.acquire("lake", after, LeaseRequest.of("b")));
		lease.close();
		assertThat(FencedLease.acquire("lake", open(), LeaseRequest.of("b")).fencingNumber()).isEqualTo(2);
	}

	@Test
	@DisplayName("4.6 The fencing number grows over restarts although nobody holds the lease")
	void whenLeaseIsFreeThenNumberGoesOn() {
		for (int number = 1; number <= 3; number++) {
			try (Lease lease = FencedLease.acquire("lake", open(), LeaseRequest.of("a"))) {
				assertThat(lease.fencingNumber()).isEqualTo(number);
			}
		}
		assertThat(open().read().fencingNumber()).isEqualTo(3);
	}

	@Test
	void whenClockWentBackOverRestartThenLeaseLastsNoLonger() {
		Path file = this.directory.resolve("store.lease");
		FencedLease.acquire("lake", open(), LeaseRequest.of("a").timeToLive(Duration.ofMinutes(1)));
		assertThat(new LeaseFile(file).open().read().holder()).isEqualTo("a");
		// Kept an hour ahead of the clock: it lasts a minute of that clock, which is
		// over.
		Instant back = Instant.now().minus(Duration.ofHours(1));
		assertThat(new LeaseFile(file, () -> back).open().read().holder()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "number=x", "number=1\ntime-to-live=x", "number=1\ntime-to-live=PT0S\nexpires=x",
			"number=1\nholder=\\uXXXX" })
	void whenFileIsDamagedThenItIsNotTakenForALease(String text) throws IOException {
		Files.writeString(this.directory.resolve("store.lease"), text);
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(this::open);
	}

	@Test
	@DisplayName("4.6 A bit flipped in the file of a lease does not give anybody a lease or another number")
	void whenAnyBitIsFlippedThenLeaseIsTheSameOrRefused() throws IOException {
		LeaseStore before = open();
		FencedLease.acquire("lake", before, REQUEST.heir("b"));
		Path file = this.directory.resolve("store.lease");
		byte[] good = Files.readAllBytes(file);
		int refused = 0;
		for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
			byte[] damaged = good.clone();
			damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
			Files.write(file, damaged);
			try {
				assertThat(open().read()).as("bit %d", bit).isEqualTo(before.read());
			}
			catch (CorruptDataException | StoreFailureException ex) {
				refused++;
			}
		}
		assertThat(refused).isPositive();
	}

	@Test
	void whenFileCannotBeWrittenThenLeaseIsNotGiven() {
		LeaseStore leases = new LeaseFile(this.directory.resolve("missing/store.lease")).open();
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> FencedLease.acquire("lake", leases, LeaseRequest.of("a")));
		assertThat(leases.read()).isEqualTo(LeaseState.NONE);
	}

	@Test
	void whenFileCannotBeReadThenItIsNotTakenForMissing() throws IOException {
		Files.createDirectory(this.directory.resolve("store.lease"));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(this::open);
	}

}
