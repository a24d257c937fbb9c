package io.github.zarrspring.spring.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The last write of each writer to one object, kept as metadata of the object. Each
 * conditional write takes over the history of the value that it replaces and puts itself
 * in front, so that a writer who missed its answer finds its write even if others have
 * written since. A write that does not compare begins a new history: it replaces whatever
 * was there, seen or not.
 *
 * @param writes the ids, the latest first, one for each writer
 */
record WriteHistory(List<WriteId> writes) {

	/**
	 * The name of the metadata.
	 */
	static final String METADATA = "zarr-writes";

	/**
	 * How many writers are remembered. Services allow 2 KB of metadata.
	 */
	static final int CAPACITY = 32;

	static final WriteHistory NONE = new WriteHistory(List.of());

	static WriteHistory of(Map<String, String> metadata) {
		for (Map.Entry<String, String> entry : metadata.entrySet()) {
			if (entry.getKey().equalsIgnoreCase(METADATA)) {
				return parse(entry.getValue());
			}
		}
		return NONE;
	}

	static WriteHistory parse(@Nullable String text) {
		List<WriteId> writes = new ArrayList<>();
		for (String write : (text != null) ? text.split(",") : new String[0]) {
			WriteId id = WriteId.parse(write);
			if (id != null) {
				writes.add(id);
			}
		}
		return new WriteHistory(List.copyOf(writes));
	}

	/**
	 * The history after another write.
	 */
	WriteHistory with(WriteId id) {
		List<WriteId> next = new ArrayList<>();
		next.add(id);
		this.writes.stream()
			.filter((write) -> !write.writer().equals(id.writer()))
			.limit(CAPACITY - 1)
			.forEach(next::add);
		return new WriteHistory(List.copyOf(next));
	}

	boolean has(WriteId id) {
		return this.writes.contains(id);
	}

	/**
	 * Whether a write may have been there that is not there any more: it is among those
	 * that there was no room for, or its writer has written since.
	 */
	boolean mayHaveForgotten(WriteId id) {
		for (WriteId write : this.writes) {
			if (write.writer().equals(id.writer())) {
				return write.number() > id.number();
			}
		}
		return this.writes.size() >= CAPACITY;
	}

	/**
	 * Whether this is an earlier one with conditional writes since and nothing else.
	 */
	boolean follows(WriteHistory earlier) {
		return !earlier.writes.isEmpty()
				&& this.writes.stream().anyMatch((write) -> write.writer().equals(earlier.writes.get(0).writer()));
	}

	String format() {
		return this.writes.stream().map(WriteId::toString).collect(Collectors.joining(","));
	}

}
