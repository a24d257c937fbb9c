package io.github.zarrspring.storage.zip;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.filesystem.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * One value: an entry of an archive, or bytes in the file of what was written since.
 *
 * @param file what it is in
 * @param directory the directory of the archive, {@code null} if it is in no archive
 * @param entry its sizes, and where it is
 * @param version its version
 */
record ZipValue(ReopenedFile file, @Nullable ArchiveDirectory directory, ArchiveEntry entry, Version version) {

	/**
	 * What deflate makes of one byte at most.
	 */
	private static final long RATIO = 1032;

	private static final int BUFFER = 1 << 16;

	long size() {
		return this.entry.size();
	}

	/**
	 * Where its bytes start in the file.
	 */
	long start(FileChannel channel) throws IOException {
		return (this.directory != null) ? this.directory.start(channel, this.entry) : this.entry.offset();
	}

	ByteBuffer read(ByteRange range) throws IOException {
		try {
			return this.file.use((channel) -> read(channel, range));
		}
		catch (EOFException ex) {
			throw new CorruptDataException("The archive ends within '%.200s'".formatted(this.entry.name()), ex);
		}
	}

	private ByteBuffer read(FileChannel channel, ByteRange range) throws IOException {
		check();
		long size = this.entry.size();
		long from = start(channel);
		if (this.entry.isStored()) {
			ByteBuffer bytes = ByteBuffer.allocate((int) range.count(size));
			Transfers.read(channel, from + range.start(size), bytes);
			bytes.flip();
			return (bytes.limit() == size) ? checked(bytes) : bytes;
		}
		ByteBuffer compressed = ByteBuffer.allocate((int) this.entry.compressedSize());
		Transfers.read(channel, from, compressed);
		return inflate(compressed.flip(), (int) range.start(size), (int) range.count(size));
	}

	private void check() {
		ArchiveEntry checked = this.entry;
		if (checked.isEncrypted()) {
			throw new UnsupportedExtensionException(
					"The entry '%.200s' of the archive is encrypted, which is not supported".formatted(checked.name()));
		}
		if (checked.method() != ZipFormat.STORED && checked.method() != ZipFormat.DEFLATED) {
			throw new UnsupportedExtensionException(
					"The entry '%.200s' of the archive is compressed by method %d, which is not supported: 0 (stored) and 8 (deflated) are"
						.formatted(checked.name(), checked.method()));
		}
		if (checked.isStored() ? checked.size() != checked.compressedSize()
				: checked.size() > RATIO * (checked.compressedSize() + 1)) {
			throw new CorruptDataException("The entry '%.200s' of the archive cannot have %d bytes in %d"
				.formatted(checked.name(), checked.size(), checked.compressedSize()));
		}
		long most = Math.min(Limits.MAX_CHUNK_BYTES, Runtime.getRuntime().maxMemory() / 4);
		if (Math.max(checked.size(), checked.compressedSize()) > most && !checked.isStored()
				|| checked.size() > Limits.MAX_CHUNK_BYTES) {
			throw new LimitExceededException(
					"The entry '%.200s' of the archive has %d bytes, which is more than can be read at once: %d"
						.formatted(checked.name(), checked.size(), most));
		}
	}

	/**
	 * Inflate all, for the checksum, but keep only what is asked for.
	 */
	private ByteBuffer inflate(ByteBuffer compressed, int start, int count) {
		Inflater inflater = new Inflater(true);
		try {
			inflater.setInput(compressed);
			CRC32 crc = new CRC32();
			byte[] bytes = new byte[count];
			inflate(inflater, new byte[Math.min(start, BUFFER)], start, crc);
			inflate(inflater, bytes, count, crc);
			int rest = (int) this.entry.size() - start - count;
			inflate(inflater, new byte[Math.min(rest, BUFFER)], rest, crc);
			if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
				throw wrongSize();
			}
			check(crc);
			return ByteBuffer.wrap(bytes);
		}
		catch (DataFormatException ex) {
			throw new CorruptDataException(
					"The entry '%.200s' of the archive cannot be inflated".formatted(this.entry.name()), ex);
		}
		finally {
			inflater.end();
		}
	}

	/**
	 * Inflate a number of bytes, into the array again and again.
	 */
	private void inflate(Inflater inflater, byte[] target, int count, CRC32 crc) throws DataFormatException {
		int done = 0;
		while (done < count) {
			int position = done % target.length;
			int more = inflater.inflate(target, position, Math.min(target.length - position, count - done));
			if (more == 0 && (inflater.finished() || inflater.needsInput() || inflater.needsDictionary())) {
				throw wrongSize();
			}
			crc.update(target, position, more);
			done += more;
		}
	}

	private CorruptDataException wrongSize() {
		return new CorruptDataException("The entry '%.200s' of the archive does not inflate to %d bytes"
			.formatted(this.entry.name(), this.entry.size()));
	}

	private ByteBuffer checked(ByteBuffer bytes) {
		CRC32 crc = new CRC32();
		crc.update(bytes.duplicate());
		check(crc);
		return bytes;
	}

	private void check(CRC32 crc) {
		if ((int) crc.getValue() != this.entry.crc()) {
			throw new CorruptDataException(
					"The checksum of the entry '%.200s' of the archive is wrong".formatted(this.entry.name()));
		}
	}

}
