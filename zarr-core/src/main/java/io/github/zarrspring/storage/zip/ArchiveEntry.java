package io.github.zarrspring.storage.zip;

/**
 * One entry of an archive, as its central directory has it.
 *
 * @param name the name
 * @param flags the general purpose flags
 * @param method how it is compressed: 0 stored, 8 deflated
 * @param crc the CRC-32 of the bytes, uncompressed
 * @param compressedSize the number of bytes in the archive
 * @param size the number of bytes, uncompressed
 * @param offset where its local header is
 */
public record ArchiveEntry(String name, int flags, int method, int crc, long compressedSize, long size, long offset) {

	/**
	 * Whether the bytes stand in the archive as they are.
	 * @return whether it is neither compressed nor encrypted
	 */
	public boolean isStored() {
		return this.method == ZipFormat.STORED && !isEncrypted();
	}

	boolean isEncrypted() {
		return (this.flags & ZipFormat.ENCRYPTED_FLAG) != 0;
	}

	ArchiveEntry at(long newOffset) {
		return new ArchiveEntry(this.name, this.flags, this.method, this.crc, this.compressedSize, this.size,
				newOffset);
	}

}
