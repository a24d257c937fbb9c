package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.NodeLock;

/**
 * Who wants or has the lock of a node, in the order in which they came. Each has it that
 * goes with all who came before, so nobody who has it loses it to others, and nobody is
 * overtaken for ever. Kept as one byte of the version and 17 bytes for each.
 *
 * @param tickets who is in the queue
 */
record LockQueue(List<Ticket> tickets) {

	private static final LockQueue EMPTY = new LockQueue(List.of());

	private static final byte VERSION = 1;

	private static final int SIZE = 2 * Long.BYTES + 1;

	private static final NodeLock[] MODES = NodeLock.values();

	LockQueue with(Ticket ticket) {
		if (this.tickets.contains(ticket)) {
			return this;
		}
		List<Ticket> all = new ArrayList<>(this.tickets);
		all.add(ticket);
		return new LockQueue(all);
	}

	LockQueue without(Ticket ticket) {
		return new LockQueue(this.tickets.stream().filter((other) -> !other.equals(ticket)).toList());
	}

	LockQueue without(long source) {
		return new LockQueue(this.tickets.stream().filter((other) -> other.id().source() != source).toList());
	}

	/**
	 * Whether somebody in the queue has the lock.
	 */
	boolean isGranted(Ticket ticket) {
		int index = this.tickets.indexOf(ticket);
		return index >= 0 && this.tickets.subList(0, index).stream().allMatch((other) -> other.goesWith(ticket));
	}

	/**
	 * Whether somebody who came later waits for somebody in the queue.
	 */
	boolean isWanted(Ticket ticket) {
		int index = this.tickets.indexOf(ticket);
		return index >= 0 && !this.tickets.subList(index + 1, this.tickets.size())
			.stream()
			.allMatch((other) -> other.goesWith(ticket));
	}

	byte[] encode() {
		ByteBuffer bytes = ByteBuffer.allocate(1 + this.tickets.size() * SIZE).put(VERSION);
		for (Ticket ticket : this.tickets) {
			bytes.putLong(ticket.id().source()).putLong(ticket.id().number()).put((byte) ticket.mode().ordinal());
		}
		return bytes.array();
	}

	static LockQueue decode(byte[] value) {
		if (value.length == 0) {
			return EMPTY;
		}
		if (value[0] != VERSION) {
			throw new StoreFailureException(
					"The lock of a node has the format %d, this version of the application reads format %d"
						.formatted(value[0], VERSION));
		}
		ByteBuffer bytes = ByteBuffer.wrap(value, 1, value.length - 1);
		List<Ticket> tickets = new ArrayList<>(bytes.remaining() / SIZE);
		while (bytes.hasRemaining()) {
			tickets.add(new Ticket(new WriteId(bytes.getLong(), bytes.getLong()), MODES[bytes.get()]));
		}
		return new LockQueue(tickets);
	}

	/**
	 * Somebody in a queue.
	 *
	 * @param id tells it from all others; the source is that of the process
	 * @param mode what it goes together with
	 */
	record Ticket(WriteId id, NodeLock mode) {

		boolean goesWith(Ticket other) {
			return this.mode.goesWith(other.mode);
		}

	}

}
