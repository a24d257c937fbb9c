package io.github.zarrspring.codec;

import java.util.Set;

import io.github.zarrspring.extension.Configuration;

/**
 * Makes the codecs of one kind from their configuration. To add a codec, implement this
 * and register it with {@link CodecRegistry}.
 */
public interface CodecFactory {

	/**
	 * The names in v3 metadata that this factory answers to.
	 * @return the names, possibly none
	 */
	Set<String> names();

	/**
	 * The ids of v2 filters and compressors that this factory answers to.
	 * @return the ids, possibly none
	 */
	default Set<String> v2Ids() {
		return Set.of();
	}

	/**
	 * Make a codec.
	 * @param configuration the configuration; of a v2 filter or compressor all members
	 * but {@code id}
	 * @param registry where the codecs inside the configuration are found
	 * @return the codec
	 * @throws io.github.zarrspring.exception.CorruptDataException if the configuration is
	 * wrong
	 * @throws io.github.zarrspring.exception.UnsupportedExtensionException if it asks for
	 * something that this codec does not have
	 */
	Codec create(Configuration configuration, CodecRegistry registry);

}
