package io.github.zarrspring.sample.values;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.extension.Extension;

/**
 * A data type as clients see it: its name, or name and configuration if it has one.
 */
public final class DataTypeName {

	private DataTypeName() {
	}

	public static Object of(DataType type) {
		Extension extension = type.toExtension();
		return extension.configuration().isEmpty() ? extension.name() : extension.toJson();
	}

}
