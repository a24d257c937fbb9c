package io.github.zarrspring.array;

import java.util.List;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;

/**
 * Copies values as they are, whatever they are.
 */
final class ValueCopier {

	/**
	 * How large a value is taken to be as long as nobody knows.
	 */
	private static final long USUAL_BYTES = 4L << 20;

	private final StorageBackend from;

	private final StorageBackend to;

	private final NodePath source;

	private final NodePath target;

	private final Work work;

	private final boolean together;

	private final CopyWatch watch;

	private final ChunkCopier.Listener listener;

	private final PriorKeys prior;

	ValueCopier(Hierarchy source, NodePath from, Hierarchy target, NodePath to, PriorKeys prior, boolean together,
			CopyWatch watch, ChunkCopier.Listener listener) {
		this.from = source.backend();
		this.to = target.backend();
		this.source = from;
		this.target = to;
		this.prior = prior;
		this.work = target.engine().work(this.to, USUAL_BYTES);
		this.together = together;
		this.watch = watch;
		this.listener = listener;
	}

	/**
	 * Copy some values.
	 * @param keys their keys in the source
	 */
	void copy(List<StoreKey> keys) {
		if (this.together) {
			keys.forEach(this::copy);
		}
		else {
			this.work.forEach(keys.size(), (number) -> copy(keys.get((int) number)));
		}
	}

	private void copy(StoreKey key) {
		this.watch.check();
		StoreKey copy = StoreKey.of(this.target.keyPrefix() + key.value().substring(this.source.keyPrefix().length()));
		if (this.prior.contains(copy)) {
			throw new InvalidRequestException("There is a value '%s' already".formatted(copy));
		}
		this.from.read(key).ifPresent((value) -> {
			long size = value.size();
			this.to.write(copy, value.bytes());
			this.listener.copied(1, size);
		});
	}

}
