package io.github.zarrspring.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The codecs that metadata can ask for, by name. Immutable.
 */
public final class CodecRegistry {

	private static final List<CodecFactory> BUILT_IN = List.of(new BytesCodec.Factory(), new PackBitsCodec.Factory(),
			new TransposeCodec.Factory(), new GzipCodec.Factory(), new ZlibCodec.Factory(), new ZstdCodec.Factory(),
			new Crc32cCodec.Factory(), new BloscCodec.Factory(), new VlenCodec.Factory(true),
			new VlenCodec.Factory(false), new ShuffleFilter.Factory(), new ChecksumCodec.Factory(Checksum.CRC32),
			new ChecksumCodec.Factory(Checksum.ADLER32), new ChecksumCodec.Factory(Checksum.FLETCHER32),
			new ChecksumCodec.Factory(Checksum.JENKINS_LOOKUP3), new CategorizeCodec.Factory(),
			new VlenArrayCodec.Factory(), new Lz4Codec.Factory(), new Bz2Codec.Factory(), new LzmaCodec.Factory(),
			new ShardingCodec.Factory(), new CastValueCodec.Factory(), new ScaleOffsetCodec.Factory());

	private final Map<String, CodecFactory> byName = new LinkedHashMap<>();

	private final Map<String, CodecFactory> byV2Id = new LinkedHashMap<>();

	private CodecRegistry(List<CodecFactory> factories) {
		for (CodecFactory factory : factories) {
			factory.names().forEach((name) -> this.byName.put(name, factory));
			factory.v2Ids().forEach((id) -> this.byV2Id.put(id, factory));
		}
	}

	/**
	 * The codecs of this library.
	 * @return the registry
	 */
	public static CodecRegistry builtIn() {
		return with(List.of());
	}

	/**
	 * The codecs of this library and others.
	 * @param factories the factories of the others; one with a name of this library takes
	 * its place
	 * @return the registry
	 */
	public static CodecRegistry with(List<CodecFactory> factories) {
		List<CodecFactory> all = new ArrayList<>(BUILT_IN);
		all.addAll(FilterFactory.all());
		all.addAll(factories);
		return new CodecRegistry(all);
	}

	/**
	 * The names of the codecs in v3.
	 * @return the names in alphabetical order
	 */
	public SortedSet<String> names() {
		return Collections.unmodifiableSortedSet(new TreeSet<>(this.byName.keySet()));
	}

	/**
	 * The ids of the filters and compressors in v2.
	 * @return the ids in alphabetical order
	 */
	public SortedSet<String> v2Ids() {
		return Collections.unmodifiableSortedSet(new TreeSet<>(this.byV2Id.keySet()));
	}

	/**
	 * The codec that v3 metadata asks for.
	 * @param extension name and configuration
	 * @return the codec
	 * @throws UnsupportedExtensionException if there is no codec of the name
	 */
	public Codec codec(Extension extension) {
		return create(this.byName, extension.name(), extension.configuration());
	}

	/**
	 * The codec that v2 metadata asks for.
	 * @param id the id of the filter or compressor
	 * @param configuration its other members
	 * @return the codec
	 * @throws UnsupportedExtensionException if there is no codec of the id
	 */
	public Codec v2Codec(String id, Configuration configuration) {
		return create(this.byV2Id, id, configuration);
	}

	private Codec create(Map<String, CodecFactory> factories, String name, Configuration configuration) {
		@Nullable CodecFactory factory = factories.get(name);
		if (factory == null) {
			throw new UnsupportedExtensionException(
					"Unknown codec '%s', known are %s".formatted(name, new TreeSet<>(factories.keySet())));
		}
		try {
			return factory.create(configuration, this);
		}
		catch (CorruptDataException | InvalidRequestException ex) {
			throw new CorruptDataException("Codec '%s': %s".formatted(name, ex.getReason()), ex);
		}
	}

}
