package io.github.zarrspring.codec;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;

/**
 * A compressor whose library works on streams.
 */
abstract class StreamCodec implements BytesToBytesCodec {

	private final String id;

	private final String dependency;

	/**
	 * A codec.
	 * @param id the id in v2
	 * @param dependency the library that it needs
	 */
	StreamCodec(String id, String dependency) {
		this.id = id;
		this.dependency = dependency;
	}

	/**
	 * What decompresses.
	 * @param encoded the encoded bytes, which may be changed
	 * @param maxSize the most bytes that may come out, from which follows how much memory
	 * it may take
	 */
	abstract InputStream reader(byte[] encoded, int maxSize) throws IOException;

	/**
	 * What compresses so many bytes.
	 */
	abstract OutputStream writer(OutputStream encoded, int size) throws IOException;

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		try (OutputStream writer = writer(encoded, decoded.remaining())) {
			writer.write(ShuffleFilter.bytes(decoded));
		}
		catch (IOException ex) {
			throw new IllegalStateException("Memory does not fail", ex);
		}
		catch (NoClassDefFoundError ex) {
			throw missing(ex);
		}
		return ByteBuffer.wrap(encoded.toByteArray());
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		ByteBuffer decoded = scratch.takeHeap(maxSize);
		int size = 0;
		try (InputStream reader = reader(ShuffleFilter.bytes(encoded), maxSize)) {
			int count = 0;
			while (count >= 0 && size < maxSize) {
				size += count;
				count = reader.read(decoded.array(), decoded.arrayOffset() + size, maxSize - size);
			}
			if (size == maxSize && reader.read() >= 0) {
				throw new CorruptDataException(
						"The %s stream decodes to more than %d bytes".formatted(this.id, maxSize));
			}
		}
		catch (EOFException ex) {
			throw new CorruptDataException(
					"The %s stream of %d bytes is cut off".formatted(this.id, encoded.remaining()), ex);
		}
		catch (IOException | IndexOutOfBoundsException | IllegalArgumentException ex) {
			// The libraries are not written for hostile input.
			throw new CorruptDataException("The %s stream is damaged: %s".formatted(this.id, ex.getMessage()), ex);
		}
		catch (NoClassDefFoundError ex) {
			throw missing(ex);
		}
		return decoded.limit(size);
	}

	private UnsupportedExtensionException missing(NoClassDefFoundError ex) {
		return new UnsupportedExtensionException(
				"The codec '%s' needs the dependency %s, which is not there".formatted(this.id, this.dependency), ex);
	}

}
