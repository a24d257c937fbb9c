package io.github.zarrspring.spring.partitioned;

import java.io.IOException;
import java.util.Map;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes if the partition knows of no newer holder of the lease, and the lease has not
 * timed out. The fence is in the partition of the value, so looking at it and writing are
 * one step for it, and where the one moves the other does.
 */
final class FencedWrite extends Message implements EntryProcessor<EntryKey, byte[], Integer>, HazelcastInstanceAware {

	/**
	 * There is a newer holder.
	 */
	static final int REFUSED = 16;

	/**
	 * The lease has timed out, unless it was renewed since.
	 */
	static final int EXPIRED = 17;

	/**
	 * The partition has lost its fence.
	 */
	static final int LOST = 18;

	private String leases = "";

	private int route;

	private Fence fence = new Fence(0, new WriteId(0, 0), 0);

	private EntryProcessor<EntryKey, byte[], Integer> write = new Replace();

	private boolean passed;

	private @Nullable HazelcastInstance instance;

	FencedWrite() {
	}

	/**
	 * A write.
	 * @param leases the map with the fences
	 * @param route what leads to the partition of the value, see {@link Fences}
	 * @param fence what the writer has the right by
	 * @param write what to do
	 */
	FencedWrite(String leases, int route, Fence fence, EntryProcessor<EntryKey, byte[], Integer> write) {
		this.leases = leases;
		this.route = route;
		this.fence = fence;
		this.write = write;
	}

	@Override
	public void setHazelcastInstance(HazelcastInstance hazelcastInstance) {
		this.instance = hazelcastInstance;
	}

	@Override
	public Integer process(Map.Entry<EntryKey, byte[]> entry) {
		int obstacle = obstacle();
		this.passed = obstacle == CompareAndSet.DONE;
		return this.passed ? this.write.process(entry) : obstacle;
	}

	private int obstacle() {
		HazelcastInstance instance = this.instance;
		if (instance == null) {
			throw new IllegalStateException("A write with a lease is run outside of a member");
		}
		byte[] value = instance.<EntryKey, byte[]>getMap(this.leases).get(Fences.key(this.route));
		LeaseEntry current = (value != null) ? LeaseEntry.decode(value) : LeaseEntry.NONE;
		if (current.fence() < this.fence.number()) {
			return LOST;
		}
		if (current.fence() > this.fence.number() || !current.claim().equals(this.fence.claim())) {
			return REFUSED;
		}
		// A member that the cluster has given up does not hear of newer holders.
		return (instance.getCluster().getClusterTime() < this.fence.expires()) ? CompareAndSet.DONE : EXPIRED;
	}

	@Override
	@SuppressWarnings("NullAway") // without one nothing is sent to backups
	public EntryProcessor<EntryKey, byte[], Integer> getBackupProcessor() {
		return this.passed ? this.write.getBackupProcessor() : null;
	}

	@Override
	public int getClassId() {
		return MessageFactory.FENCED_WRITE;
	}

	@Override
	void write(ObjectDataOutput out) throws IOException {
		out.writeString(this.leases);
		out.writeInt(this.route);
		out.writeLong(this.fence.number());
		out.writeLong(this.fence.claim().source());
		out.writeLong(this.fence.claim().number());
		out.writeLong(this.fence.expires());
		out.writeObject(this.write);
	}

	@Override
	void read(ObjectDataInput in) throws IOException {
		String leases = in.readString();
		this.leases = (leases != null) ? leases : "";
		this.route = in.readInt();
		this.fence = new Fence(in.readLong(), new WriteId(in.readLong(), in.readLong()), in.readLong());
		EntryProcessor<EntryKey, byte[], Integer> write = in.readObject();
		if (write == null) {
			throw new IOException("A member sent a write with a lease that writes nothing");
		}
		this.write = write;
	}

}
