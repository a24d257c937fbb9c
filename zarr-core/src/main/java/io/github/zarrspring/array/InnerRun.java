package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.zarrspring.codec.InnerChunks;
import io.github.zarrspring.codec.ShardIndex;
import io.github.zarrspring.storage.ByteRange;

/**
 * Inner chunks of a shard that lie side by side, to be fetched together. Bytes that no
 * inner chunk needs are never fetched, however small the gap: what a read costs follows
 * from what it touches.
 *
 * @param offset where in the shard the first one starts
 * @param size how many bytes they have together
 * @param chunks which of the inner chunks that are touched they are
 */
record InnerRun(long offset, long size, int[] chunks) {

	/**
	 * The runs of those inner chunks that are stored.
	 * @param index where they are
	 * @param chunks the inner chunks
	 * @param start the first of them to look at
	 * @param end the first of them not to look at any more
	 * @param maxBytes the most bytes of a run of several
	 * @return the runs in the order of their offsets
	 */
	static List<InnerRun> of(ShardIndex index, InnerChunks chunks, int start, int end, long maxBytes) {
		List<InnerRun> single = new ArrayList<>();
		boolean sorted = true;
		long last = 0;
		for (int i = start; i < end; i++) {
			int number = chunks.number(i);
			if (!index.isMissing(number)) {
				InnerRun run = new InnerRun(index.offset(number), index.size(number), new int[] { i });
				sorted &= run.offset >= last;
				last = run.offset;
				single.add(run);
			}
		}
		if (!sorted) {
			single.sort((first, second) -> Long.compare(first.offset, second.offset));
		}
		return merge(single, maxBytes);
	}

	private static List<InnerRun> merge(List<InnerRun> sorted, long maxBytes) {
		List<InnerRun> runs = new ArrayList<>();
		int first = 0;
		while (first < sorted.size()) {
			long offset = sorted.get(first).offset;
			long end = sorted.get(first).end();
			int next = first + 1;
			while (next < sorted.size() && sorted.get(next).offset <= end
					&& Math.max(end, sorted.get(next).end()) - offset <= maxBytes) {
				end = Math.max(end, sorted.get(next).end());
				next++;
			}
			int[] chunks = sorted.subList(first, next).stream().mapToInt((run) -> run.chunks[0]).toArray();
			runs.add(new InnerRun(offset, end - offset, chunks));
			first = next;
		}
		return runs;
	}

	private long end() {
		return this.offset + this.size;
	}

	/**
	 * The run within the store's value.
	 * @param shard where the shard starts
	 */
	ByteRange range(long shard) {
		return ByteRange.of(shard + this.offset, this.size);
	}

	/**
	 * Whether a run has the very bytes of another.
	 */
	boolean isSame(InnerRun other) {
		return this.offset == other.offset && this.size == other.size && Arrays.equals(this.chunks, other.chunks);
	}

}
