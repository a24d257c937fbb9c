package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Extension;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A structured data type: in v3 {@code struct}, in v2 a list of fields (Zarr extensions,
 * "struct"; Zarr v2 specification, "Data type encoding"). An element is the bytes of its
 * fields side by side in a {@code byte[]}, numbers little-endian whatever their order in
 * the store; {@link StructField} tells where a field is.
 */
public final class StructType implements DataType {

	private static final String NAME = "struct";

	private static final int MAX_DEPTH = 16;

	private final List<StructField> fields;

	private final int length;

	private StructType(List<StructField> fields, int length) {
		this.fields = List.copyOf(fields);
		this.length = length;
	}

	/**
	 * A structured type.
	 * @param members the names and types of the fields, in the order of their bytes
	 * @return the type
	 */
	static StructType of(List<Member> members) {
		List<StructField> fields = new ArrayList<>();
		Set<String> names = new HashSet<>();
		long offset = 0;
		for (Member member : members) {
			StructField field = new StructField(member.name(), member.type(), member.shape(), (int) offset,
					member.order());
			if (!field.isPadding() && !names.add(field.name())) {
				throw new CorruptDataException("There are two fields '%s'".formatted(field.name()));
			}
			if (member.type().itemSize() == 0) {
				throw new CorruptDataException(
						"The field '%s' is of the type '%s', whose size varies".formatted(field.name(), field.type()));
			}
			fields.add(field);
			offset = ItemSizes.check(offset + field.bytes());
		}
		StructType type = new StructType(fields, ItemSizes.check(offset));
		Limits.check("A depth of nested fields", type.depth(), MAX_DEPTH, "this library");
		return type;
	}

	private int depth() {
		int depth = 0;
		for (StructField field : this.fields) {
			depth = Math.max(depth, (field.type() instanceof StructType type) ? type.depth() : 0);
		}
		return depth + 1;
	}

	/**
	 * The fields.
	 * @return the fields in the order of their bytes, those without a name being padding
	 */
	public List<StructField> fields() {
		return this.fields;
	}

	/**
	 * A field.
	 * @param name its name
	 * @return the field
	 * @throws InvalidRequestException if there is none of the name
	 */
	public StructField field(String name) {
		for (StructField field : this.fields) {
			if (field.name().equals(name) && !field.isPadding()) {
				return field;
			}
		}
		throw new InvalidRequestException("There is no field '%s' among %s".formatted(name,
				this.fields.stream().map(StructField::name).toList()));
	}

	@Override
	public String name() {
		return NAME;
	}

	/**
	 * Fields that are arrays have a {@code shape}, which only v2 knows: a v3 document
	 * with one, or with padding, is refused when it is read.
	 */
	@Override
	public Extension toExtension() {
		List<Map<String, @Nullable Object>> json = new ArrayList<>();
		for (StructField field : this.fields) {
			Map<String, @Nullable Object> member = new LinkedHashMap<>();
			Extension type = field.type().toExtension();
			member.put("name", field.name());
			member.put("data_type", type.configuration().isEmpty() ? type.name() : type.toJson());
			if (!field.shape().isEmpty()) {
				member.put("shape", field.shape());
			}
			json.add(member);
		}
		return Extension.of(NAME, Map.of("fields", json));
	}

	@Override
	public Object toV2(ByteOrder order) {
		List<List<Object>> json = new ArrayList<>();
		for (StructField field : this.fields) {
			ByteOrder own = field.order();
			Object type = field.type().toV2((own != null) ? own : order);
			json.add(
					field.shape().isEmpty() ? List.of(field.name(), type) : List.of(field.name(), type, field.shape()));
		}
		return json;
	}

	@Override
	public ElementType elementType() {
		return ElementType.BYTES;
	}

	@Override
	public int slots() {
		return this.length;
	}

	@Override
	public boolean isOrdered() {
		return this.fields.stream().anyMatch((field) -> field.type().isOrdered());
	}

	@Override
	public ElementBuffer view(ByteBuffer bytes, ByteOrder order) {
		int[] places = new int[this.length];
		places(order, 0, places);
		for (int i = 0; i < places.length; i++) {
			if (places[i] != i) {
				return new PermutedBytes(bytes.slice(), places);
			}
		}
		return elementType().view(bytes, order);
	}

	/**
	 * Where in the store each byte of an element is.
	 */
	private void places(ByteOrder order, int start, int[] places) {
		for (StructField field : this.fields) {
			ByteOrder own = (field.order() != null) ? field.order() : order;
			for (int i = 0; i < field.count(); i++) {
				int at = start + field.offset() + i * field.type().itemSize();
				if (field.type() instanceof StructType type) {
					type.places(own, at, places);
				}
				else {
					places(field.type(), own, at, places);
				}
			}
		}
	}

	private static void places(DataType type, ByteOrder order, int start, int[] places) {
		int width = type.elementType().slotBytes();
		for (int i = 0; i < type.itemSize(); i++) {
			int within = i % width;
			places[start + i] = start + i - within + ((order == ByteOrder.BIG_ENDIAN) ? width - 1 - within : within);
		}
	}

	@Override
	public Object parseFillValue(@Nullable Object json) {
		return parseFillValue(json, ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * The values of the fields, or the bytes as the store has them.
	 */
	@Override
	public Object parseFillValue(@Nullable Object json, ByteOrder order) {
		if (!(json instanceof Map<?, ?> values)) {
			return stored(json, order);
		}
		byte[] element = new byte[this.length];
		Set<String> names = this.fields.stream().map(StructField::name).collect(Collectors.toSet());
		for (Object name : values.keySet()) {
			if (!names.contains(name)) {
				throw new CorruptDataException("The fill value has '%s', which is no field".formatted(name));
			}
		}
		for (StructField field : this.fields) {
			if (!values.containsKey(field.name())) {
				throw new CorruptDataException("The fill value has no field '%s'".formatted(field.name()));
			}
			field.set(parseItems(field, values.get(field.name()), order), element, this.length);
		}
		return element;
	}

	/**
	 * A field that is an array has a list with a value for each of its items, or one for
	 * all of them.
	 */
	private static Object parseItems(StructField field, @Nullable Object json, ByteOrder order) {
		DataType type = field.type();
		int slots = type.slots();
		Object items = type.elementType().allocate(field.count() * slots);
		if (json instanceof List<?> list && !field.shape().isEmpty() && list.size() == field.count()
				&& (slots == 1 || list.get(0) instanceof List<?>)) {
			for (int i = 0; i < list.size(); i++) {
				type.elementType().fill(items, i * slots, slots, type.parseFillValue(list.get(i), order));
			}
		}
		else {
			type.elementType().fill(items, 0, field.count() * slots, type.parseFillValue(json, order));
		}
		return items;
	}

	@Override
	public Object parseV2FillValue(Object json, ByteOrder order) {
		if (BinaryFill.isZero(json) || "".equals(json)) {
			return defaultFillValue();
		}
		return stored(json, order);
	}

	private byte[] stored(@Nullable Object json, ByteOrder order) {
		byte[] stored = BinaryFill.parse(json, NAME, this.length, false);
		byte[] element = new byte[this.length];
		view(ByteBuffer.wrap(stored), order).get(Rows.of(this.length), element);
		return element;
	}

	@Override
	public Object formatFillValue(Object element) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		for (StructField field : this.fields) {
			json.put(field.name(), formatItems(field, (byte[]) element));
		}
		return json;
	}

	private @Nullable Object formatItems(StructField field, byte[] element) {
		DataType type = field.type();
		int slots = type.slots();
		Object items = type.elementType().allocate(field.count() * slots);
		field.get(element, this.length, items);
		if (field.shape().isEmpty()) {
			return type.formatFillValue(items);
		}
		List<@Nullable Object> json = new ArrayList<>();
		for (int i = 0; i < field.count(); i++) {
			Object item = type.elementType().allocate(slots);
			System.arraycopy(items, i * slots, item, 0, slots);
			json.add(type.formatFillValue(item));
		}
		return json;
	}

	@Override
	public Object formatV2FillValue(Object element, ByteOrder order) {
		byte[] stored = new byte[this.length];
		view(ByteBuffer.wrap(stored), order).put(Rows.of(this.length), element);
		return BinaryFill.format(stored);
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof StructType other && this.fields.equals(other.fields);
	}

	@Override
	public int hashCode() {
		return this.fields.hashCode();
	}

	@Override
	public String toString() {
		return NAME + this.fields.stream().map((field) -> field.name() + " " + field.type()).toList();
	}

	/**
	 * A field without its place.
	 *
	 * @param name the name, empty for padding
	 * @param type the type
	 * @param shape the shape, empty for a single value
	 * @param order its byte order in the store, {@code null} for that of the array
	 */
	record Member(String name, DataType type, List<Integer> shape, @Nullable ByteOrder order) {
	}

}
