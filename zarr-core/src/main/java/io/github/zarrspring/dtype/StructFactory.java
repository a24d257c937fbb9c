package io.github.zarrspring.dtype;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * Recognises structured types, whose fields can be of any data type.
 *
 * @param types where the types of fields are found
 */
record StructFactory(DataTypes types) implements DataTypeFactory {

	@Override
	public @Nullable DataType fromV3(Extension extension) {
		if (!extension.name().equals("struct") && !extension.name().equals("structured")) {
			return null;
		}
		extension.configuration().allowOnly("fields");
		return StructType.of(extension.configuration().list("fields", this::member));
	}

	/**
	 * A field as an object, or as a list of name and type, as it once was.
	 */
	private StructType.Member member(@Nullable Object json) {
		Object name = null;
		Object type = null;
		if (json instanceof Map<?, ?> field) {
			if (!Set.of("name", "data_type").containsAll(field.keySet())) {
				throw new CorruptDataException("The field %s has unknown members".formatted(json));
			}
			name = field.get("name");
			type = field.get("data_type");
		}
		else if (json instanceof List<?> field && field.size() == 2) {
			name = field.get(0);
			type = field.get(1);
		}
		if (!(name instanceof String text) || text.isEmpty()) {
			throw new CorruptDataException("The field %s has no name".formatted(json));
		}
		return new StructType.Member(text, this.types.fromV3(extension(type)), List.of(), null);
	}

	@SuppressWarnings("unchecked")
	private static Extension extension(@Nullable Object json) {
		if (json instanceof String name) {
			return Extension.of(name);
		}
		if (json instanceof Map<?, ?> map && map.get("name") instanceof String name) {
			Object configuration = map.get("configuration");
			if (configuration == null) {
				return Extension.of(name);
			}
			if (configuration instanceof Map<?, ?> members) {
				return new Extension(name, new Configuration((Map<String, @Nullable Object>) members));
			}
		}
		throw new CorruptDataException("The field has the data type %s, which is none".formatted(json));
	}

	@Override
	public @Nullable V2DataType fromV2(Object json) {
		if (!(json instanceof List<?> list)) {
			return null;
		}
		List<V2Field> fields = list.stream().map(this::field).toList();
		List<ByteOrder> orders = fields.stream().map(V2Field::order).filter(Objects::nonNull).distinct().toList();
		boolean mixed = orders.size() > 1;
		List<StructType.Member> members = new ArrayList<>();
		for (V2Field field : fields) {
			members.add(new StructType.Member(field.name(), field.type(), field.shape(), mixed ? field.order() : null));
		}
		return new V2DataType(StructType.of(members),
				mixed ? ByteOrder.LITTLE_ENDIAN : orders.isEmpty() ? null : orders.get(0));
	}

	private V2Field field(@Nullable Object json) {
		if (!(json instanceof List<?> field) || field.size() < 2 || field.size() > 3 || field.get(1) == null) {
			throw new CorruptDataException("%s is not a field".formatted(json));
		}
		Object name = field.get(0);
		// A field may have a title before its name.
		Object last = (name instanceof List<?> names && names.size() == 2) ? names.get(1) : name;
		if (!(last instanceof String text)) {
			throw new CorruptDataException("%s is not the name of a field".formatted(name));
		}
		V2DataType type = this.types.fromV2(field.get(1));
		return new V2Field(text, type.dataType(), (field.size() == 3) ? shape(field.get(2)) : List.of(), type.order());
	}

	private static List<Integer> shape(@Nullable Object json) {
		if (json instanceof Integer size) {
			return List.of(size);
		}
		if (json instanceof List<?> sizes && sizes.stream().allMatch(Integer.class::isInstance)) {
			return sizes.stream().map((size) -> (Integer) size).toList();
		}
		throw new CorruptDataException("%s is not the shape of a field".formatted(json));
	}

	/**
	 * A field with the byte order that its type string says.
	 */
	private record V2Field(String name, DataType type, List<Integer> shape, @Nullable ByteOrder order) {
	}

}
