package io.github.zarrspring.chunk;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The chunk-key encodings that v3 metadata can ask for, by name. A further encoding is
 * one file with the encoding and one line here.
 */
public final class ChunkKeyEncodings {

	private static final Map<String, Function<Configuration, ChunkKeyEncoding>> ENCODINGS = Map.of(
			SeparatedKeys.DEFAULT, (configuration) -> SeparatedKeys.from(SeparatedKeys.DEFAULT, "/", configuration),
			SeparatedKeys.V2, (configuration) -> SeparatedKeys.from(SeparatedKeys.V2, ".", configuration));

	private ChunkKeyEncodings() {
	}

	/**
	 * The encoding that v3 metadata asks for.
	 * @param extension name and configuration
	 * @return the encoding
	 * @throws UnsupportedExtensionException if there is no encoding of the name
	 * @throws CorruptDataException if the configuration is wrong
	 */
	public static ChunkKeyEncoding encoding(Extension extension) {
		@Nullable Function<Configuration, ChunkKeyEncoding> parser = ENCODINGS.get(extension.name());
		if (parser == null) {
			throw new UnsupportedExtensionException("Unknown chunk key encoding '%s', known are %s"
				.formatted(extension.name(), new TreeSet<>(ENCODINGS.keySet())));
		}
		try {
			return parser.apply(extension.configuration());
		}
		catch (CorruptDataException | InvalidRequestException ex) {
			throw new CorruptDataException("Chunk key encoding '%s': %s".formatted(extension.name(), ex.getReason()),
					ex);
		}
	}

}
