package io.github.zarrspring.spring.partitioned;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.hazelcast.aggregation.Aggregator;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.github.zarrspring.storage.StoreInfo;

/**
 * Counts values and their bytes where they are.
 */
final class Count extends Message implements Aggregator<Map.Entry<EntryKey, byte[]>, Count> {

	private byte[] prefix;

	private long entries;

	private long bytes;

	Count() {
		this("");
	}

	Count(String prefix) {
		this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void accumulate(Map.Entry<EntryKey, byte[]> entry) {
		if (KeyPage.startsWith(entry.getKey().text(), this.prefix)) {
			this.entries++;
			this.bytes += ValueFormat.size(entry.getValue());
		}
	}

	@Override
	@SuppressWarnings("rawtypes")
	public void combine(Aggregator aggregator) {
		this.entries += ((Count) aggregator).entries;
		this.bytes += ((Count) aggregator).bytes;
	}

	@Override
	public Count aggregate() {
		return this;
	}

	StoreInfo info() {
		return new StoreInfo(this.entries, this.bytes);
	}

	@Override
	public int getClassId() {
		return MessageFactory.COUNT;
	}

	@Override
	void write(ObjectDataOutput out) throws IOException {
		out.writeByteArray(this.prefix);
		out.writeLong(this.entries);
		out.writeLong(this.bytes);
	}

	@Override
	void read(ObjectDataInput in) throws IOException {
		byte[] prefix = in.readByteArray();
		this.prefix = (prefix != null) ? prefix : new byte[0];
		this.entries = in.readLong();
		this.bytes = in.readLong();
	}

}
