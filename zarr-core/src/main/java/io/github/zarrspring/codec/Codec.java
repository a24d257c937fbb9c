package io.github.zarrspring.codec;

import java.util.Map;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * A codec as metadata configures it: one of {@link ArrayToArrayCodec},
 * {@link ArrayToBytesCodec} and {@link BytesToBytesCodec} (Zarr v3 specification,
 * "Codecs"). Immutable and safe for use by several threads.
 */
public interface Codec {

	/**
	 * The codec as v3 metadata writes it.
	 * @return name and configuration
	 */
	Extension toExtension();

	/**
	 * The codec as a v2 filter or compressor.
	 * @return the members, {@code id} among them
	 * @throws InvalidRequestException if v2 has no such codec
	 */
	default Map<String, @Nullable Object> toV2() {
		throw new InvalidRequestException("The codec '%s' does not exist in Zarr v2".formatted(toExtension().name()));
	}

}
