package io.github.zarrspring.spring.partitioned;

import com.hazelcast.internal.serialization.DataSerializerHook;
import com.hazelcast.nio.serialization.DataSerializableFactory;

/**
 * Makes the messages known to every Hazelcast instance with this library on its class
 * path, be it a member, a client or one that the application made.
 */
public final class MessageHook implements DataSerializerHook {

	/**
	 * Made by Hazelcast's service loader.
	 */
	public MessageHook() {
	}

	@Override
	public int getFactoryId() {
		return MessageFactory.ID;
	}

	@Override
	public DataSerializableFactory createFactory() {
		return new MessageFactory();
	}

}
