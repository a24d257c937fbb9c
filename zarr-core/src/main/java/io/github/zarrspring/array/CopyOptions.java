package io.github.zarrspring.array;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.zarrspring.metadata.ZarrFormat;
import org.jspecify.annotations.Nullable;

/**
 * How nodes are copied. Immutable: each method gives a changed copy.
 */
public final class CopyOptions {

	private static final CopyOptions DEFAULTS = new CopyOptions(null, (progress) -> {
	}, () -> false);

	private final @Nullable ZarrFormat format;

	private final Consumer<CopyProgress> listener;

	private final BooleanSupplier cancelled;

	private CopyOptions(@Nullable ZarrFormat format, Consumer<CopyProgress> listener, BooleanSupplier cancelled) {
		this.format = format;
		this.listener = listener;
		this.cancelled = cancelled;
	}

	/**
	 * Byte by byte, to the end.
	 * @return the options
	 */
	public static CopyOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Convert to a version of the format. Chunks are decoded and encoded again where the
	 * version cannot express their codecs, which then become zstd; all others are copied
	 * as they are. Shards, which v2 does not have, are divided into their chunks.
	 * @param format the version that all nodes of the copy are to have
	 * @return the changed options
	 */
	public CopyOptions format(ZarrFormat format) {
		return new CopyOptions(format, this.listener, this.cancelled);
	}

	/**
	 * Say how far the copy is.
	 * @param listener what is told after each node and each chunk, or batch of chunks; on
	 * any thread, but never on two at a time. Its exceptions end the copy
	 * @return the changed options
	 */
	public CopyOptions progress(Consumer<CopyProgress> listener) {
		return new CopyOptions(this.format, listener, this.cancelled);
	}

	/**
	 * Ask before each chunk, or batch of chunks, whether to give up. A copy that is given
	 * up is removed and ends with a {@link CancellationException}; so does one whose
	 * calling thread is interrupted, without being asked for.
	 * @param cancelled whether to give up, asked on any thread
	 * @return the changed options
	 */
	public CopyOptions cancelledBy(BooleanSupplier cancelled) {
		return new CopyOptions(this.format, this.listener, cancelled);
	}

	@Nullable ZarrFormat format() {
		return this.format;
	}

	void report(CopyProgress progress) {
		this.listener.accept(progress);
	}

	/**
	 * Fail if the copy is to be given up.
	 */
	void check() {
		if (this.cancelled.getAsBoolean()) {
			throw new CancellationException("The copy was cancelled");
		}
	}

	/**
	 * How far a copy is.
	 *
	 * @param path the path of the node that is copied
	 * @param nodes the number of nodes so far, this one included
	 * @param chunks the number of chunks so far, and of other values that are no metadata
	 * @param bytes the size of these so far as they are stored in the copy, in bytes
	 */
	public record CopyProgress(String path, long nodes, long chunks, long bytes) {
	}

}
