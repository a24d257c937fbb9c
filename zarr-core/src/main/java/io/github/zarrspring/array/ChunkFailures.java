package io.github.zarrspring.array;

import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.ArrayStorage;

/**
 * Says of failures which chunk they are of.
 */
final class ChunkFailures {

	private ChunkFailures() {
	}

	/**
	 * Do something with a chunk.
	 * @param storage the array of the chunk
	 * @param chunk the index of the chunk
	 * @param task what to do
	 */
	static void located(ArrayStorage storage, long[] chunk, Runnable task) {
		try {
			task.run();
		}
		catch (ZarrException ex) {
			ex.locate(storage.backendId(), storage.path().value(), chunk);
			throw ex;
		}
	}

}
