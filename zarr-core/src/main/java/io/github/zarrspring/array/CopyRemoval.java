package io.github.zarrspring.array;

import java.util.Objects;

import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * Removes a copy that was not finished, whatever ended it. An interrupt is the usual way
 * to end one, so it waits until the removal is done.
 */
final class CopyRemoval {

	private final Hierarchy target;

	private final NodePath path;

	private final PriorKeys prior;

	CopyRemoval(Hierarchy target, NodePath path, PriorKeys prior) {
		this.target = target;
		this.path = path;
		this.prior = prior;
	}

	/**
	 * Do a part of the copy.
	 * @param part the part
	 * @param created the metadata of the node that the part creates, {@code null} if that
	 * was done before
	 */
	void unlessDone(Runnable part, @Nullable NodeMetadata created) {
		try {
			part.run();
		}
		catch (Throwable ex) {
			boolean broken = Thread.currentThread().isInterrupted() || ex instanceof Error;
			if (created == null || (broken && !(ex instanceof NodeExistsException))) {
				uninterrupted(() -> remove(created), ex);
			}
			throw ex;
		}
	}

	/**
	 * Whether a creation that was broken off has created the node all the same, as far as
	 * it came: the main document is the first. There was none before, and one that
	 * somebody else has made since is not ours.
	 */
	private boolean isOurs(NodeMetadata created) {
		FoundNode found = this.target.nodes().look(this.path);
		NodeMetadata metadata = (found != null) ? found.metadata() : null;
		String main = NodeStore.mainDocument(created);
		return metadata != null && Objects.equals(created.documents().get(main), metadata.documents().get(main));
	}

	private void remove(@Nullable NodeMetadata created) {
		if (created != null && !isOurs(created)) {
			return;
		}
		if (!this.prior.isEmpty()) {
			this.prior.deleteOthers();
			return;
		}
		try {
			this.target.deleteNode(this.path);
		}
		catch (NodeNotFoundException ex) {
			// A transaction has taken it back.
		}
	}

	private static void uninterrupted(Runnable removal, Throwable failure) {
		boolean interrupted = false;
		try {
			boolean again;
			do {
				interrupted |= Thread.interrupted();
				again = !run(removal, failure) && Thread.currentThread().isInterrupted();
			}
			while (again);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static boolean run(Runnable removal, Throwable failure) {
		try {
			removal.run();
			return true;
		}
		catch (Throwable ex) {
			if (ex != failure) {
				failure.addSuppressed(ex);
			}
			return false;
		}
	}

}
