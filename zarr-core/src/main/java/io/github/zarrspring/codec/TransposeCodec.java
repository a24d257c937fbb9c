package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The {@code transpose} codec: the dimensions in another order (Zarr v3 specification,
 * "Transpose codec"). Nothing is moved: what comes behind it reads and writes with
 * permuted strides.
 */
public final class TransposeCodec implements ArrayToArrayCodec {

	static final String NAME = "transpose";

	private final int[] order;

	/**
	 * C or F where that is the order, as in the drafts of v3, which fits any rank.
	 */
	private final @Nullable String letter;

	/**
	 * A codec.
	 * @param order for each dimension of the encoded chunk the dimension of the decoded
	 * chunk that it comes from
	 */
	public TransposeCodec(int... order) {
		boolean[] seen = new boolean[order.length];
		for (int dimension : order) {
			if (dimension < 0 || dimension >= order.length || seen[dimension]) {
				throw new InvalidRequestException(
						"The transpose order %s is not a permutation".formatted(Arrays.toString(order)));
			}
			seen[dimension] = true;
		}
		this.order = order.clone();
		this.letter = null;
	}

	private TransposeCodec(String letter) {
		this.order = new int[0];
		this.letter = letter;
	}

	private int[] order(int rank) {
		if (this.letter == null) {
			return this.order;
		}
		int[] order = reverse(rank).order;
		if (this.letter.equals("C")) {
			Arrays.setAll(order, (i) -> i);
		}
		return order;
	}

	/**
	 * The codec that makes C order Fortran order.
	 * @param rank the number of dimensions
	 * @return the codec that reverses the dimensions
	 */
	public static TransposeCodec reverse(int rank) {
		int[] order = new int[rank];
		Arrays.setAll(order, (i) -> rank - 1 - i);
		return new TransposeCodec(order);
	}

	/**
	 * Whether this makes C order Fortran order.
	 * @return whether it reverses the dimensions
	 */
	public boolean isReverse() {
		return (this.letter != null) ? this.letter.equals("F")
				: Arrays.equals(this.order, reverse(this.order.length).order);
	}

	@Override
	public ChunkRepresentation encoded(ChunkRepresentation chunk) {
		int[] order = order(chunk.shape().length);
		if (chunk.shape().length != order.length) {
			throw new CorruptDataException("The transpose order %s does not have the %d dimensions of the chunk"
				.formatted(Arrays.toString(order), chunk.shape().length));
		}
		return new ChunkRepresentation(chunk.dataType(), Region.permute(chunk.shape(), order), chunk.fillValue());
	}

	@Override
	public ChunkCodec bind(ChunkRepresentation chunk, ChunkCodec next) {
		return new Chunks(order(chunk.shape().length), next);
	}

	@Override
	public Extension toExtension() {
		if (this.letter != null) {
			return Extension.of(NAME, Map.of("order", this.letter));
		}
		return Extension.of(NAME, Map.of("order", Arrays.stream(this.order).boxed().toList()));
	}

	/**
	 * Chunks seen through the permutation.
	 */
	private record Chunks(int[] order, ChunkCodec next) implements ChunkCodec {

		@Override
		public ByteBuffer encode(ArrayView chunk, Scratch scratch) {
			return this.next.encode(chunk.transpose(this.order), scratch);
		}

		@Override
		public void decode(ByteBuffer encoded, Region region, ArrayView target, Scratch scratch) {
			this.next.decode(encoded, region.transpose(this.order), target.transpose(this.order), scratch);
		}

		@Override
		public @Nullable Shards shards() {
			Shards shards = this.next.shards();
			return (shards != null) ? shards.transpose(this.order) : null;
		}

		@Override
		public long maxEncodedSize() {
			return this.next.maxEncodedSize();
		}

		@Override
		public long maxStoredSize() {
			return this.next.maxStoredSize();
		}

	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of(NAME);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("order");
			if ("C".equals(configuration.get("order")) || "F".equals(configuration.get("order"))) {
				return new TransposeCodec(configuration.string("order", null));
			}
			long[] order = configuration.integers("order", 0);
			return new TransposeCodec(
					Arrays.stream(order).mapToInt((i) -> (int) Math.min(i, Integer.MAX_VALUE)).toArray());
		}

	}

}
