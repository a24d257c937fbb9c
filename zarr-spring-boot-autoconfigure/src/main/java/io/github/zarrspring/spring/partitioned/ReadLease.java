package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.util.Map;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lease where it is, with the time there by the clock of the cluster: eight
 * bytes in front of the value.
 */
final class ReadLease extends Message
		implements EntryProcessor<EntryKey, byte[], byte[]>, ReadOnly, HazelcastInstanceAware {

	private @Nullable HazelcastInstance instance;

	@Override
	public void setHazelcastInstance(HazelcastInstance hazelcastInstance) {
		this.instance = hazelcastInstance;
	}

	@Override
	public byte[] process(Map.Entry<EntryKey, byte[]> entry) {
		HazelcastInstance instance = this.instance;
		if (instance == null) {
			throw new IllegalStateException("A lease is read outside of a member");
		}
		byte[] found = entry.getValue();
		byte[] value = (found != null) ? found : new byte[0];
		return ByteBuffer.allocate(Long.BYTES + value.length)
			.putLong(instance.getCluster().getClusterTime())
			.put(value)
			.array();
	}

	@Override
	@SuppressWarnings("NullAway") // nothing is changed
	public @Nullable EntryProcessor<EntryKey, byte[], byte[]> getBackupProcessor() {
		return null;
	}

	@Override
	public int getClassId() {
		return MessageFactory.READ_LEASE;
	}

	@Override
	void write(ObjectDataOutput out) {
	}

	@Override
	void read(ObjectDataInput in) {
	}

}
