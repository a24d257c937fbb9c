package io.github.zarrspring.dtype;

import java.util.List;

import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * Recognises data types that are known by their name alone, and in v2 by the letter of
 * their kind and their size.
 *
 * @param v2Kind the letter in v2
 * @param types the data types
 */
record NamedTypes(char v2Kind, List<DataType> types) implements DataTypeFactory {

	@Override
	public @Nullable DataType fromV3(Extension extension) {
		for (DataType type : this.types) {
			if (type.name().equals(extension.name())) {
				extension.configuration().allowOnly();
				return type;
			}
		}
		return null;
	}

	@Override
	public @Nullable V2DataType fromV2(Object json) {
		V2TypeString name = V2TypeString.parse(json);
		for (DataType type : this.types) {
			if (name != null && name.is(this.v2Kind, type.itemSize())) {
				return name.of(type);
			}
		}
		return null;
	}

}
