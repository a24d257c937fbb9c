package io.github.zarrspring.metadata;

import java.util.Arrays;

import io.github.zarrspring.codec.ChunkRepresentation;
import io.github.zarrspring.codec.CodecPipeline;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.limits.Limits;

/**
 * The checks of an array that need more than one member of its metadata.
 */
final class ArrayChecks {

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
		CodecPipeline.of(parts.codecs(), chunk(parts, limits));
	}

	private static ChunkRepresentation chunk(ArrayParts parts, Limits limits) {
		long[] shape = parts.chunkGrid().maxChunkShape();
		long[] bytes = Arrays.copyOf(shape, shape.length + 1);
		bytes[shape.length] = parts.dataType().memorySize();
		limits.checkChunkBytes(Limits.product(bytes));
		int[] chunkShape = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
		return new ChunkRepresentation(parts.dataType(), chunkShape, parts.fillValue());
	}

}
