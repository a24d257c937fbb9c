package io.github.zarrspring.test;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to a store, in whatever order, it behaves as a sorted map does.
 */
interface ModelContract extends ContractFixture {

	/**
	 * The system property that repeats the operations of a seed.
	 */
	String SEED = "zarr.seed";

	@Test
	@DisplayName("Random operations have the results that they have on a sorted map")
	default void behavesAsMap() {
		Long fixed = Long.getLong(SEED);
		long first = (fixed != null) ? fixed : System.nanoTime();
		int runs = (fixed != null) ? 1 : 8;
		for (long seed = first; seed < first + runs; seed++) {
			ModelRun run = new ModelRun(backend(), seed);
			try {
				run.run(250);
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("Run with -D%s=%d to repeat: %s after %s".formatted(SEED, seed,
						ex.getMessage(), run.lastOperations()), ex);
			}
			backend().deleteAll("");
		}
	}

}
