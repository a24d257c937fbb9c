package io.github.zarrspring.storage.zip;

/**
 * Numbers of the zip format, as PKWARE's APPNOTE has them.
 */
final class ZipFormat {

	static final int LOCAL_SIGNATURE = 0x04034b50;

	static final int LOCAL_SIZE = 30;

	static final int CENTRAL_SIGNATURE = 0x02014b50;

	static final int CENTRAL_SIZE = 46;

	static final int END_SIGNATURE = 0x06054b50;

	static final int END_SIZE = 22;

	static final int END64_SIGNATURE = 0x06064b50;

	static final int END64_SIZE = 56;

	static final int LOCATOR_SIGNATURE = 0x07064b50;

	static final int LOCATOR_SIZE = 20;

	static final int ZIP64_EXTRA = 1;

	static final int STORED = 0;

	static final int DEFLATED = 8;

	static final int ENCRYPTED_FLAG = 1;

	static final int UTF8_FLAG = 1 << 11;

	static final int MAX_16 = 0xFFFF;

	static final long MAX_32 = 0xFFFFFFFFL;

	/**
	 * The first day that zip can tell, so that equal contents give equal archives.
	 */
	static final int DOS_DATE = 0x21;

	private ZipFormat() {
	}

}
