package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The {@code sharding_indexed} codec: a chunk, then called shard, is divided into inner
 * chunks, which are encoded by themselves and found by an index (Zarr v3 specification,
 * "Sharding codec"; ZEP 2).
 */
public final class ShardingCodec implements ArrayToBytesCodec {

	static final String NAME = "sharding_indexed";

	/**
	 * More make no sense, and each takes some stack and a round trip.
	 */
	private static final int MAX_DEPTH = 8;

	private static final int MAX_CODECS = 64;

	private static final long MAX_INNER_CHUNKS = 1L << 26;

	private final int[] chunkShape;

	private final List<Codec> codecs;

	private final List<Codec> indexCodecs;

	private final IndexLocation indexLocation;

	/**
	 * A codec.
	 * @param chunkShape the shape of the inner chunks, which divides that of the shards
	 * @param codecs the codecs of the inner chunks in the order of encoding
	 * @param indexCodecs the codecs of the index in the order of encoding, whose result
	 * has always the same size
	 * @param indexLocation where in a shard its index is
	 */
	public ShardingCodec(long[] chunkShape, List<Codec> codecs, List<Codec> indexCodecs, IndexLocation indexLocation) {
		if (Arrays.stream(chunkShape).anyMatch((size) -> size < 1 || size > Integer.MAX_VALUE)) {
			throw new InvalidRequestException(
					"The shape %s is not that of inner chunks".formatted(Arrays.toString(chunkShape)));
		}
		this.chunkShape = Arrays.stream(chunkShape).mapToInt(Math::toIntExact).toArray();
		this.codecs = checked("codecs", codecs);
		this.indexCodecs = checked("index_codecs", indexCodecs);
		this.indexLocation = indexLocation;
		Limits.check("A depth of shards", depth(), MAX_DEPTH, "this library");
		for (Codec codec : indexCodecs) {
			boolean fixed = codec instanceof TransposeCodec || codec instanceof BytesCodec
					|| codec instanceof BytesToBytesCodec bytes && bytes.hasFixedSize();
			if (!fixed) {
				throw new InvalidRequestException(
						"The codec '%s' cannot be among the 'index_codecs', since the size of what it encodes varies"
							.formatted(codec.toExtension().name()));
			}
		}
	}

	private static List<Codec> checked(String member, List<Codec> codecs) {
		Limits.check("A number of '%s'".formatted(member), codecs.size(), MAX_CODECS, "this library");
		try {
			CodecPipeline.check(codecs);
		}
		catch (CorruptDataException ex) {
			throw new InvalidRequestException("'%s': %s".formatted(member, ex.getReason()), ex);
		}
		return List.copyOf(codecs);
	}

	/**
	 * The codec that puts its index, with a checksum, at the end.
	 * @param chunkShape the shape of the inner chunks, which divides that of the shards
	 * @param codecs the codecs of the inner chunks in the order of encoding; without an
	 * array-to-bytes codec among them, the elements are stored as little-endian bytes
	 * @return the codec
	 */
	public static ShardingCodec of(long[] chunkShape, List<Codec> codecs) {
		List<Codec> completed = new ArrayList<>(codecs);
		if (codecs.stream().noneMatch(ArrayToBytesCodec.class::isInstance)) {
			int index = 0;
			while (index < codecs.size() && codecs.get(index) instanceof ArrayToArrayCodec) {
				index++;
			}
			completed.add(index, new BytesCodec(ByteOrder.LITTLE_ENDIAN));
		}
		return new ShardingCodec(chunkShape, completed,
				List.of(new BytesCodec(ByteOrder.LITTLE_ENDIAN), new Crc32cCodec()), IndexLocation.END);
	}

	private int depth() {
		int depth = 0;
		for (Codec codec : this.codecs) {
			depth = (codec instanceof ShardingCodec nested) ? nested.depth() : depth;
		}
		return depth + 1;
	}

	/**
	 * This codec for elements of one size.
	 * @param itemSize the size of an element in bytes, 0 if it varies
	 * @return the codec, with that in the configuration of its codecs if they did not say
	 */
	public ShardingCodec forItemSize(int itemSize) {
		List<Codec> codecs = this.codecs.stream()
			.map((codec) -> (codec instanceof BytesToBytesCodec bytes) ? bytes.forItemSize(itemSize)
					: (codec instanceof ShardingCodec nested) ? nested.forItemSize(itemSize) : codec)
			.toList();
		return new ShardingCodec(innerShape(), codecs, this.indexCodecs, this.indexLocation);
	}

	/**
	 * The shape of the inner chunks.
	 * @return the size of an inner chunk along each dimension
	 */
	public long[] innerShape() {
		return Arrays.stream(this.chunkShape).asLongStream().toArray();
	}

	/**
	 * The codecs of the inner chunks.
	 * @return the codecs in the order of encoding, not to be changed
	 */
	public List<Codec> codecs() {
		return this.codecs;
	}

	@Override
	public ChunkCodec bind(ChunkRepresentation shard) {
		int[] shape = shard.shape();
		int[] counts = new int[shape.length];
		boolean divides = shape.length == this.chunkShape.length;
		for (int i = 0; divides && i < shape.length; i++) {
			divides = shape[i] % this.chunkShape[i] == 0;
			counts[i] = shape[i] / this.chunkShape[i];
		}
		if (!divides) {
			throw new CorruptDataException("The codec '%s' has inner chunks of shape %s, which does not divide the %s"
				.formatted(NAME, Arrays.toString(this.chunkShape), Arrays.toString(shape)));
		}
		Limits.check("A number of inner chunks", Limits.product(counts), MAX_INNER_CHUNKS, "a Java array");
		ChunkRepresentation chunk = new ChunkRepresentation(shard.dataType(), this.chunkShape, shard.fillValue());
		int[] indexShape = Arrays.copyOf(counts, counts.length + 1);
		indexShape[counts.length] = 2;
		ChunkCodec index = CodecPipeline.of(this.indexCodecs,
				new ChunkRepresentation(DataType.UINT64, indexShape, DataType.UINT64.defaultFillValue()));
		return new Chunks(shape,
				new Shards(counts, chunk, CodecPipeline.of(this.codecs, chunk), index, this.indexLocation));
	}

	@Override
	public Extension toExtension() {
		Map<String, @Nullable Object> configuration = new LinkedHashMap<>();
		configuration.put("chunk_shape", Arrays.stream(this.chunkShape).boxed().toList());
		configuration.put("codecs", this.codecs.stream().map((codec) -> codec.toExtension().toJson()).toList());
		configuration.put("index_codecs",
				this.indexCodecs.stream().map((codec) -> codec.toExtension().toJson()).toList());
		configuration.put("index_location", this.indexLocation.name().toLowerCase(Locale.ROOT));
		return Extension.of(NAME, configuration);
	}

	/**
	 * Shards of one shape that are encoded and decoded as a whole.
	 */
	private record Chunks(int[] shape, Shards shards) implements ChunkCodec {

		@Override
		public ByteBuffer encode(ArrayView chunk, Scratch scratch) {
			ShardEdit edit = new ShardEdit(this.shards, null, new OneThread(scratch));
			edit.write(this.shards.cut(Region.all(this.shape), chunk));
			return edit.encode(scratch);
		}

		@Override
		public void decode(ByteBuffer encoded, Region region, ArrayView target, Scratch scratch) {
			ShardIndex index = this.shards.indexOf(encoded, scratch);
			InnerChunks chunks = this.shards.cut(region, target);
			for (int i = 0; i < chunks.size(); i++) {
				InnerChunks.InnerChunk chunk = chunks.get(i);
				chunk.receive((values) -> {
					if (index.isMissing(chunk.number())) {
						values.fill(this.shards.fillValue());
						return;
					}
					int mark = scratch.mark();
					this.shards.inner().decode(index.slice(chunk.number(), encoded), chunk.region(), values, scratch);
					scratch.release(mark);
				});
			}
		}

		@Override
		public long maxEncodedSize() {
			long size = this.shards.inner().maxEncodedSize();
			long count = this.shards.size();
			return (size > (Long.MAX_VALUE - this.shards.indexSize()) / count) ? Long.MAX_VALUE
					: size * count + this.shards.indexSize();
		}

		/**
		 * Other writers may leave gaps of any size.
		 */
		@Override
		public long maxStoredSize() {
			return Long.MAX_VALUE;
		}

	}

	/**
	 * Works on the inner chunks one by one, for a shard that is encoded further.
	 */
	private record OneThread(Scratch outer) implements ShardEdit.Work {

		@Override
		public void forEach(int count, IntConsumer task) {
			for (int i = 0; i < count; i++) {
				task.accept(i);
			}
		}

		@Override
		public Scratch scratch() {
			return this.outer.another(true);
		}

		@Override
		public boolean writesEmptyChunks() {
			return false;
		}

		@Override
		public long maxBytes() {
			return Limits.MAX_CHUNK_BYTES;
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
			configuration.allowOnly("chunk_shape", "codecs", "index_codecs", "index_location");
			String location = configuration.string("index_location", "end", "start", "end");
			return new ShardingCodec(configuration.integers("chunk_shape", 1),
					configuration.list("codecs", (json) -> registry.codec(extension(json))),
					configuration.list("index_codecs", (json) -> registry.codec(extension(json))),
					location.equals("start") ? IndexLocation.START : IndexLocation.END);
		}

		private static Extension extension(@Nullable Object json) {
			if (json instanceof String name) {
				return Extension.of(name);
			}
			if (json instanceof Map<?, ?> members && members.get("name") instanceof String name) {
				Map<String, @Nullable Object> rest = new LinkedHashMap<>();
				members.forEach((key, value) -> rest.put(String.valueOf(key), value));
				Configuration extension = new Configuration(rest);
				extension.allowOnly("name", "configuration", "must_understand");
				extension.bool("must_understand", true);
				Object configuration = rest.get("configuration");
				if (configuration instanceof Map<?, ?> values) {
					Map<String, @Nullable Object> copy = new LinkedHashMap<>();
					values.forEach((key, value) -> copy.put(String.valueOf(key), value));
					return Extension.of(name, copy);
				}
				if (configuration == null) {
					return Extension.of(name);
				}
			}
			throw new CorruptDataException("%s is not a codec".formatted(json));
		}

	}

}
