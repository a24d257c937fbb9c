package io.github.zarrspring.array;

import java.util.function.IntConsumer;

import io.github.zarrspring.codec.Scratch;
import io.github.zarrspring.codec.ShardEdit;
import io.github.zarrspring.limits.Limits;

/**
 * Encodes and decodes the inner chunks of a shard on the threads of an engine.
 *
 * @param engine the engine
 */
record ShardWork(ZarrEngine engine) implements ShardEdit.Work {

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

	@Override
	public boolean writesEmptyChunks() {
		return this.engine.writeEmptyChunks();
	}

	/**
	 * A shard that is changed is there as it was and as it is to be.
	 */
	@Override
	public long maxBytes() {
		return Math.min(Limits.MAX_CHUNK_BYTES, this.engine.limits().inFlightBytes() / 2);
	}

}
