package io.github.zarrspring.spring.partitioned;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import org.jspecify.annotations.Nullable;

/**
 * Replaces or removes a value where it is, if the write that made it is the expected one.
 * Run again after it was done, it finds its own write and says so. Its backups get the
 * outcome and do not compare again.
 */
final class CompareAndSet extends Message implements EntryProcessor<EntryKey, byte[], Integer> {

	/**
	 * It is done.
	 */
	static final int DONE = 0;

	/**
	 * Another write made the value.
	 */
	static final int CONFLICT = 1;

	/**
	 * The value is of a format that the member does not know.
	 */
	static final int UNREADABLE = 2;

	private @Nullable WriteId expected;

	private byte @Nullable [] value;

	private boolean done;

	CompareAndSet() {
	}

	/**
	 * A replacement.
	 * @param expected the write that must have made the value, {@code null} for no value
	 * @param value the new value, {@code null} to remove it
	 */
	CompareAndSet(@Nullable WriteId expected, byte @Nullable [] value) {
		this.expected = expected;
		this.value = value;
	}

	@Override
	@SuppressWarnings("NullAway") // to set null is to remove
	public Integer process(Map.Entry<EntryKey, byte[]> entry) {
		this.done = false;
		byte @Nullable [] current = entry.getValue();
		if (current != null && !ValueFormat.isReadable(current)) {
			return UNREADABLE;
		}
		WriteId id = (current != null) ? ValueFormat.id(current) : null;
		boolean again = this.value != null && ValueFormat.id(this.value).equals(id);
		if (!again) {
			if (!Objects.equals(id, this.expected)) {
				return CONFLICT;
			}
			entry.setValue(this.value);
		}
		this.done = true;
		return DONE;
	}

	@Override
	@SuppressWarnings("NullAway") // without one nothing is sent to backups
	public @Nullable EntryProcessor<EntryKey, byte[], Integer> getBackupProcessor() {
		return this.done ? new Replace(this.value) : null;
	}

	@Override
	public int getClassId() {
		return MessageFactory.COMPARE_AND_SET;
	}

	@Override
	void write(ObjectDataOutput out) throws IOException {
		WriteId expected = this.expected;
		out.writeBoolean(expected != null);
		if (expected != null) {
			out.writeLong(expected.source());
			out.writeLong(expected.number());
		}
		out.writeByteArray(this.value);
	}

	@Override
	void read(ObjectDataInput in) throws IOException {
		this.expected = in.readBoolean() ? new WriteId(in.readLong(), in.readLong()) : null;
		this.value = in.readByteArray();
	}

}
