package io.github.zarrspring.dtype;

import java.util.HashMap;
import java.util.Map;

/**
 * The names that NumPy has for types of numbers beside its type strings: those of its
 * scalar types, those of C and single letters ({@code numpy.dtype}). Where the width
 * depends on the platform it is that of Linux on 64 bits.
 */
final class NumPyNames {

	private static final Map<String, String> TYPES = new HashMap<>();

	static {
		add("b1", "bool", "bool_", "bool8", "?");
		add("i1", "int8", "byte", "b");
		add("i2", "int16", "short", "h");
		add("i4", "int32", "intc", "i");
		add("i8", "int64", "int", "int_", "int0", "intp", "long", "longlong", "l", "q", "p");
		add("u1", "uint8", "ubyte", "B");
		add("u2", "uint16", "ushort", "H");
		add("u4", "uint32", "uintc", "I");
		add("u8", "uint64", "uint", "uint0", "uintp", "ulong", "ulonglong", "L", "Q", "P");
		add("f2", "float16", "half", "e");
		add("f4", "float32", "single", "f");
		add("f8", "float64", "double", "float", "float_", "d");
		add("M8", "datetime64");
		add("m8", "timedelta64");
	}

	private NumPyNames() {
	}

	private static void add(String type, String... names) {
		for (String name : names) {
			TYPES.put(name, type);
		}
	}

	/**
	 * The type string of a name.
	 * @param name a name, or something else
	 * @return the type string with its byte order, the same text if it is no name
	 */
	static String typeString(String name) {
		boolean ordered = "<>=|".indexOf(name.charAt(0)) >= 0;
		String bare = ordered ? name.substring(1) : name;
		int unit = (bare.indexOf('[') > 0) ? bare.indexOf('[') : bare.length();
		// The byte order may stand before a letter, but not before a longer name.
		String known = (!ordered || bare.length() == 1) ? TYPES.get(bare.substring(0, unit)) : null;
		String type = (known != null) ? known + bare.substring(unit) : bare;
		if (!type.matches("[biufmM]\\d+(\\[.*])?")) {
			return name;
		}
		// Where nothing is said, it is the order of nearly all machines.
		return ((type.charAt(1) == '1' && type.length() == 2) ? '|' : (name.charAt(0) == '>') ? '>' : '<') + type;
	}

}
