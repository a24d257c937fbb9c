package io.github.zarrspring.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A shard of two inner chunks whose index says that the first of them is huge, and
 * rightly so.
 */
final class HugeInnerChunk {

	private HugeInnerChunk() {
	}

	/**
	 * Put such a shard in place of a file.
	 */
	static void in(Path file, long size) {
		ByteBuffer index = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
		index.putLong(0).putLong(size).putLong(-1).putLong(-1);
		CRC32C crc = new CRC32C();
		crc.update(index.duplicate().flip());
		index.putInt((int) crc.getValue()).flip();
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			channel.write(index, size);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
