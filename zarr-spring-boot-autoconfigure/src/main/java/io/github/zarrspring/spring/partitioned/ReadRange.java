package io.github.zarrspring.spring.partitioned;

import java.io.IOException;
import java.util.Map;

import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.github.zarrspring.storage.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a part out of a value where it is, so that the rest is not sent.
 */
final class ReadRange extends Message implements EntryProcessor<EntryKey, byte[], byte[]>, ReadOnly {

	private ByteRange range;

	ReadRange() {
		this(ByteRange.ALL);
	}

	ReadRange(ByteRange range) {
		this.range = range;
	}

	@Override
	@SuppressWarnings("NullAway") // no value, no part of it
	public byte @Nullable [] process(Map.Entry<EntryKey, byte[]> entry) {
		byte @Nullable [] value = entry.getValue();
		return (value != null) ? ValueFormat.slice(value, this.range) : null;
	}

	@Override
	@SuppressWarnings("NullAway") // nothing is changed
	public @Nullable EntryProcessor<EntryKey, byte[], byte[]> getBackupProcessor() {
		return null;
	}

	@Override
	public int getClassId() {
		return MessageFactory.READ_RANGE;
	}

	@Override
	void write(ObjectDataOutput out) throws IOException {
		out.writeLong(this.range.offset());
		out.writeLong(this.range.length());
	}

	@Override
	void read(ObjectDataInput in) throws IOException {
		this.range = new ByteRange(in.readLong(), in.readLong());
	}

}
