package io.github.zarrspring.storage;

/**
 * A value that was read whole, whose parts share its bytes.
 *
 * @param whole the whole value
 * @param opening the part that was asked for on opening
 */
record WholeValue(StoredValue whole, ByteRange opening) implements OpenValue {

	@Override
	public StoredValue first() {
		return read(this.opening);
	}

	@Override
	public StoredValue read(ByteRange range) {
		return this.whole.slice(range);
	}

}
