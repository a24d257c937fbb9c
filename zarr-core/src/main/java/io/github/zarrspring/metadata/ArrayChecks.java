package io.github.zarrspring.metadata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.ChunkCodec;
import io.github.zarrspring.codec.ChunkRepresentation;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.CodecPipeline;
import io.github.zarrspring.codec.ShardingCodec;
import io.github.zarrspring.codec.Shards;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.limits.Limits;

/**
 * The checks of an array that need more than one member of its metadata.
 */
final class ArrayChecks {

	/**
	 * How many sizes of shards there may be; each has to be checked.
	 */
	private static final int MAX_SHARD_SIZES = 1 << 16;

	private ArrayChecks() {
	}

	/**
	 * Check that the parts fit each other and the limits, and that the codecs make a
	 * pipeline for the chunks: what can fail for all chunks shall fail when the array is
	 * opened.
	 * @throws CorruptDataException if parts do not fit each other
	 * @throws LimitExceededException if they are over a limit
	 */
	static void check(ArrayParts parts, Limits limits) {
		int rank = parts.shape().length;
		limits.checkRank(rank);
		if (parts.chunkGrid().rank() != rank) {
			throw new CorruptDataException("The chunk grid %s has %d dimensions, the shape %s has %d"
				.formatted(parts.chunkGrid(), parts.chunkGrid().rank(), Arrays.toString(parts.shape()), rank));
		}
		for (int i = 0; i < rank; i++) {
			checkSize(parts, i);
		}
		for (long[] shape : shapes(parts.chunkGrid(), sharding(parts.codecs()).isPresent())) {
			check(parts, parts.codecs(), shape, limits);
		}
	}

	private static void checkSize(ArrayParts parts, int dimension) {
		try {
			parts.chunkGrid().checkSize(dimension, parts.shape()[dimension]);
		}
		catch (InvalidRequestException ex) {
			throw new CorruptDataException(ex.getReason(), ex);
		}
	}

	/**
	 * The shape of the largest chunk, and for shards, which inner chunks have to divide,
	 * shapes that have every size that a shard has along any dimension.
	 */
	private static List<long[]> shapes(ChunkGrid grid, boolean all) {
		long[] largest = grid.maxChunkShape();
		List<long[]> shapes = new ArrayList<>();
		shapes.add(largest);
		for (int i = 0; all && !grid.isRegular() && i < largest.length; i++) {
			long[] sizes = grid.sizes(i);
			Limits.check("A number of different shard sizes", (long) shapes.size() + sizes.length, MAX_SHARD_SIZES,
					"this library");
			for (long size : sizes) {
				long[] shape = largest.clone();
				shape[i] = size;
				shapes.add(shape);
			}
		}
		return shapes;
	}

	private static int[] ints(long[] shape) {
		for (long size : shape) {
			Limits.check("A chunk size along a dimension", size, Limits.MAX_CHUNK_BYTES, "a Java array");
		}
		return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
	}

	/**
	 * Check what is decoded as a whole: a chunk, or the inner chunks of a shard and its
	 * index. A shard that is encoded further is decoded as a whole too.
	 */
	private static void check(ArrayParts parts, List<Codec> codecs, long[] shape, Limits limits) {
		Optional<ShardingCodec> sharding = sharding(codecs);
		long[] bytes = Arrays.copyOf(shape, shape.length + 1);
		bytes[shape.length] = parts.dataType().memorySize();
		if (sharding.isEmpty()) {
			limits.checkChunkBytes(Limits.product(bytes));
		}
		ChunkCodec codec = CodecPipeline.of(codecs,
				new ChunkRepresentation(parts.dataType(), ints(shape), parts.fillValue()));
		Shards shards = codec.shards();
		if (shards != null) {
			limits.checkIndexEntries(shards.largestIndex());
			limits.checkChunkBytes(shards.largestBytes());
		}
		else if (sharding.isPresent()) {
			limits.checkChunkBytes(Limits.product(bytes));
			if (codec.maxEncodedSize() < ChunkCodec.UNKNOWN_SIZE) {
				limits.checkChunkBytes(codec.maxEncodedSize());
			}
		}
		if (sharding.isPresent()) {
			check(parts, sharding.get().codecs(), sharding.get().innerShape(), limits);
		}
	}

	private static Optional<ShardingCodec> sharding(List<Codec> codecs) {
		return codecs.stream().filter(ShardingCodec.class::isInstance).map(ShardingCodec.class::cast).findAny();
	}

}
