package io.github.zarrspring.spring.partitioned;

import java.io.IOException;
import java.util.Map;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import org.jspecify.annotations.Nullable;

/**
 * Does on a backup what {@link CompareAndSet} did.
 */
final class Replace extends Message implements EntryProcessor<EntryKey, byte[], Integer> {

	private byte @Nullable [] value;

	Replace() {
	}

	Replace(byte @Nullable [] value) {
		this.value = value;
	}

	@Override
	@SuppressWarnings("NullAway") // to set null is to remove
	public Integer process(Map.Entry<EntryKey, byte[]> entry) {
		entry.setValue(this.value);
		return CompareAndSet.DONE;
	}

	@Override
	public int getClassId() {
		return MessageFactory.REPLACE;
	}

	@Override
	void write(ObjectDataOutput out) throws IOException {
		out.writeByteArray(this.value);
	}

	@Override
	void read(ObjectDataInput in) throws IOException {
		this.value = in.readByteArray();
	}

}
