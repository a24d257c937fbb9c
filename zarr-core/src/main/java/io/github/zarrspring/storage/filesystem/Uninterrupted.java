package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Does work with files to its end although its thread is interrupted: an interrupt closes
 * the channel that the thread uses, and nothing could be saved by a thread that somebody
 * wants to end.
 */
public final class Uninterrupted {

	private Uninterrupted() {
	}

	/**
	 * Do work, again from its start if an interrupt has ended it. The thread is
	 * interrupted afterwards if it was before or meanwhile.
	 * @param work the work, which can be done again
	 * @param <T> the type of the result
	 * @return what the work gives back
	 * @throws IOException if the work fails for another reason
	 */
	public static <T> T call(Work<T> work) throws IOException {
		boolean interrupted = false;
		try {
			while (true) {
				interrupted |= Thread.interrupted();
				try {
					return work.call();
				}
				catch (ClosedByInterruptException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Work with files.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	public interface Work<T> {

		/**
		 * Do it.
		 * @return the result
		 * @throws IOException if it fails
		 */
		T call() throws IOException;

	}

}
