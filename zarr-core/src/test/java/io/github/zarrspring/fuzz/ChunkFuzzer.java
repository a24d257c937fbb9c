package io.github.zarrspring.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Any bytes as a chunk or shard of an array that another implementation wrote, and so
 * through every decoder. The first two bytes say of which.
 */
public final class ChunkFuzzer {

	/**
	 * Arrays by a number that comes from their name, so that inputs keep their meaning
	 * when fixtures come or go.
	 */
	private static final NavigableMap<Integer, FuzzedArray> ARRAYS = arrays();

	private ChunkFuzzer() {
	}

	private static NavigableMap<Integer, FuzzedArray> arrays() {
		try {
			NavigableMap<Integer, FuzzedArray> arrays = new TreeMap<>();
			FuzzedArray.all().forEach((array) -> arrays.put(array.number(), array));
			return arrays;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Try an input.
	 * @param input the input
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		if (input.length < Short.BYTES) {
			return;
		}
		int number = Short.toUnsignedInt(ByteBuffer.wrap(input).getShort());
		Map.Entry<Integer, FuzzedArray> next = ARRAYS.ceilingEntry(number);
		FuzzedArray array = ((next != null) ? next : ARRAYS.firstEntry()).getValue();
		Map<String, byte[]> entries = new LinkedHashMap<>();
		entries.put(array.documentName(), array.document());
		entries.put(array.chunkKey(), Arrays.copyOfRange(input, Short.BYTES, input.length));
		FuzzedStore.exercise(entries);
	}

}
