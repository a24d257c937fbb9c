package io.github.zarrspring.storage.filesystem.disk;

/**
 * The power went out: thrown by everything that is done to the disk from then on.
 */
public final class PowerCut extends RuntimeException {

	private static final long serialVersionUID = 1L;

	PowerCut() {
		super("The power went out");
	}

}
