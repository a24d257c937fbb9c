package io.github.zarrspring.exception;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Root of all that the engine throws. Each exception names, as far as it is known where
 * it was thrown, the store, the node's path and the chunk it is about; layers further out
 * add what layers further in could not know with {@link #locate}.
 */
public abstract class ZarrException extends RuntimeException {

	private @Nullable String store;

	private @Nullable String path;

	private long @Nullable [] chunk;

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	protected ZarrException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Add where it happened; what is known already stays.
	 * @param store the name of the store
	 * @param path the path of the node, empty for the root
	 * @param chunk the index of the chunk, {@code null} if it is not about one
	 */
	public final void locate(@Nullable String store, @Nullable String path, long @Nullable [] chunk) {
		this.store = (this.store != null) ? this.store : store;
		this.path = (this.path != null) ? this.path : path;
		this.chunk = (this.chunk != null || chunk == null) ? this.chunk : chunk.clone();
	}

	/**
	 * The name of the store.
	 * @return the name, {@code null} if it is not known
	 */
	public final @Nullable String getStore() {
		return this.store;
	}

	/**
	 * The path of the node, empty for the root of the store.
	 * @return the path, {@code null} if it is not known
	 */
	public final @Nullable String getPath() {
		return this.path;
	}

	/**
	 * The index of the chunk.
	 * @return the index, {@code null} if the exception is not about one chunk
	 */
	public final long @Nullable [] getChunk() {
		return (this.chunk != null) ? this.chunk.clone() : null;
	}

	/**
	 * What is wrong, without the place.
	 * @return the message as it was thrown
	 */
	public final String getReason() {
		return String.valueOf(super.getMessage());
	}

	@Override
	public final String getMessage() {
		StringBuilder message = new StringBuilder(getReason());
		String separator = " [";
		if (this.store != null) {
			message.append(separator).append("store '").append(this.store).append('\'');
			separator = ", ";
		}
		if (this.path != null) {
			message.append(separator).append("path '").append(this.path).append('\'');
			separator = ", ";
		}
		if (this.chunk != null) {
			message.append(separator).append("chunk ").append(Arrays.toString(this.chunk));
			separator = ", ";
		}
		return (separator.equals(", ")) ? message.append(']').toString() : message.toString();
	}

}
