package io.github.zarrspring.spring.s3;

/**
 * Where the arrays come from that objects are read into.
 */
interface ReadMemory {

	/**
	 * An array for each object.
	 */
	ReadMemory NEW = (size) -> new byte[size];

	/**
	 * An array of at least a size.
	 */
	byte[] take(int size);

	/**
	 * How many bytes the array for a size has.
	 */
	default long lengthFor(long size) {
		return size;
	}

}
