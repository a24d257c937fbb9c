package io.github.zarrspring.spring.partitioned;

import java.time.Instant;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Merges the leases of two sides of a cluster that was split: the higher fencing number
 * stays, of the same claim the longer lease, and of two claims of one number that of the
 * larger side. Fences are merged in the same way, so they fit.
 */
public final class NewestLease extends Message implements SplitBrainMergePolicy<byte[], MergingValue<byte[]>, Object> {

	/**
	 * Made by Hazelcast, by name.
	 */
	public NewestLease() {
	}

	@Override
	public Object merge(MergingValue<byte[]> mergingValue, @Nullable MergingValue<byte[]> existingValue) {
		if (existingValue == null) {
			return mergingValue.getRawValue();
		}
		return (isNewer(entry(mergingValue), entry(existingValue)) ? mergingValue : existingValue).getRawValue();
	}

	private static LeaseEntry entry(MergingValue<byte[]> value) {
		return LeaseEntry.decode(value.getDeserializedValue());
	}

	static boolean isNewer(LeaseEntry merging, LeaseEntry existing) {
		long number = merging.state().fencingNumber();
		if (number != existing.state().fencingNumber()) {
			return number > existing.state().fencingNumber();
		}
		return merging.claim().equals(existing.claim()) && expires(merging).isAfter(expires(existing));
	}

	private static Instant expires(LeaseEntry entry) {
		Instant expires = entry.state().expires();
		return (expires != null) ? expires : Instant.MIN;
	}

	@Override
	public int getClassId() {
		return MessageFactory.NEWEST_LEASE;
	}

	@Override
	void write(ObjectDataOutput out) {
	}

	@Override
	void read(ObjectDataInput in) {
	}

}
