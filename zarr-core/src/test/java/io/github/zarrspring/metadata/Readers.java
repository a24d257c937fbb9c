package io.github.zarrspring.metadata;

import io.github.zarrspring.codec.CodecRegistry;
import io.github.zarrspring.dtype.DataTypes;
import io.github.zarrspring.limits.Limits;

/**
 * Metadata readers for tests.
 */
final class Readers {

	static final Limits LIMITS = new Limits(1 << 20, 32, 1 << 28, 1 << 28, 1 << 28, 1 << 20);

	private Readers() {
	}

	static MetadataReader reader() {
		return reader(LIMITS);
	}

	static MetadataReader reader(Limits limits) {
		return new MetadataReader(CodecRegistry.builtIn(), DataTypes.builtIn(), limits);
	}

	static ArrayMetadata v3(DocumentText document) {
		return (ArrayMetadata) reader().readV3(document.bytes());
	}

	static ArrayMetadata v2(DocumentText document) {
		return reader().readV2Array(document.bytes(), null);
	}

}
