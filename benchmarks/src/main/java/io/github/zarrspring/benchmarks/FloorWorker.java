package io.github.zarrspring.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;

/**
 * One thread of the floor with its buffers: direct ones, which neither the channel nor
 * zstd copies.
 */
final class FloorWorker implements AutoCloseable {

	private static final int GZIP_HEADER = 10;

	private final ByteBuffer encoded = ByteBuffer.allocateDirect(4 << 20);

	private final ByteBuffer decoded = ByteBuffer.allocateDirect(2 << 20).order(ByteOrder.LITTLE_ENDIAN);

	private final ZstdCompressCtx compressor = new ZstdCompressCtx().setLevel(Compression.ZSTD_LEVEL);

	private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

	private final Deflater deflater = new Deflater(Compression.GZIP_LEVEL, true);

	private final Inflater inflater = new Inflater(true);

	/**
	 * The buffer for a chunk that is to be encoded.
	 * @return the buffer, little-endian and empty
	 */
	ByteBuffer decoded() {
		return this.decoded.clear();
	}

	/**
	 * Read a file.
	 * @return its bytes, until the next call
	 */
	ByteBuffer read(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			this.encoded.clear();
			while (channel.read(this.encoded) > 0) {
				if (!this.encoded.hasRemaining()) {
					throw new EOFException("The chunk in '%s' is too large".formatted(file));
				}
			}
			return this.encoded.flip();
		}
	}

	/**
	 * Put bytes where {@link #read} would.
	 */
	ByteBuffer load(byte[] bytes) {
		return this.encoded.clear().put(bytes).flip();
	}

	/**
	 * Write a file.
	 */
	void write(Path file, ByteBuffer bytes) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
		}
	}

	/**
	 * Decode a chunk.
	 * @return its values, little-endian
	 */
	ByteBuffer decode(Compression compression, ByteBuffer bytes) {
		return switch (compression) {
			case NONE -> bytes.order(ByteOrder.LITTLE_ENDIAN);
			case ZSTD -> {
				this.decompressor.decompress(this.decoded.clear(), bytes);
				yield this.decoded.flip();
			}
			case GZIP -> inflate(bytes);
		};
	}

	private ByteBuffer inflate(ByteBuffer bytes) {
		this.inflater.reset();
		this.inflater.setInput(bytes.position(GZIP_HEADER));
		this.decoded.clear();
		try {
			while (!this.inflater.finished() && this.decoded.hasRemaining()) {
				this.inflater.inflate(this.decoded);
			}
		}
		catch (DataFormatException ex) {
			throw new IllegalStateException("The chunk is no gzip stream", ex);
		}
		return this.decoded.flip();
	}

	/**
	 * Encode a chunk.
	 * @param chunk the values
	 * @return the bytes, until the next call; of gzip only the deflate stream
	 */
	ByteBuffer encode(Compression compression, ByteBuffer chunk) {
		return switch (compression) {
			case NONE -> chunk;
			case ZSTD -> {
				this.compressor.compress(this.encoded.clear(), chunk);
				yield this.encoded.flip();
			}
			case GZIP -> deflate(chunk);
		};
	}

	private ByteBuffer deflate(ByteBuffer chunk) {
		this.deflater.reset();
		this.deflater.setInput(chunk);
		this.deflater.finish();
		this.encoded.clear().position(GZIP_HEADER);
		while (!this.deflater.finished()) {
			this.deflater.deflate(this.encoded);
		}
		return this.encoded.flip();
	}

	@Override
	public void close() {
		this.compressor.close();
		this.decompressor.close();
		this.deflater.end();
		this.inflater.end();
	}

}
