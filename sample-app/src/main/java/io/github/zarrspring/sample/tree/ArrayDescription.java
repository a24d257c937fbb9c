package io.github.zarrspring.sample.tree;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.sample.values.DataTypeName;
import org.jspecify.annotations.Nullable;

/**
 * An array.
 *
 * @param type always {@code array}
 * @param format the version of the Zarr format
 * @param shape the size along each dimension
 * @param dataType the data type
 * @param chunks the size of a chunk along each dimension
 * @param codecs the names of the codecs, in the order of encoding
 * @param fillValue the value of cells that are not stored, as metadata write it
 * @param dimensionNames the names of the dimensions, if they have any
 * @param attributes the attributes
 * @param storedBytes the size of all chunks as they are stored
 */
record ArrayDescription(String type, int format, long[] shape, Object dataType, long[] chunks, List<String> codecs,
		@Nullable Object fillValue, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<@Nullable String> dimensionNames,
		Map<String, @Nullable Object> attributes, long storedBytes) implements NodeDescription {

	static ArrayDescription of(ZarrArray array) {
		List<String> codecs = array.codecs().stream().map((codec) -> codec.toExtension().name()).toList();
		return new ArrayDescription("array", array.format().number(), array.shape(), DataTypeName.of(array.dataType()),
				array.chunkShape(), codecs, array.dataType().formatFillValue(array.metadata().fillValue()),
				array.dimensionNames(), array.attributes(), StoredBytes.of(array));
	}

}
