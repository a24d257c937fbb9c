package io.github.zarrspring.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Any bytes as a metadata document. The first byte says which.
 */
public final class MetadataFuzzer {

	static final List<String> DOCUMENTS = List.of("zarr.json", ".zarray", ".zgroup", ".zattrs", ".zmetadata");

	private static final byte[] GROUP = "{\"zarr_format\":2}".getBytes(StandardCharsets.UTF_8);

	private MetadataFuzzer() {
	}

	/**
	 * Try an input.
	 * @param input the input
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		if (input.length == 0) {
			return;
		}
		String document = DOCUMENTS.get(Byte.toUnsignedInt(input[0]) % DOCUMENTS.size());
		Map<String, byte[]> entries = new LinkedHashMap<>();
		if (document.equals(".zattrs") || document.equals(".zmetadata")) {
			entries.put(".zgroup", GROUP);
		}
		entries.put(document, Arrays.copyOfRange(input, 1, input.length));
		FuzzedStore.exercise(entries);
	}

}
