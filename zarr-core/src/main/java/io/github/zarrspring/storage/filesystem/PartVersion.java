package io.github.zarrspring.storage.filesystem;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * The version of the whole value of which a part was read. The rest is read when the
 * version is asked for. If the part is the same then, it is as if all had been read at
 * that moment; if it is not, the version is one that no value ever has, so that a write
 * that expects it is refused. Safe for use by several threads.
 */
final class PartVersion implements Supplier<Version> {

	private final Supplier<Optional<StoredValue>> whole;

	private final ByteRange range;

	private final ByteBuffer part;

	private @Nullable Version version;

	/**
	 * A version that is not known yet.
	 * @param whole what reads the whole value
	 * @param range the part that was read
	 * @param part the bytes of the part
	 */
	PartVersion(Supplier<Optional<StoredValue>> whole, ByteRange range, ByteBuffer part) {
		this.whole = whole;
		this.range = range;
		this.part = part;
	}

	@Override
	public synchronized Version get() {
		Version version = this.version;
		if (version == null) {
			version = this.whole.get()
				.filter((value) -> value.slice(this.range).bytes().equals(this.part))
				.map(StoredValue::version)
				.orElseGet(() -> new Version("changed:" + UUID.randomUUID()));
			this.version = version;
		}
		return version;
	}

}
