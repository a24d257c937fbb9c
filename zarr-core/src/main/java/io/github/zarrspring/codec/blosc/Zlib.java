package io.github.zarrspring.codec.blosc;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The format of zlib.
 */
final class Zlib implements BlockCodec {

	@Override
	public int decompress(byte[] source, int from, int length, byte[] target, int to, int size) {
		Inflater inflater = new Inflater();
		try {
			inflater.setInput(source, from, length);
			int count = inflater.inflate(target, to, size);
			return (inflater.finished() || count == size) ? count : -1;
		}
		catch (DataFormatException ex) {
			return -1;
		}
		finally {
			inflater.end();
		}
	}

	@Override
	public int compress(int level, byte[] source, int from, int length, byte[] target, int to, int room) {
		Deflater deflater = new Deflater(level);
		try {
			deflater.setInput(source, from, length);
			deflater.finish();
			int count = deflater.deflate(target, to, room);
			return deflater.finished() ? count : 0;
		}
		finally {
			deflater.end();
		}
	}

}
