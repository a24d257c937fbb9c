package io.github.zarrspring.spring.jpa;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.CannotAcquireLockException;

/**
 * The lease of another process on the same PostgreSQL.
 */
@Tag("slow")
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class JpaLeaseProcessTests {

	private static final LeaseRequest HEIR = LeaseRequest.of("heir")
		.timeToLive(Duration.ofMinutes(10))
		.waitFor(Duration.ofSeconds(60));

	private final String url = Databases.POSTGRESQL.newUrl();

	private Process process;

	private void startHolder(Duration timeToLive) throws IOException {
		this.process = new ProcessBuilder(
				System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-Xmx512m", "-cp",
				System.getProperty("java.class.path"), LeaseProcess.class.getName(), this.url, "holder",
				String.valueOf(timeToLive.toMillis()))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		BufferedReader output = this.process.inputReader();
		String line = output.readLine();
		while (line != null && !line.equals(LeaseProcess.READY)) {
			line = output.readLine();
		}
		Assertions.assertThat(line).isNotNull();
	}

	@AfterEach
	void endProcess() {
		this.process.destroyForcibly();
	}

	@Test
	@DisplayName("1.4 A process that hung while its lease timed out is refused when it goes on, though nobody told it")
	void whenHolderHangsThenHeirTakesOverAndHolderIsRefused() throws Exception {
		startHolder(Duration.ofMillis(500));
		try (ConfigurableApplicationContext application = start()) {
			ZarrOperations zarr = new TestStore(application).zarr();
			try (Lease lease = zarr.lease(HEIR)) {
				zarr.with(lease).getBackend().write(LeaseProcess.KEY, ByteBuffer.wrap(new byte[] { 9 }));
				this.process.getOutputStream().write('\n');
				this.process.getOutputStream().flush();
				Assertions.assertThat(this.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
				Assertions.assertThat(this.process.exitValue()).isEqualTo(LeaseProcess.REFUSED);
				Assertions.assertThat(zarr.getBackend().read(LeaseProcess.KEY))
					.map((value) -> value.bytes().get())
					.contains((byte) 9);
			}
		}
	}

	@Test
	@DisplayName("1.6 The heir takes over from a process that was killed, once its lease has timed out")
	void whenHolderIsKilledThenHeirTakesOver() throws Exception {
		try (ConfigurableApplicationContext application = start()) {
			ZarrOperations zarr = new TestStore(application).zarr();
			startHolder(Duration.ofSeconds(5));
			this.process.destroyForcibly().waitFor();
			Assertions.assertThatExceptionOfType(CannotAcquireLockException.class)
				.isThrownBy(() -> zarr.lease("somebody else"));
			try (Lease lease = zarr.lease(HEIR)) {
				Assertions.assertThat(lease.fencingNumber()).isEqualTo(2);
				Assertions.assertThat(zarr.getBackend().read(LeaseProcess.KEY)).isPresent();
				zarr.with(lease).createGroup("a");
			}
		}
	}

	private ConfigurableApplicationContext start() {
		return TestApplication.start(this.url, "zarr.stores.ledger.access=protected");
	}

}
