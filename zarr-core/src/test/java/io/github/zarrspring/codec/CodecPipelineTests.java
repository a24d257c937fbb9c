package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.dtype.Rows;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Extension;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How codecs are put together.
 */
class CodecPipelineTests {

	private static final ChunkRepresentation CHUNK = new ChunkRepresentation(DataType.INT16, new int[] { 2, 3 },
			new short[1]);

	private final BufferPool pool = new BufferPool(2, 1 << 20);

	@Test
	void whenAChunkIsEncodedThenItsBytesAreThoseOfTheSpecification() {
		ChunkCodec codec = CodecPipeline.of(List.of(Codecs.transpose(1, 0), Codecs.bytes(ByteOrder.BIG_ENDIAN)), CHUNK);
		try (Scratch scratch = this.pool.scratch(true)) {
			ByteBuffer encoded = scratch.finish(codec.encode(view(new short[] { 1, 2, 3, 4, 5, 6 }), scratch));
			assertThat(encoded.array()).containsExactly(0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6);
		}
	}

	@Test
	void whenALargeChunkIsTransposedThenEachElementIsInItsPlace() {
		DataType struct = DataType.struct(new TreeMap<>(Map.of("a", DataType.INT16, "b", DataType.FLOAT32)));
		for (DataType type : List.of(DataType.BOOL, DataType.INT8, DataType.INT16, DataType.INT32, DataType.FLOAT32,
				DataType.INT64, DataType.FLOAT64, DataType.COMPLEX64, DataType.COMPLEX128, DataType.raw(3),
				DataType.raw(16), DataType.raw(20), struct)) {
			for (int[] shape : new int[][] { { 37, 21, 70 }, { 64, 8, 16 }, { 5, 70, 9 } }) {
				for (int[] axes : new int[][] { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 2, 0 }, { 2, 1, 0 }, { 2, 0, 1 } }) {
					assertTransposed(type, ByteOrder.BIG_ENDIAN, shape, axes);
					assertTransposed(type, ByteOrder.LITTLE_ENDIAN, shape, axes);
				}
			}
		}
	}

	private void assertTransposed(DataType type, ByteOrder order, int[] shape, int[] axes) {
		String name = "%s, %s, %s, %s".formatted(type.name(), order, Arrays.toString(shape), Arrays.toString(axes));
		ChunkRepresentation chunk = new ChunkRepresentation(type, shape, type.defaultFillValue());
		byte[] plain = new byte[chunk.elements() * type.itemSize()];
		for (int i = 0; i < plain.length; i++) {
			plain[i] = (byte) ((type == DataType.BOOL) ? i * 31 >> 6 & 1 : i * 31 >> 6);
		}
		byte[] expected = new byte[plain.length];
		int[] strides = ArrayView.strides(shape);
		for (int i = 0; i < chunk.elements(); i++) {
			int to = 0;
			for (int axis : axes) {
				to = to * shape[axis] + i / strides[axis] % shape[axis];
			}
			System.arraycopy(plain, i * type.itemSize(), expected, to * type.itemSize(), type.itemSize());
		}
		int slots = chunk.elements() * type.slots();
		ArrayView values = ArrayView.of(type.elementType(), type.elementType().allocate(slots), chunk.slotShape());
		type.view(ByteBuffer.wrap(plain), order).get(Rows.of(slots), values.array());
		ChunkCodec codec = CodecPipeline.of(List.of(Codecs.transpose(axes), Codecs.bytes(order)), chunk);
		for (boolean retained : new boolean[] { true, false }) {
			try (Scratch scratch = this.pool.scratch(retained)) {
				ByteBuffer encoded = codec.encode(values, scratch);
				assertThat(encoded).as(name).isEqualTo(ByteBuffer.wrap(expected));
				ByteBuffer direct = ByteBuffer.allocateDirect(expected.length).put(0, expected);
				for (ByteBuffer bytes : List.of(ByteBuffer.wrap(expected), direct)) {
					Object decoded = type.elementType().allocate(slots);
					codec.decode(bytes, Region.all(shape), ArrayView.of(type.elementType(), decoded, chunk.slotShape()),
							scratch);
					assertThat(decoded).as(name).isEqualTo(values.array());
				}
			}
		}
	}

	@Test
	void whenAPartIsDecodedThenOnlyThatIsWritten() {
		ChunkCodec codec = CodecPipeline
			.of(List.of(Codecs.transpose(1, 0), Codecs.bytes(ByteOrder.LITTLE_ENDIAN), Codecs.zstd(1)), CHUNK);
		try (Scratch scratch = this.pool.scratch(false)) {
			ByteBuffer encoded = codec.encode(view(new short[] { 1, 2, 3, 4, 5, 6 }), scratch);
			short[] target = new short[6];
			Region region = new Region(new int[] { 0, 0 }, new int[] { 1, 2 }, new int[] { 2, 2 });
			codec.decode(encoded, region,
					new ArrayView(ElementType.SHORTS, target, 1, new int[] { 2, 2 }, new int[] { 3, 1 }), scratch);
			assertThat(target).containsExactly(0, 1, 3, 0, 4, 6);
		}
	}

	@Test
	void whenAChunkHasAnotherSizeThenItIsRefused() {
		ChunkCodec codec = CodecPipeline.of(List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN)), CHUNK);
		for (int size : new int[] { 0, 11, 13 }) {
			try (Scratch scratch = this.pool.scratch(false)) {
				assertThatExceptionOfType(CorruptDataException.class)
					.isThrownBy(() -> codec.decode(ByteBuffer.allocate(size), Region.all(CHUNK.shape()),
							view(new short[6]), scratch))
					.withMessageContaining(size + " bytes instead of 12");
			}
		}
	}

	@Test
	void whenCodecsAreOutOfOrderThenTheyAreRefused() {
		Codec bytes = Codecs.bytes(ByteOrder.LITTLE_ENDIAN);
		for (List<Codec> codecs : List.of(List.<Codec>of(), List.of(Codecs.zstd(1)), List.of(bytes, bytes),
				List.of(bytes, Codecs.transpose(0, 1)), List.of(Codecs.zstd(1), bytes),
				List.of(Codecs.transpose(1, 0)))) {
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> CodecPipeline.of(codecs, CHUNK));
		}
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> CodecPipeline.of(List.of(Codecs.transpose(0, 2, 1), bytes), CHUNK));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Codecs.transpose(0, 0));
	}

	@Test
	void whenACodecOfOnesOwnIsRegisteredThenMetadataCanAskForIt() {
		CodecRegistry registry = CodecRegistry.with(List.of(new XorCodec.Factory()));
		Codec codec = registry.codec(Extension.of("xor", Map.of("key", 5)));
		ChunkCodec pipeline = CodecPipeline.of(List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN), codec), CHUNK);
		try (Scratch scratch = this.pool.scratch(true)) {
			ByteBuffer encoded = scratch.finish(pipeline.encode(view(new short[] { 1, 2, 3, 4, 5, 6 }), scratch));
			assertThat(encoded.get(0)).isEqualTo((byte) 4);
			short[] target = new short[6];
			pipeline.decode(encoded, Region.all(CHUNK.shape()), view(target), scratch);
			assertThat(target).containsExactly(1, 2, 3, 4, 5, 6);
		}
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> CodecRegistry.builtIn().codec(Extension.of("xor")))
			.withMessageContaining("'xor'");
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> registry.codec(Extension.of("xor", Map.of("key", "k"))))
			.withMessageContaining("Codec 'xor': The configuration member 'key' is k");
	}

	@Test
	void whenChunksOfUnknownSizeTurnOutToBeLargeThenTheyAreDecodedOneAfterTheOther() throws Exception {
		BufferPool small = new BufferPool(2, 1 << 20, 1 << 20);
		ChunkRepresentation chunk = new ChunkRepresentation(DataType.STRING, new int[] { 1 }, new String[] { "" });
		RendezvousCodec codec = new RendezvousCodec();
		ChunkCodec pipeline = CodecPipeline.of(List.of(new VlenCodec(true), codec), chunk);
		ArrayView text = ArrayView.of(ElementType.STRINGS, new String[] { "x".repeat(50_000) }, chunk.shape());
		ByteBuffer encoded;
		try (Scratch scratch = small.scratch(true)) {
			encoded = scratch.finish(pipeline.encode(text, scratch));
		}
		Runnable decode = () -> {
			try (Scratch scratch = small.scratch(false)) {
				String[] target = new String[1];
				pipeline.decode(encoded, Region.all(chunk.shape()),
						ArrayView.of(ElementType.STRINGS, target, chunk.shape()), scratch);
				assertThat(target[0]).hasSize(50_000);
			}
		};
		CompletableFuture<Void> other = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				decode.run();
				other.complete(null);
			}
			catch (Throwable ex) {
				other.completeExceptionally(ex);
			}
		});
		thread.start();
		decode.run();
		other.get();
		assertThat(codec.met).isFalse();
	}

	@Test
	void whenBuffersGoBackToThePoolThenTheyAreUsedAgain() {
		ByteBuffer first;
		try (Scratch scratch = this.pool.scratch(false)) {
			first = scratch.takeHeap(100);
			assertThat(scratch.takeHeap(100).array()).isNotSameAs(first.array());
		}
		try (Scratch scratch = this.pool.scratch(false)) {
			assertThat(scratch.takeHeap(50).array().length).isEqualTo(100);
		}
		try (Scratch scratch = this.pool.scratch(true)) {
			ByteBuffer kept = scratch.finish(scratch.takeHeap(10).put(new byte[10]).flip());
			assertThat(kept.array()).hasSize(10);
			assertThat(kept.array()).isNotSameAs(first.array());
		}
	}

	private static ArrayView view(short[] values) {
		return ArrayView.of(ElementType.SHORTS, values, CHUNK.shape());
	}

	/**
	 * A codec whose decoding waits a while for another thread to decode too.
	 */
	private static final class RendezvousCodec implements BytesToBytesCodec {

		private static final XorCodec IDENTITY = new XorCodec(0);

		private final Semaphore arrivals = new Semaphore(0);

		private volatile boolean met;

		@Override
		public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
			return IDENTITY.encode(decoded, scratch);
		}

		@Override
		public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
			this.arrivals.release();
			try {
				if (this.arrivals.tryAcquire(2, 200, TimeUnit.MILLISECONDS)) {
					this.met = true;
				}
				else {
					this.arrivals.drainPermits();
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return IDENTITY.encode(encoded, scratch);
		}

		@Override
		public long maxEncodedSize(long decodedSize) {
			return decodedSize;
		}

		@Override
		public Extension toExtension() {
			return Extension.of("rendezvous", Map.of());
		}

	}

}
