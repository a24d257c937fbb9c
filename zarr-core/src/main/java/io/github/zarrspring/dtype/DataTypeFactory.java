package io.github.zarrspring.dtype;

import java.util.List;

import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the data types of one kind in metadata. To add a data type, implement this
 * and register it with {@link DataTypes}. Safe for use by several threads.
 */
public interface DataTypeFactory {

	/**
	 * The data type that v3 metadata asks for.
	 * @param extension name and configuration
	 * @return the data type, {@code null} if the name is not one of this kind
	 * @throws io.github.zarrspring.exception.CorruptDataException if it is, but the
	 * configuration is wrong
	 */
	@Nullable DataType fromV3(Extension extension);

	/**
	 * The data type that v2 metadata asks for.
	 * @param json the {@code dtype} member, a string or for structured types a list
	 * @return the data type, {@code null} if it is not one of this kind
	 * @throws io.github.zarrspring.exception.CorruptDataException if it is, but not
	 * well-formed
	 */
	@Nullable V2DataType fromV2(Object json);

	/**
	 * The data type that v2 metadata asks for where filters are needed to know it.
	 * @param json the {@code dtype} member
	 * @param filters the ids of the filters
	 * @return the data type, {@code null} if it is not one of this kind
	 */
	default @Nullable V2DataType fromV2(Object json, List<String> filters) {
		return fromV2(json);
	}

}
