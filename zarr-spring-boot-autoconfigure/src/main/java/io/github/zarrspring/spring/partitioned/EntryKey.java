package io.github.zarrspring.spring.partitioned;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.partition.PartitionAware;
import org.jspecify.annotations.Nullable;

/**
 * A key of the map: the bytes of its text in UTF-8, whose order is that of
 * {@link io.github.zarrspring.storage.StoreKey}. The partition key is known only to who
 * asks for the value; it is not part of the key, and a key that came from the map is
 * never given back to it. Unlike messages, keys carry no version: they are compared by
 * their bytes.
 */
final class EntryKey implements PartitionAware<Object>, IdentifiedDataSerializable {

	private byte[] text;

	private final @Nullable Object partitionKey;

	EntryKey() {
		this.text = new byte[0];
		this.partitionKey = null;
	}

	EntryKey(String text, @Nullable Object partitionKey) {
		this.text = text.getBytes(StandardCharsets.UTF_8);
		this.partitionKey = partitionKey;
	}

	byte[] text() {
		return this.text;
	}

	@Override
	@SuppressWarnings("NullAway") // Hazelcast says that there may be none
	public @Nullable Object getPartitionKey() {
		return this.partitionKey;
	}

	@Override
	public int getFactoryId() {
		return MessageFactory.ID;
	}

	@Override
	public int getClassId() {
		return MessageFactory.ENTRY_KEY;
	}

	@Override
	public void writeData(ObjectDataOutput out) throws IOException {
		out.writeByteArray(this.text);
	}

	@Override
	public void readData(ObjectDataInput in) throws IOException {
		byte[] text = in.readByteArray();
		this.text = (text != null) ? text : new byte[0];
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof EntryKey other && Arrays.equals(this.text, other.text);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.text);
	}

	@Override
	public String toString() {
		return new String(this.text, StandardCharsets.UTF_8);
	}

}
