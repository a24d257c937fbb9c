package io.github.zarrspring.array;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.chunk.RegularGrid;
import io.github.zarrspring.chunk.SeparatedKeys;
import io.github.zarrspring.codec.ArrayToArrayCodec;
import io.github.zarrspring.codec.ArrayToBytesCodec;
import io.github.zarrspring.codec.BytesToBytesCodec;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.codec.ShardingCodec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.metadata.ZarrFormat;
import org.jspecify.annotations.Nullable;

/**
 * What an array to be created is like. Immutable: each method gives a changed copy. What
 * is left out is chosen: chunks of about a megabyte, little-endian bytes with zstd, zero
 * as fill value, the format of the group that the array is in, v3 if there is none.
 */
public final class ArraySpec {

	private static final long DEFAULT_CHUNK_BYTES = 1 << 20;

	private static final List<Codec> DEFAULT_CODECS = List.of(Codecs.zstd(3));

	private final DataType dataType;

	private long[] shape = {};

	private long @Nullable [] chunks;

	private long @Nullable [] shards;

	private @Nullable ChunkGrid grid;

	private List<Codec> codecs = DEFAULT_CODECS;

	private @Nullable Object fillValue;

	private Map<String, @Nullable Object> attributes = Map.of();

	private List<@Nullable String> dimensionNames = List.of();

	private @Nullable ZarrFormat format;

	private @Nullable SeparatedKeys chunkKeys;

	private ArraySpec(DataType dataType) {
		this.dataType = dataType;
	}

	private ArraySpec(ArraySpec other) {
		this.dataType = other.dataType;
		this.shape = other.shape;
		this.chunks = other.chunks;
		this.shards = other.shards;
		this.grid = other.grid;
		this.codecs = other.codecs;
		this.fillValue = other.fillValue;
		this.attributes = other.attributes;
		this.dimensionNames = other.dimensionNames;
		this.format = other.format;
		this.chunkKeys = other.chunkKeys;
	}

	/**
	 * An array without dimensions, which holds a single element.
	 * @param dataType the data type
	 * @return the specification
	 */
	public static ArraySpec of(DataType dataType) {
		return new ArraySpec(dataType);
	}

	/**
	 * Set the shape.
	 * @param shape the size along each dimension
	 * @return the changed specification
	 */
	public ArraySpec shape(long... shape) {
		ArraySpec copy = new ArraySpec(this);
		copy.shape = shape.clone();
		return copy;
	}

	/**
	 * Set the shape of the chunks.
	 * @param chunks the size of a chunk along each dimension
	 * @return the changed specification
	 */
	public ArraySpec chunks(long... chunks) {
		ArraySpec copy = new ArraySpec(this);
		copy.chunks = chunks.clone();
		copy.grid = null;
		return copy;
	}

	/**
	 * Set how the array is divided into chunks, for example by a
	 * {@link io.github.zarrspring.chunk.RectilinearGrid}. Arrays in v2 have only regular
	 * grids.
	 * @param grid the chunk grid
	 * @return the changed specification
	 */
	public ArraySpec chunks(ChunkGrid grid) {
		ArraySpec copy = new ArraySpec(this);
		copy.grid = grid;
		return copy;
	}

	/**
	 * Put chunks together to shards: a shard is one value of the store, and its chunks
	 * can be read by themselves. Arrays in v2 have no shards.
	 * @param shards the size of a shard along each dimension, a multiple of that of a
	 * chunk
	 * @return the changed specification
	 */
	public ArraySpec shards(long... shards) {
		ArraySpec copy = new ArraySpec(this);
		copy.shards = shards.clone();
		return copy;
	}

	/**
	 * Set the codecs.
	 * @param codecs the codecs in the order of encoding; without an array-to-bytes codec
	 * among them, the elements are stored as little-endian bytes. None at all stores
	 * chunks uncompressed.
	 * @return the changed specification
	 */
	public ArraySpec codecs(Codec... codecs) {
		ArraySpec copy = new ArraySpec(this);
		copy.codecs = List.of(codecs);
		return copy;
	}

	/**
	 * Set the fill value.
	 * @param fillValue a boolean, a number, or another form that the Zarr specification
	 * has for fill values of the data type
	 * @return the changed specification
	 * @throws InvalidRequestException if the data type has no such value
	 */
	public ArraySpec fillValue(Object fillValue) {
		ArraySpec copy = new ArraySpec(this);
		try {
			copy.fillValue = this.dataType.parseFillValue(json(fillValue));
		}
		catch (CorruptDataException ex) {
			throw new InvalidRequestException(ex.getReason(), ex);
		}
		return copy;
	}

	/**
	 * The form that a fill value has in metadata.
	 */
	private static Object json(Object value) {
		if (value instanceof Byte || value instanceof Short) {
			return ((Number) value).intValue();
		}
		// A NaN stays what it is, for the sake of its payload.
		return (value instanceof Float number && !number.isNaN()) ? (Object) number.doubleValue() : value;
	}

	/**
	 * Set the attributes.
	 * @param attributes the attributes, of values that JSON has
	 * @return the changed specification
	 */
	public ArraySpec attributes(Map<String, ? extends @Nullable Object> attributes) {
		ArraySpec copy = new ArraySpec(this);
		copy.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
		return copy;
	}

	/**
	 * Add an attribute.
	 * @param name the name
	 * @param value the value, one that JSON has
	 * @return the changed specification
	 */
	public ArraySpec attribute(String name, @Nullable Object value) {
		Map<String, @Nullable Object> attributes = new LinkedHashMap<>(this.attributes);
		attributes.put(name, value);
		return attributes(attributes);
	}

	/**
	 * Set the names of the dimensions.
	 * @param names a name or {@code null} for each dimension
	 * @return the changed specification
	 */
	public ArraySpec dimensionNames(@Nullable String... names) {
		ArraySpec copy = new ArraySpec(this);
		copy.dimensionNames = Collections.unmodifiableList(Arrays.<@Nullable String>asList(names.clone()));
		return copy;
	}

	/**
	 * Set the format.
	 * @param format v2 or v3
	 * @return the changed specification
	 */
	public ArraySpec format(ZarrFormat format) {
		ArraySpec copy = new ArraySpec(this);
		copy.format = format;
		return copy;
	}

	/**
	 * Set the chunk-key encoding: {@code default/}, {@code default.}, {@code v2/} or
	 * {@code v2.}. Arrays in v2 have only the encoding {@code v2}.
	 * @param name {@code default} or {@code v2}
	 * @param separator a slash or a period
	 * @return the changed specification
	 */
	public ArraySpec chunkKeys(String name, char separator) {
		ArraySpec copy = new ArraySpec(this);
		copy.chunkKeys = new SeparatedKeys(name, separator);
		return copy;
	}

	DataType dataType() {
		return this.dataType;
	}

	long[] shape() {
		return this.shape;
	}

	/**
	 * The shape of the chunks: halved along its largest dimension until it is small
	 * enough, if none is set.
	 */
	long[] chunks() {
		if (this.chunks != null) {
			return this.chunks;
		}
		if (this.shards != null) {
			return chunksOf(this.shards);
		}
		long[] chunks = Arrays.stream(this.shape).map((size) -> Math.max(1, size)).toArray();
		int itemSize = this.dataType.memorySize();
		while (Arrays.stream(chunks).asDoubleStream().reduce(itemSize, (a, b) -> a * b) > DEFAULT_CHUNK_BYTES) {
			int largest = 0;
			for (int i = 1; i < chunks.length; i++) {
				largest = (chunks[i] > chunks[largest]) ? i : largest;
			}
			chunks[largest] = (chunks[largest] + 1) / 2;
		}
		return chunks;
	}

	/**
	 * The shape of the chunks of shards: divided along its largest dimension until it is
	 * small enough.
	 */
	private long[] chunksOf(long[] shards) {
		long[] chunks = shards.clone();
		long itemSize = this.dataType.memorySize();
		while (Limits.product(Limits.product(chunks), itemSize) > DEFAULT_CHUNK_BYTES) {
			int largest = 0;
			for (int i = 1; i < chunks.length; i++) {
				largest = (chunks[i] > chunks[largest]) ? i : largest;
			}
			chunks[largest] /= smallestFactor(chunks[largest]);
		}
		return chunks;
	}

	private static long smallestFactor(long number) {
		for (long factor = 2; factor * factor <= number; factor++) {
			if (number % factor == 0) {
				return factor;
			}
		}
		return number;
	}

	/**
	 * How the array is divided into the values of the store.
	 */
	ChunkGrid grid() {
		if (this.grid != null) {
			if (this.shards != null) {
				throw new InvalidRequestException("Shards of %s cannot have chunks of the grid %s: name sharding among"
					.formatted(Arrays.toString(this.shards), this.grid) + " the codecs instead");
			}
			return this.grid;
		}
		return new RegularGrid((this.shards != null) ? this.shards : chunks());
	}

	/**
	 * The codecs, within those of shards if there are any.
	 */
	List<Codec> codecs() {
		if (this.shards == null) {
			return chunkCodecs();
		}
		return List.of(ShardingCodec.of(chunks(), chunkCodecs()));
	}

	/**
	 * The codecs with an array-to-bytes codec among them, and with the size of the
	 * elements in their configuration where they want it.
	 */
	private List<Codec> chunkCodecs() {
		List<Codec> codecs = new ArrayList<>();
		boolean bytes = this.codecs.stream().anyMatch((codec) -> codec instanceof ArrayToBytesCodec);
		for (Codec codec : this.codecs) {
			if (!bytes && !(codec instanceof ArrayToArrayCodec)) {
				codecs.add(valuesCodec());
				bytes = true;
			}
			codecs.add(forItemSize(codec));
		}
		if (!bytes) {
			codecs.add(valuesCodec());
		}
		return codecs;
	}

	private Codec forItemSize(Codec codec) {
		int itemSize = this.dataType.itemSize();
		return (codec instanceof BytesToBytesCodec compressor) ? compressor.forItemSize(itemSize)
				: (codec instanceof ShardingCodec sharding) ? sharding.forItemSize(itemSize) : codec;
	}

	/**
	 * One byte has no order, but has it always had in the documents written here.
	 */
	private Codec valuesCodec() {
		return (this.dataType.itemSize() > 0) ? Codecs.bytes(ByteOrder.LITTLE_ENDIAN) : Codecs.ofValues(this.dataType);
	}

	Object fillValue() {
		return (this.fillValue != null) ? this.fillValue : this.dataType.defaultFillValue();
	}

	Map<String, @Nullable Object> attributes() {
		return this.attributes;
	}

	List<@Nullable String> dimensionNames() {
		return this.dimensionNames;
	}

	@Nullable ZarrFormat format() {
		return this.format;
	}

	SeparatedKeys chunkKeys(ZarrFormat format) {
		if (this.chunkKeys != null) {
			return this.chunkKeys;
		}
		return (format == ZarrFormat.V2) ? new SeparatedKeys(SeparatedKeys.V2, '.')
				: new SeparatedKeys(SeparatedKeys.DEFAULT, '/');
	}

}
