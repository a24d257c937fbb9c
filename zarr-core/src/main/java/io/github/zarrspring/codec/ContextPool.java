package io.github.zarrspring.codec;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Native contexts of a codec, kept between chunks: making one costs more than a small
 * chunk. Safe for use by several threads.
 *
 * @param <T> the type of the contexts
 */
final class ContextPool<T> {

	private final SlotPool<T> free = new SlotPool<>(Runtime.getRuntime().availableProcessors() * 2);

	private final Supplier<T> factory;

	private final Consumer<T> disposer;

	/**
	 * A pool.
	 * @param factory what makes a context
	 * @param disposer what frees the memory of a context that the pool has no room for
	 */
	ContextPool(Supplier<T> factory, Consumer<T> disposer) {
		this.factory = factory;
		this.disposer = disposer;
	}

	/**
	 * Use a context.
	 * @param action what to do with it, leaving it ready for the next
	 * @param <R> the type of the result
	 * @return what the action gives back
	 */
	<R> R use(Function<T, R> action) {
		T pooled = this.free.take();
		T context = (pooled != null) ? pooled : this.factory.get();
		boolean usable = false;
		try {
			R result = action.apply(context);
			usable = true;
			return result;
		}
		finally {
			// A context in the middle of a failed chunk is in no known state.
			if (!usable || !this.free.give(context)) {
				this.disposer.accept(context);
			}
		}
	}

}
