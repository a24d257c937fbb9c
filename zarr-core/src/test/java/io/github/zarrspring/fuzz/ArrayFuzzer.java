package io.github.zarrspring.fuzz;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Any bytes as a metadata document and a chunk. The first byte says which document, the
 * next two how long it is.
 */
public final class ArrayFuzzer {

	private static final List<String> CHUNKS = List.of("c", "c/0", "c/0/0", "c/0/0/0", "c.0", "c.0.0", "0", "0/0",
			"0.0", "0.0.0");

	private ArrayFuzzer() {
	}

	/**
	 * Try an input.
	 * @param input the input
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		if (input.length < 3) {
			return;
		}
		ByteBuffer buffer = ByteBuffer.wrap(input);
		String name = ((buffer.get() & 1) != 0) ? ".zarray" : "zarr.json";
		byte[] document = new byte[Math.min(Short.toUnsignedInt(buffer.getShort()), buffer.remaining())];
		buffer.get(document);
		byte[] chunk = new byte[buffer.remaining()];
		buffer.get(chunk);
		Map<String, byte[]> entries = new LinkedHashMap<>();
		entries.put(name, document);
		// "c" and "0" cannot be beside keys below them in every store, but in this one.
		CHUNKS.forEach((key) -> entries.put(key, chunk));
		FuzzedStore.exercise(entries);
	}

}
