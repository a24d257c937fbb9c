package io.github.zarrspring.spring.partitioned;

import java.io.IOException;
import java.util.Map;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.github.zarrspring.spring.partitioned.LockQueue.Ticket;
import io.github.zarrspring.storage.NodeLock;

/**
 * Enters the queue of a lock, once however often it is run, and answers the queue. Each
 * run sets the value, so that everybody in the queue hears of it.
 */
final class EnterQueue extends Message implements EntryProcessor<EntryKey, byte[], byte[]> {

	private Ticket ticket;

	private byte[] queue = new byte[0];

	EnterQueue() {
		this(new Ticket(new WriteId(0, 0), NodeLock.SHARED));
	}

	/**
	 * Enter a queue.
	 * @param ticket who enters it
	 */
	EnterQueue(Ticket ticket) {
		this.ticket = ticket;
	}

	@Override
	public byte[] process(Map.Entry<EntryKey, byte[]> entry) {
		byte[] current = entry.getValue();
		this.queue = LockQueue.decode((current != null) ? current : new byte[0]).with(this.ticket).encode();
		entry.setValue(this.queue);
		return this.queue;
	}

	@Override
	@SuppressWarnings("unchecked") // nobody asks a backup for its answer
	public EntryProcessor<EntryKey, byte[], byte[]> getBackupProcessor() {
		return (EntryProcessor<EntryKey, byte[], byte[]>) (EntryProcessor<EntryKey, byte[], ?>) new Replace(this.queue);
	}

	@Override
	public int getClassId() {
		return MessageFactory.ENTER_QUEUE;
	}

	@Override
	void write(ObjectDataOutput out) throws IOException {
		out.writeLong(this.ticket.id().source());
		out.writeLong(this.ticket.id().number());
		out.writeString(this.ticket.mode().name());
	}

	@Override
	void read(ObjectDataInput in) throws IOException {
		WriteId id = new WriteId(in.readLong(), in.readLong());
		this.ticket = new Ticket(id, NodeLock.valueOf(String.valueOf(in.readString())));
	}

}
