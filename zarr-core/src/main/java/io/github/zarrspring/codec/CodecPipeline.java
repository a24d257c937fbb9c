package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.limits.Limits;

/**
 * Composes the codecs of an array into one {@link ChunkCodec}: array-to-array codecs, one
 * array-to-bytes codec, bytes-to-bytes codecs, in the order of encoding (Zarr v3
 * specification, "Codecs"). How large the result of each decoding step may be is known
 * here before the first byte is read.
 */
public final class CodecPipeline {

	/**
	 * More codecs make no sense, and each of them takes some stack. Lists of codecs
	 * within codecs have this bound each.
	 */
	private static final int MAX_CODECS = 64;

	private CodecPipeline() {
	}

	/**
	 * Check that codecs are in an order that makes a pipeline.
	 * @param codecs the codecs in the order of encoding
	 * @throws CorruptDataException if they are not
	 * @throws io.github.zarrspring.exception.LimitExceededException if there are too many
	 */
	public static void check(List<Codec> codecs) {
		Limits.check("A number of codecs", codecs.size(), MAX_CODECS, "this library");
		int stage = 0;
		for (Codec codec : codecs) {
			int next = (codec instanceof ArrayToArrayCodec) ? 0 : (codec instanceof ArrayToBytesCodec) ? 1 : 2;
			if (next < stage || (next == 1 && stage == 1) || (next == 2 && stage == 0)) {
				throw new CorruptDataException(
						"The codec '%s' is out of order: array-to-array codecs come first, then one ".formatted(
								codec.toExtension().name()) + "array-to-bytes codec, then bytes-to-bytes codecs");
			}
			stage = next;
		}
		if (stage == 0) {
			throw new CorruptDataException("There is no array-to-bytes codec");
		}
	}

	/**
	 * Compose codecs.
	 * @param codecs the codecs in the order of encoding
	 * @param chunk the chunks to encode and decode
	 * @return the pipeline
	 * @throws CorruptDataException if the codecs are out of order
	 */
	public static ChunkCodec of(List<Codec> codecs, ChunkRepresentation chunk) {
		check(codecs);
		return bind(codecs, 0, chunk);
	}

	private static ChunkCodec bind(List<Codec> codecs, int index, ChunkRepresentation chunk) {
		if (codecs.get(index) instanceof ArrayToArrayCodec codec) {
			return codec.bind(chunk, bind(codecs, index + 1, codec.encoded(chunk)));
		}
		ChunkCodec values = ((ArrayToBytesCodec) codecs.get(index)).bind(chunk);
		List<BytesToBytesCodec> bytes = new ArrayList<>();
		int itemSize = chunk.dataType().itemSize();
		for (Codec codec : codecs.subList(index + 1, codecs.size())) {
			BytesToBytesCodec next = ((BytesToBytesCodec) codec).forItemSize(itemSize);
			bytes.add(next);
			itemSize = next.encodedItemSize(itemSize);
		}
		return bytes.isEmpty() ? values : new Compressed(values, bytes);
	}

	/**
	 * An array-to-bytes codec with bytes-to-bytes codecs behind it.
	 */
	private static final class Compressed implements ChunkCodec {

		/**
		 * Held while a chunk of unknown size turns out to be large, so that several of
		 * them, which a few bytes can become, do not fill the memory together.
		 */
		private static final ReentrantLock LARGE = new ReentrantLock();

		private static final int LARGE_PART = 8;

		private final ChunkCodec values;

		private final List<BytesToBytesCodec> codecs;

		/**
		 * How many bytes come out of decoding with each codec at most.
		 */
		private final int[] maxDecoded;

		private final long maxEncoded;

		private final long maxStored;

		Compressed(ChunkCodec values, List<BytesToBytesCodec> codecs) {
			this.values = values;
			this.codecs = codecs;
			this.maxDecoded = new int[codecs.size()];
			long size = values.maxEncodedSize();
			long stored = size;
			for (int i = 0; i < codecs.size(); i++) {
				this.maxDecoded[i] = (int) Math.min(size, Limits.MAX_CHUNK_BYTES);
				stored = codecs.get(i).maxStoredSize(size);
				size = codecs.get(i).maxEncodedSize(size);
			}
			this.maxEncoded = size;
			this.maxStored = stored;
		}

		@Override
		public ByteBuffer encode(ArrayView chunk, Scratch scratch) {
			boolean last = scratch.last(false);
			boolean arrays = scratch.arrays(this.codecs.get(0).worksOnArrays());
			ByteBuffer bytes = this.values.encode(chunk, scratch);
			scratch.arrays(arrays);
			for (int i = 0; i < this.codecs.size(); i++) {
				scratch.last(last && i == this.codecs.size() - 1);
				bytes = this.codecs.get(i).encode(bytes, scratch);
			}
			return bytes;
		}

		@Override
		public void decode(ByteBuffer encoded, Region region, ArrayView target, Scratch scratch) {
			boolean held = LARGE.isHeldByCurrentThread();
			try {
				decodeAll(encoded, region, target, scratch);
			}
			finally {
				if (!held && LARGE.isHeldByCurrentThread()) {
					LARGE.unlock();
				}
			}
		}

		private void decodeAll(ByteBuffer encoded, Region region, ArrayView target, Scratch scratch) {
			ByteBuffer bytes = encoded;
			for (int i = this.codecs.size() - 1; i > 0; i--) {
				bytes = (this.maxDecoded[i] < ChunkCodec.UNKNOWN_SIZE)
						? this.codecs.get(i).decode(bytes, this.maxDecoded[i], scratch)
						: decodeUnknown(this.codecs.get(i), bytes, scratch);
			}
			if (this.maxDecoded[0] < ChunkCodec.UNKNOWN_SIZE) {
				long[] needed = this.values.bytesOf(region);
				bytes = this.codecs.get(0).decode(bytes, this.maxDecoded[0], needed[0], needed[1], scratch);
			}
			else {
				bytes = decodeUnknown(this.codecs.get(0), bytes, scratch);
			}
			this.values.decode(bytes, region, target, scratch);
		}

		/**
		 * Decode what may be of any size: with room for what is likely, then more, so
		 * that no more is allocated than what is really there is worth.
		 */
		private static ByteBuffer decodeUnknown(BytesToBytesCodec codec, ByteBuffer bytes, Scratch scratch) {
			// What comes out is there once more as elements.
			long max = scratch.maxBytes() / 2;
			long room = Math.min(max, Math.max(1 << 16, 4L * bytes.remaining()));
			while (true) {
				if (room > max / LARGE_PART && !LARGE.isHeldByCurrentThread()) {
					LARGE.lock();
				}
				int mark = scratch.mark();
				try {
					return codec.decode(bytes, (int) room, scratch);
				}
				catch (CorruptDataException ex) {
					if (room == max) {
						throw ex;
					}
					scratch.release(mark);
					room = Math.min(max, 4 * room);
				}
			}
		}

		@Override
		public long maxEncodedSize() {
			return this.maxEncoded;
		}

		@Override
		public long maxStoredSize() {
			return this.maxStored;
		}

	}

}
