package io.github.zarrspring.spring.partitioned;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

import com.hazelcast.aggregation.Aggregator;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * The next keys in order, found where the entries are: each partition and each member
 * looks at its keys one by one, keeps the least, as many as the page has, and passes on
 * those alone. Values are not touched.
 */
final class KeyPage extends Message implements Aggregator<Map.Entry<EntryKey, byte[]>, KeyPage> {

	private byte[] prefix;

	private byte @Nullable [] after;

	private int limit;

	/**
	 * The least keys so far, the greatest of them on top.
	 */
	private final PriorityQueue<byte[]> least = new PriorityQueue<>((a, b) -> Arrays.compareUnsigned(b, a));

	KeyPage() {
		this.prefix = new byte[0];
	}

	KeyPage(String prefix, @Nullable StoreKey after, int limit) {
		this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
		this.after = (after != null) ? after.value().getBytes(StandardCharsets.UTF_8) : null;
		this.limit = limit;
	}

	@Override
	public void accumulate(Map.Entry<EntryKey, byte[]> entry) {
		byte[] key = entry.getKey().text();
		if (startsWith(key, this.prefix) && (this.after == null || Arrays.compareUnsigned(key, this.after) > 0)) {
			keep(key);
		}
	}

	@Override
	@SuppressWarnings("rawtypes")
	public void combine(Aggregator aggregator) {
		((KeyPage) aggregator).least.forEach(this::keep);
	}

	private void keep(byte[] key) {
		if (this.least.size() < this.limit) {
			this.least.add(key);
		}
		else if (Arrays.compareUnsigned(key, this.least.element()) < 0) {
			this.least.remove();
			this.least.add(key);
		}
	}

	@Override
	public KeyPage aggregate() {
		return this;
	}

	/**
	 * The keys that are held.
	 * @return their number, at most the limit
	 */
	int size() {
		return this.least.size();
	}

	List<StoreKey> keys() {
		return this.least.stream()
			.sorted(Arrays::compareUnsigned)
			.map((key) -> StoreKey.of(new String(key, StandardCharsets.UTF_8)))
			.toList();
	}

	static boolean startsWith(byte[] key, byte[] prefix) {
		return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
	}

	@Override
	public int getClassId() {
		return MessageFactory.KEY_PAGE;
	}

	@Override
	void write(ObjectDataOutput out) throws IOException {
		out.writeByteArray(this.prefix);
		out.writeByteArray(this.after);
		out.writeInt(this.limit);
		out.writeInt(this.least.size());
		for (byte[] key : this.least) {
			out.writeByteArray(key);
		}
	}

	@Override
	void read(ObjectDataInput in) throws IOException {
		this.prefix = bytes(in);
		this.after = in.readByteArray();
		this.limit = in.readInt();
		for (int count = in.readInt(); count > 0; count--) {
			this.least.add(bytes(in));
		}
	}

	private static byte[] bytes(ObjectDataInput in) throws IOException {
		byte[] bytes = in.readByteArray();
		return (bytes != null) ? bytes : new byte[0];
	}

}
