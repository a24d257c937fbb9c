package io.github.zarrspring.interop;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import io.github.zarrspring.metadata.ZarrFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the engine writes is read by TensorStore, and the other way round. Not a part of
 * the tests: {@code scripts/interop/tensorstore_check.py} runs it and says how to call
 * that.
 */
class TensorStoreCheck {

	@TempDir
	Path directory;

	private Peer peer() {
		String python = Objects.requireNonNull(System.getProperty("zarr.tensorstore"),
				"The system property zarr.tensorstore names a Python that has tensorstore");
		Path script = Path.of("../scripts/interop/tensorstore_check.py").toAbsolutePath().normalize();
		return new Peer(List.of(python, script.toString()), this.directory);
	}

	/**
	 * TensorStore reads neither groups nor attributes, nor shards that are encoded
	 * further, nor text and times, nor what numcodecs alone has.
	 */
	private static @Nullable PeerNode view(PeerNode node) {
		boolean unknown = node.type() == null || node.path().matches("v./(other|filter|text)-.*|.*/shards-.*-zstd");
		return unknown ? null : node.withoutAttributes();
	}

	@Test
	void whenTheEngineWritesThenTensorStoreReadsTheSame() {
		for (ZarrFormat format : ZarrFormat.values()) {
			int read = peer().reads(List.of(format), TensorStoreCheck::view);
			report("TensorStore reads %d arrays in %s as they were written", read, format);
		}
	}

	@Test
	void whenTensorStoreWritesThenTheEngineReadsTheSame() {
		int read = peer().isRead(List.of(ZarrFormat.V2, ZarrFormat.V3));
		report("The engine reads %d arrays in %s as TensorStore wrote them", read, "V2 and V3");
	}

	@Test
	void whenTensorStoreChangesThenTheEngineReadsTheSame() {
		int read = peer().updates(List.of(ZarrFormat.V2, ZarrFormat.V3), TensorStoreCheck::view);
		report("The engine reads %d arrays in %s as TensorStore changed them", read, "V2 and V3");
	}

	@Test
	void whenTheEngineChangesThenTensorStoreReadsTheSame() {
		int read = peer().isUpdated(List.of(ZarrFormat.V2, ZarrFormat.V3), PeerNode::withoutAttributes);
		report("TensorStore reads %d arrays in %s as the engine changed them", read, "V2 and V3");
	}

	private static void report(String message, int arrays, Object format) {
		assertThat(arrays).isPositive();
		System.out.println(message.formatted(arrays, format));
	}

}
