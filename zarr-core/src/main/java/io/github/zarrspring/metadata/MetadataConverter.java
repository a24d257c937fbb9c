package io.github.zarrspring.metadata;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.chunk.RegularGrid;
import io.github.zarrspring.chunk.SeparatedKeys;
import io.github.zarrspring.codec.ChunkRepresentation;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.CodecPipeline;
import io.github.zarrspring.codec.CodecRegistry;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.codec.ShardingCodec;
import io.github.zarrspring.codec.Shards;
import io.github.zarrspring.dtype.DataTypes;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Turns the metadata of one version of the format into those of the other: shape, data
 * type, chunk grid, fill value, attributes and dimension names stay, chunk keys are those
 * that the version has by default. The codecs stay where the version can express them, so
 * that chunks need not be encoded again; where it cannot, as with most transposes in v2,
 * they are zstd. Of shards, which v2 does not have, the innermost chunks and their codecs
 * stay.
 *
 * @param codecs the codecs that metadata can ask for
 * @param dataTypes the data types that metadata can ask for
 * @param limits the bounds on what it can ask for
 */
public record MetadataConverter(CodecRegistry codecs, DataTypes dataTypes, Limits limits) {

	/**
	 * Convert the metadata of a node. Consolidated metadata are left out.
	 * @param metadata the metadata
	 * @param format the version to convert to
	 * @return the metadata in that version, the same if they are in it already
	 * @throws InvalidRequestException if the version cannot express such a node
	 */
	public NodeMetadata convert(NodeMetadata metadata, ZarrFormat format) {
		if (metadata instanceof GroupMetadata group) {
			return (group.format() == format) ? group.withoutConsolidated()
					: GroupMetadata.create(format, group.attributes(), group.attributes());
		}
		if (metadata.format() == format) {
			return metadata;
		}
		ArrayMetadata array = (ArrayMetadata) metadata;
		Shards shards = shards(array);
		ChunkGrid grid = (shards != null) ? new RegularGrid(longs(shards.innermostShape())) : array.chunkGrid();
		try {
			return create(array, format, grid, innermost(array.codecs()));
		}
		catch (InvalidRequestException | UnsupportedExtensionException ex) {
			try {
				return create(array, format, grid, List.of(Codecs.zstd(3)));
			}
			catch (InvalidRequestException | UnsupportedExtensionException second) {
				second.addSuppressed(ex);
				throw second;
			}
		}
	}

	private static @Nullable Shards shards(ArrayMetadata array) {
		int[] shape = Arrays.stream(array.chunkGrid().maxChunkShape()).mapToInt(Math::toIntExact).toArray();
		return CodecPipeline.of(array.codecs(), new ChunkRepresentation(array.dataType(), shape, array.fillValue()))
			.shards();
	}

	private static long[] longs(int[] shape) {
		return Arrays.stream(shape).asLongStream().toArray();
	}

	private static List<Codec> innermost(List<Codec> codecs) {
		return (codecs.size() == 1 && codecs.get(0) instanceof ShardingCodec sharding) ? innermost(sharding.codecs())
				: codecs;
	}

	private ArrayMetadata create(ArrayMetadata array, ZarrFormat format, ChunkGrid grid, List<Codec> codecs) {
		SeparatedKeys keys = (format == ZarrFormat.V2) ? new SeparatedKeys(SeparatedKeys.V2, '.')
				: new SeparatedKeys(SeparatedKeys.DEFAULT, '/');
		return ArrayMetadata.create(format, array.shape(), array.dataType(), grid, keys, array.fillValue(), codecs,
				attributes(array), array.attributes(), array.dimensionNames(),
				new MetadataReader(this.codecs, this.dataTypes, this.limits), this.limits);
	}

	/**
	 * The attributes without the names that v2 has among them: v3 has a member for them.
	 */
	private static Map<String, @Nullable Object> attributes(ArrayMetadata array) {
		if (array.format() == ZarrFormat.V3 || array.dimensionNames().isEmpty()) {
			return array.attributes();
		}
		Map<String, @Nullable Object> attributes = new LinkedHashMap<>(array.attributes());
		attributes.remove(V2DimensionNames.ATTRIBUTE);
		return attributes;
	}

	/**
	 * Whether the chunks of an array are stored the same in both versions.
	 * @param from the metadata of the array
	 * @param to the same metadata after a conversion
	 * @return whether not a byte of them differs
	 */
	public static boolean isSameBytes(ArrayMetadata from, ArrayMetadata to) {
		return from.dataType().equals(to.dataType()) && from.chunkGrid().equals(to.chunkGrid())
				&& from.codecs()
					.stream()
					.map(Codec::toExtension)
					.toList()
					.equals(to.codecs().stream().map(Codec::toExtension).toList());
	}

}
