package io.github.zarrspring.spring.autoconfigure;

import java.util.List;

import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.codec.CodecFactory;
import io.github.zarrspring.dtype.DataTypeFactory;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.util.unit.DataSize;

/**
 * Makes the engine that the properties describe.
 */
final class EngineFactory {

	private EngineFactory() {
	}

	static ZarrEngine create(ZarrProperties properties, List<CodecFactory> codecFactories,
			List<DataTypeFactory> dataTypeFactories, Environment environment) {
		ZarrEngine.Builder builder = ZarrEngine.builder()
			.codecs(codecFactories)
			.dataTypes(dataTypeFactories)
			.limits(limits(properties.limits()))
			.writeEmptyChunks(properties.writeEmptyChunks())
			.conflictTimeout(properties.conflictTimeout())
			.ioConcurrency((int) positive("zarr.io-concurrency", properties.ioConcurrency()));
		if (Threading.VIRTUAL.isActive(environment)) {
			builder.ioThreads(new VirtualThreadTaskExecutor("zarr-io-").getVirtualThreadFactory());
		}
		Integer parallelism = properties.parallelism();
		if (parallelism != null) {
			builder.parallelism((int) positive("zarr.parallelism", parallelism));
		}
		return builder.build();
	}

	private static Limits limits(ZarrProperties.Limits limits) {
		Limits heap = Limits.ofHeap();
		return new Limits(bytes("metadata-bytes", limits.metadataBytes(), heap.metadataBytes()),
				(int) positive("zarr.limits.rank", limits.rank()),
				Math.min(Limits.MAX_CHUNK_BYTES, bytes("chunk-bytes", limits.chunkBytes(), heap.chunkBytes())),
				bytes("result-bytes", limits.resultBytes(), heap.resultBytes()),
				bytes("in-flight", limits.inFlight(), heap.inFlightBytes()),
				positive("zarr.limits.index-entries", limits.indexEntries()));
	}

	private static long bytes(String name, @Nullable DataSize size, long otherwise) {
		return (size != null) ? positive("zarr.limits." + name, size.toBytes()) : otherwise;
	}

	private static long positive(String property, long value) {
		if (value < 1) {
			throw new InvalidConfigurationPropertyValueException(property, value, "It must be at least 1.");
		}
		return value;
	}

}
