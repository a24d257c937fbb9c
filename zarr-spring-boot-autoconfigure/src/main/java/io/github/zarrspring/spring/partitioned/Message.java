package io.github.zarrspring.spring.partitioned;

import java.io.IOException;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/**
 * What members send each other, with the version of its form in front: one that this
 * version of the application does not know is refused, not misread.
 */
abstract class Message implements IdentifiedDataSerializable {

	private static final byte VERSION = 1;

	@Override
	public final int getFactoryId() {
		return MessageFactory.ID;
	}

	@Override
	public final void writeData(ObjectDataOutput out) throws IOException {
		out.writeByte(VERSION);
		write(out);
	}

	@Override
	public final void readData(ObjectDataInput in) throws IOException {
		byte version = in.readByte();
		if (version != VERSION) {
			throw new IOException(("A member sent a %s in form %d, this version of the application reads form %d. "
					+ "Update this application")
				.formatted(getClass().getSimpleName(), version, VERSION));
		}
		read(in);
	}

	abstract void write(ObjectDataOutput out) throws IOException;

	abstract void read(ObjectDataInput in) throws IOException;

}
