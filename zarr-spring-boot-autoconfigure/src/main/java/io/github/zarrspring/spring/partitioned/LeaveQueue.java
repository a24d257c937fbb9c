package io.github.zarrspring.spring.partitioned;

import java.io.IOException;
import java.util.Map;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.github.zarrspring.spring.partitioned.LockQueue.Ticket;
import io.github.zarrspring.storage.NodeLock;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the queue of a lock, however often it is run. A queue that is empty is removed.
 */
final class LeaveQueue extends Message implements EntryProcessor<EntryKey, byte[], Integer> {

	private long source;

	private @Nullable Ticket ticket;

	private byte @Nullable [] queue;

	private boolean done;

	LeaveQueue() {
	}

	/**
	 * Leave a queue.
	 * @param ticket who leaves it
	 */
	LeaveQueue(Ticket ticket) {
		this.source = ticket.id().source();
		this.ticket = ticket;
	}

	/**
	 * Take a process that is gone out of a queue.
	 * @param source its source
	 */
	LeaveQueue(long source) {
		this.source = source;
	}

	@Override
	@SuppressWarnings("NullAway") // to set null is to remove
	public Integer process(Map.Entry<EntryKey, byte[]> entry) {
		this.done = false;
		byte[] current = entry.getValue();
		LockQueue before = LockQueue.decode((current != null) ? current : new byte[0]);
		LockQueue after = (this.ticket != null) ? before.without(this.ticket) : before.without(this.source);
		if (after.tickets().size() != before.tickets().size()) {
			this.queue = after.tickets().isEmpty() ? null : after.encode();
			entry.setValue(this.queue);
			this.done = true;
		}
		return CompareAndSet.DONE;
	}

	@Override
	@SuppressWarnings("NullAway") // without one nothing is sent to backups
	public @Nullable EntryProcessor<EntryKey, byte[], Integer> getBackupProcessor() {
		return this.done ? new Replace(this.queue) : null;
	}

	@Override
	public int getClassId() {
		return MessageFactory.LEAVE_QUEUE;
	}

	@Override
	void write(ObjectDataOutput out) throws IOException {
		Ticket ticket = this.ticket;
		out.writeLong(this.source);
		out.writeBoolean(ticket != null);
		if (ticket != null) {
			out.writeLong(ticket.id().number());
			out.writeString(ticket.mode().name());
		}
	}

	@Override
	void read(ObjectDataInput in) throws IOException {
		this.source = in.readLong();
		this.ticket = in.readBoolean()
				? new Ticket(new WriteId(this.source, in.readLong()), NodeLock.valueOf(String.valueOf(in.readString())))
				: null;
	}

}
