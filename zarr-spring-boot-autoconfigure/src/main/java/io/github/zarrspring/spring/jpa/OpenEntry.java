package io.github.zarrspring.spring.jpa;

import java.util.List;

import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;

/**
 * A value whose parts are read with as few statements as the database allows. A
 * transaction that sees one state of the database finds them all of one version; in
 * another each part is compared.
 *
 * @param backend the backend
 * @param key the key
 * @param first the part that was read on opening
 */
record OpenEntry(JpaBackend backend, StoreKey key, StoredValue first) implements OpenValue {

	@Override
	public StoredValue read(ByteRange range) {
		return readAll(List.of(range)).get(0);
	}

	@Override
	public List<StoredValue> readAll(List<ByteRange> ranges) {
		List<StoredValue> parts = this.backend.readParts(this.key, ranges);
		if (parts.size() != ranges.size()
				|| parts.stream().anyMatch((part) -> !part.version().equals(this.first.version()))) {
			throw new WriteConflictException("The value of '%s' was changed while it was read".formatted(this.key));
		}
		return parts;
	}

}
