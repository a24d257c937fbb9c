package io.github.zarrspring.test;

import java.util.Optional;

import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract of {@link StorageBackend}, as tests that any implementation is to pass.
 * Extend it and say how to make a backend:
 *
 * <pre>{@code
 * class MyBackendTests extends StorageBackendContractTests {
 *
 *     &#64;Override
 *     protected StorageBackend createBackend() {
 *         return new MyBackend();
 *     }
 *
 * }
 * }</pre>
 *
 * Each test starts with a new, empty backend, which is closed after it. Where several
 * backends can be open on the same data, as several processes would have them, override
 * {@link #openSecondBackend()} too: the tests then let the two race.
 * <p>
 * Tests of what the {@linkplain StorageBackend#capabilities() capabilities} do not claim
 * are skipped. Tests with random operations print what repeats them; tests of races print
 * how many attempts met a conflict, and fail if there were hardly any.
 */
public abstract class StorageBackendContractTests
		implements ReadWriteContract, RangeContract, OpenContract, ListingContract, DeleteContract, VersionContract,
		ConcurrencyContract, AtomicContract, CloseContract, ArrayStorageContract, ModelContract, NodeRaceContract {

	private @Nullable StorageBackend backend;

	private @Nullable StorageBackend second;

	/**
	 * Make a backend with an empty store. Called once for each test.
	 * @return a new backend
	 * @throws Exception if it cannot be made
	 */
	protected abstract StorageBackend createBackend() throws Exception;

	/**
	 * Open another backend on the data of the one that was made last.
	 * @return a new backend, {@code null} if the store is for one backend alone
	 * @throws Exception if it cannot be opened
	 */
	protected @Nullable StorageBackend openSecondBackend() throws Exception {
		return null;
	}

	@BeforeEach
	final void openBackends() throws Exception {
		this.backend = createBackend();
		this.second = openSecondBackend();
	}

	@AfterEach
	final void closeBackends() {
		if (this.second != null) {
			this.second.close();
		}
		if (this.backend != null) {
			this.backend.close();
		}
	}

	@Override
	public final StorageBackend backend() {
		if (this.backend == null) {
			throw new IllegalStateException("The backend is made before each test, not before all");
		}
		return this.backend;
	}

	@Override
	public final Optional<StorageBackend> second() {
		return Optional.ofNullable(this.second);
	}

}
