package io.github.zarrspring.metadata;

import java.util.List;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.chunk.ChunkKeyEncoding;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.dtype.DataType;
import org.jspecify.annotations.Nullable;

/**
 * What the documents of an array say, in the terms of the model.
 *
 * @param shape the shape
 * @param dataType the data type
 * @param chunkGrid the chunk grid
 * @param chunkKeyEncoding the chunk-key encoding
 * @param fillValue the fill value, the slots of one element
 * @param hasFillValue whether the documents have one
 * @param codecs the codecs in the order of encoding
 * @param dimensionNames the dimension names, or none at all
 */
record ArrayParts(long[] shape, DataType dataType, ChunkGrid chunkGrid, ChunkKeyEncoding chunkKeyEncoding,
		Object fillValue, boolean hasFillValue, List<Codec> codecs, List<@Nullable String> dimensionNames) {
}
