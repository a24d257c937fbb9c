package io.github.zarrspring.dtype;

/**
 * Encoded elements, seen as slots of a Java array type.
 */
public interface ElementBuffer {

	/**
	 * Copy slots into an array.
	 * @param rows which slots, the first place being this buffer, the second the array
	 * @param target the array
	 */
	void get(Rows rows, Object target);

	/**
	 * Copy slots out of an array.
	 * @param rows which slots, the first place being the array, the second this buffer
	 * @param source the array
	 */
	void put(Rows rows, Object source);

}
