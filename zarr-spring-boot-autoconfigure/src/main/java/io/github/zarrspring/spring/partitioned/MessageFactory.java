package io.github.zarrspring.spring.partitioned;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/**
 * Makes what is read from the map and from other members. The numbers are part of what is
 * stored and sent: they are never changed or used again.
 */
final class MessageFactory implements DataSerializableFactory {

	/**
	 * The bytes of "zarr".
	 */
	static final int ID = 0x7A617272;

	static final int ENTRY_KEY = 1;

	static final int COMPARE_AND_SET = 2;

	static final int REPLACE = 3;

	static final int READ_RANGE = 4;

	static final int KEY_PAGE = 5;

	static final int COUNT = 6;

	static final int MEMBER_CHECK = 7;

	static final int FENCED_WRITE = 8;

	static final int RAISE_FENCE = 9;

	static final int READ_LEASE = 10;

	static final int NEWEST_LEASE = 11;

	static final int ENTER_QUEUE = 12;

	static final int LEAVE_QUEUE = 13;

	@Override
	public IdentifiedDataSerializable create(int typeId) {
		return switch (typeId) {
			case ENTRY_KEY -> new EntryKey();
			case COMPARE_AND_SET -> new CompareAndSet();
			case REPLACE -> new Replace();
			case READ_RANGE -> new ReadRange();
			case KEY_PAGE -> new KeyPage();
			case COUNT -> new Count();
			case MEMBER_CHECK -> new MemberCheck();
			case FENCED_WRITE -> new FencedWrite();
			case RAISE_FENCE -> new RaiseFence();
			case READ_LEASE -> new ReadLease();
			case NEWEST_LEASE -> new NewestLease();
			case ENTER_QUEUE -> new EnterQueue();
			case LEAVE_QUEUE -> new LeaveQueue();
			default -> throw new IllegalArgumentException(
					"A member sent a message %d, which this version of the application does not know"
						.formatted(typeId));
		};
	}

}
