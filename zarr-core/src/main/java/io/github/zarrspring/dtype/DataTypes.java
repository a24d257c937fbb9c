package io.github.zarrspring.dtype;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The data types that metadata can ask for. Immutable and safe for use by several
 * threads.
 */
public final class DataTypes {

	// The factories hand out the constants of DataType and must not make types of their
	// own: classes that implement DataType may only be initialised by DataType, or two
	// threads could wait for each other's initialisation.
	private static final List<DataTypeFactory> BUILT_IN = List.of(new NamedTypes('b', List.of(DataType.BOOL)),
			new NamedTypes('i', List.of(DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64)),
			new NamedTypes('u', List.of(DataType.UINT8, DataType.UINT16, DataType.UINT32, DataType.UINT64)),
			new NamedTypes('f', List.of(DataType.FLOAT16, DataType.FLOAT32, DataType.FLOAT64)),
			new NamedTypes('c', List.of(DataType.COMPLEX64, DataType.COMPLEX128)), new ComplexType.Factory(),
			new SmallFloatType.BrainFactory(),
			new SmallIntegerType.Factory(List.of(DataType.INT2, DataType.INT4, DataType.UINT2, DataType.UINT4)),
			new TimeType.Factory(), new FixedBytesType.Factory(), new Utf32Type.Factory(), new VariableType.Factory());

	private final List<DataTypeFactory> factories;

	private DataTypes(List<DataTypeFactory> factories) {
		List<DataTypeFactory> all = new ArrayList<>(factories);
		all.addAll(BUILT_IN);
		all.add(new StructFactory(this));
		this.factories = List.copyOf(all);
	}

	/**
	 * The data types of this library.
	 * @return the registry
	 */
	public static DataTypes builtIn() {
		return with(List.of());
	}

	/**
	 * The data types of this library and others.
	 * @param factories the factories of the others, which are asked first
	 * @return the registry
	 */
	public static DataTypes with(List<DataTypeFactory> factories) {
		return new DataTypes(factories);
	}

	/**
	 * The data type that v3 metadata asks for.
	 * @param extension name and configuration
	 * @return the data type
	 * @throws UnsupportedExtensionException if there is no data type of the name
	 * @throws CorruptDataException if the configuration is wrong
	 */
	public DataType fromV3(Extension extension) {
		try {
			DataType type = first((factory) -> factory.fromV3(extension));
			if (type != null) {
				return type;
			}
		}
		catch (CorruptDataException ex) {
			throw new CorruptDataException("Data type '%s': %s".formatted(extension.name(), ex.getReason()), ex);
		}
		throw new UnsupportedExtensionException("Unknown data type '%s'".formatted(extension.name()));
	}

	/**
	 * The data type that v2 metadata asks for.
	 * @param json the {@code dtype} member
	 * @return the data type and the byte order
	 * @throws UnsupportedExtensionException if there is no such data type
	 * @throws CorruptDataException if it is not well-formed
	 */
	public V2DataType fromV2(Object json) {
		return fromV2(json, List.of());
	}

	/**
	 * The data type that v2 metadata asks for; of objects, the first filter says which
	 * they are.
	 * @param json the {@code dtype} member
	 * @param filters the ids of the filters
	 * @return the data type and the byte order
	 * @throws UnsupportedExtensionException if there is no such data type
	 * @throws CorruptDataException if it is not well-formed
	 */
	public V2DataType fromV2(Object json, List<String> filters) {
		if (!(json instanceof String || json instanceof List)) {
			throw new CorruptDataException("The dtype %s is neither a string nor a list".formatted(json));
		}
		V2DataType type = first((factory) -> factory.fromV2(json, filters));
		if (type != null) {
			return type;
		}
		if ("|O".equals(json)) {
			throw new UnsupportedExtensionException(
					"Objects '|O' are read with the filters vlen-utf8, vlen-bytes, vlen-array and categorize only, the filters are '%s'"
						.formatted(filters));
		}
		throw new UnsupportedExtensionException("Unknown data type '%s'".formatted(json));
	}

	private <T> @Nullable T first(Function<DataTypeFactory, @Nullable T> lookup) {
		for (DataTypeFactory factory : this.factories) {
			T found = lookup.apply(factory);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

}
