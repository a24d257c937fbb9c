package io.github.zarrspring.array;

import java.util.function.IntConsumer;

import io.github.zarrspring.codec.Scratch;
import io.github.zarrspring.codec.ShardEdit;
import io.github.zarrspring.limits.Limits;

/**
 * Encodes and decodes the inner chunks of a shard on the threads of an engine.
 *
 * @param engine the engine
 * @param writesEmptyChunks whether inner chunks that are all fill value are stored
 */
record ShardWork(ZarrEngine engine, boolean writesEmptyChunks) implements ShardEdit.Work {

	@Override
	public void forEach(int count, IntConsumer task) {
		if (count == 1) {
			task.accept(0);
			return;
		}
		this.engine.codecWorkers().forEach(count, this.engine.parallelism(), (number) -> task.accept((int) number));
	}

	@Override
	public Scratch scratch() {
		return this.engine.buffers().scratch(true);
	}

	/**
	 * A shard that is changed is there as it was and as it is to be.
	 */
	@Override
	public long maxBytes() {
		return Math.min(Limits.MAX_CHUNK_BYTES, this.engine.limits().inFlightBytes() / 2);
	}

}
