package io.github.zarrspring.spring.partitioned;

import java.io.IOException;
import java.util.Map;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;

/**
 * Raises the fence of a partition, unless it is as high already. Run again after it was
 * done, it does the same again, for the backups that may not have it.
 */
final class RaiseFence extends Message implements EntryProcessor<EntryKey, byte[], Integer> {

	private byte[] fence;

	private boolean done;

	RaiseFence() {
		this(new byte[0]);
	}

	/**
	 * Raise a fence.
	 * @param fence the new one, a {@link LeaseEntry}
	 */
	RaiseFence(byte[] fence) {
		this.fence = fence;
	}

	@Override
	public Integer process(Map.Entry<EntryKey, byte[]> entry) {
		byte[] current = entry.getValue();
		LeaseEntry before = (current != null) ? LeaseEntry.decode(current) : LeaseEntry.NONE;
		LeaseEntry next = LeaseEntry.decode(this.fence);
		this.done = before.fence() < next.fence()
				|| before.fence() == next.fence() && before.claim().equals(next.claim());
		if (!this.done) {
			return CompareAndSet.CONFLICT;
		}
		entry.setValue(this.fence);
		return CompareAndSet.DONE;
	}

	@Override
	@SuppressWarnings("NullAway") // without one nothing is sent to backups
	public EntryProcessor<EntryKey, byte[], Integer> getBackupProcessor() {
		return this.done ? new Replace(this.fence) : null;
	}

	@Override
	public int getClassId() {
		return MessageFactory.RAISE_FENCE;
	}

	@Override
	void write(ObjectDataOutput out) throws IOException {
		out.writeByteArray(this.fence);
	}

	@Override
	void read(ObjectDataInput in) throws IOException {
		byte[] fence = in.readByteArray();
		this.fence = (fence != null) ? fence : new byte[0];
	}

}
