package io.github.zarrspring.metadata;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.chunk.ChunkKeyEncoding;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.CodecRegistry;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.DataTypes;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an array, the same for both versions of the format (Zarr v3
 * specification, "Array metadata"; Zarr v2 specification, "Arrays"). Immutable and safe
 * for use by several threads. Two are equal if their documents are.
 * <p>
 * The documents that it was read from are kept and only what changes is changed in them:
 * so members that need not be understood survive.
 */
public final class ArrayMetadata implements NodeMetadata {

	private static final Set<String> NOT_LAYOUT = Set.of("shape", "attributes", "dimension_names");

	private final MetadataReader reader;

	private final Documents documents;

	private final ArrayParts parts;

	ArrayMetadata(MetadataReader reader, Documents documents, ArrayParts parts) {
		this.reader = reader;
		this.documents = documents;
		this.parts = parts;
	}

	/**
	 * The metadata of a new array. It is written as documents and read back, so that
	 * there is one set of checks and a new array is what it will be when it is opened.
	 * @param format the version of the format
	 * @param shape the shape
	 * @param dataType the data type
	 * @param chunkGrid the chunk grid; v2 has regular grids only
	 * @param chunkKeyEncoding the chunk-key encoding; v2 has the encoding {@code v2} only
	 * @param fillValue the fill value, the slots of one element, {@code null} for the
	 * default of the data type
	 * @param codecs the codecs in the order of encoding; if none of them turns values
	 * into bytes, {@code bytes} does, in little-endian order
	 * @param attributes the attributes
	 * @param dimensionNames the names of the dimensions, {@code null} for one without a
	 * name, or none at all
	 * @param registry the codecs that metadata can ask for
	 * @param dataTypes the data types that metadata can ask for
	 * @param limits the bounds on what it can ask for
	 * @return the metadata
	 * @throws InvalidRequestException if the specification does not allow such an array,
	 * or this version of the format cannot express it
	 * @throws io.github.zarrspring.exception.UnsupportedExtensionException if the array
	 * could not be opened for want of a data type or codec
	 * @throws io.github.zarrspring.exception.LimitExceededException if it is over a limit
	 */
	public static ArrayMetadata create(ZarrFormat format, long[] shape, DataType dataType, ChunkGrid chunkGrid,
			ChunkKeyEncoding chunkKeyEncoding, @Nullable Object fillValue, List<Codec> codecs,
			Map<String, ? extends @Nullable Object> attributes, List<@Nullable String> dimensionNames,
			CodecRegistry registry, DataTypes dataTypes, Limits limits) {
		return create(format, shape, dataType, chunkGrid, chunkKeyEncoding, fillValue, codecs, attributes, Map.of(),
				dimensionNames, new MetadataReader(registry, dataTypes, limits), limits);
	}

	/**
	 * The metadata of an array that may be made of another one.
	 * @param stored the attributes that the other has, which need not be such as JSON has
	 */
	static ArrayMetadata create(ZarrFormat format, long[] shape, DataType dataType, ChunkGrid chunkGrid,
			ChunkKeyEncoding chunkKeyEncoding, @Nullable Object fillValue, List<Codec> codecs,
			Map<String, ? extends @Nullable Object> attributes, Map<String, @Nullable Object> stored,
			List<@Nullable String> dimensionNames, MetadataReader reader, Limits limits) {
		if (!dimensionNames.isEmpty() && dimensionNames.size() != shape.length) {
			throw new InvalidRequestException("There are %d dimension names %s for the shape %s"
				.formatted(dimensionNames.size(), dimensionNames, Arrays.toString(shape)));
		}
		ArrayParts parts = new ArrayParts(shape, dataType, chunkGrid, chunkKeyEncoding,
				ArrayWriter.fillValue(dataType, fillValue), true, ArrayWriter.codecs(dataType, codecs), dimensionNames);
		Map<String, @Nullable Object> copy = Attributes.copy(attributes, stored);
		ArrayWriter.check(parts, limits);
		Documents documents = (format == ZarrFormat.V3) ? ArrayV3Writer.write(parts, copy)
				: ArrayV2Writer.write(parts, copy);
		Attributes.checkText(dimensionNames);
		Attributes.checkText(documents.without("attributes").main());
		return reader.readBack(documents);
	}

	@Override
	public ZarrFormat format() {
		return this.documents.format();
	}

	/**
	 * The shape.
	 * @return the sizes of the dimensions, empty for a scalar
	 */
	public long[] shape() {
		return this.parts.shape().clone();
	}

	/**
	 * The data type.
	 * @return the data type
	 */
	public DataType dataType() {
		return this.parts.dataType();
	}

	/**
	 * How the array is divided into chunks.
	 * @return the chunk grid, of the same rank as the shape
	 */
	public ChunkGrid chunkGrid() {
		return this.parts.chunkGrid();
	}

	/**
	 * How chunks get their keys.
	 * @return the chunk-key encoding
	 */
	public ChunkKeyEncoding chunkKeyEncoding() {
		return this.parts.chunkKeyEncoding();
	}

	/**
	 * The value of elements that are not stored.
	 * @return the slots of one element, not to be changed
	 */
	public Object fillValue() {
		return this.parts.fillValue();
	}

	/**
	 * Whether the metadata names a fill value. In v2 it need not; the fill value is then
	 * the default of the data type.
	 * @return whether it does
	 */
	public boolean hasFillValue() {
		return this.parts.hasFillValue();
	}

	/**
	 * The codecs. They are known to make a pipeline for the chunks.
	 * @return the codecs in the order of encoding, not to be changed
	 */
	public List<Codec> codecs() {
		return this.parts.codecs();
	}

	/**
	 * The names of the dimensions.
	 * @return one entry for each dimension, {@code null} for one without a name; empty if
	 * none is named
	 */
	public List<@Nullable String> dimensionNames() {
		return this.parts.dimensionNames();
	}

	@Override
	public Map<String, @Nullable Object> attributes() {
		return this.documents.attributes();
	}

	@Override
	public Map<String, Map<String, @Nullable Object>> documents() {
		return this.documents.byName();
	}

	/**
	 * Whether two arrays differ in nothing but their shapes, attributes and dimension
	 * names, so that the chunks of one can be chunks of the other.
	 * @param other the metadata of another array
	 * @return whether cells are stored in the same way
	 */
	public boolean isStoredAs(ArrayMetadata other) {
		return format() == other.format() && layout().equals(other.layout());
	}

	private Map<String, @Nullable Object> layout() {
		Map<String, @Nullable Object> layout = new LinkedHashMap<>(this.documents.main());
		layout.keySet().removeAll(NOT_LAYOUT);
		return layout;
	}

	/**
	 * This metadata with another shape.
	 * @param shape the new shape, of the same rank
	 * @return the new metadata
	 * @throws InvalidRequestException if the array cannot have this shape
	 */
	public ArrayMetadata withShape(long... shape) {
		if (shape.length != this.parts.shape().length) {
			throw new InvalidRequestException("The shape %s does not have the %d dimensions of the array"
				.formatted(Arrays.toString(shape), this.parts.shape().length));
		}
		return this.reader.readBack(this.documents.with("shape", Arrays.stream(shape).boxed().toList()));
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * The dimension names stay, even in v2, where they are among the attributes: to
	 * change them, name {@code _ARRAY_DIMENSIONS}.
	 */
	@Override
	public ArrayMetadata withAttributes(Map<String, ? extends @Nullable Object> attributes) {
		Map<String, @Nullable Object> copy = Attributes.copy(attributes, attributes());
		if (format() == ZarrFormat.V2) {
			copy = V2DimensionNames.keep(copy, attributes());
		}
		return this.reader.readBack(this.documents.withAttributes(copy));
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof ArrayMetadata other && this.documents.equals(other.documents);
	}

	@Override
	public int hashCode() {
		return this.documents.hashCode();
	}

	@Override
	public String toString() {
		return "array %s of %s, %s".formatted(Arrays.toString(this.parts.shape()), this.parts.dataType(),
				this.documents.format());
	}

}
