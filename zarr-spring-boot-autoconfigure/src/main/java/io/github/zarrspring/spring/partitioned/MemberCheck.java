package io.github.zarrspring.spring.partitioned;

import java.util.concurrent.Callable;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;

/**
 * Looks on a member whether it can keep a store. That it runs there at all shows that the
 * member has the classes of this library.
 */
final class MemberCheck extends Message implements Callable<String>, HazelcastInstanceAware {

	private String failOnIndeterminate = "";

	@Override
	public void setHazelcastInstance(HazelcastInstance hazelcastInstance) {
		this.failOnIndeterminate = String
			.valueOf(hazelcastInstance.getConfig().getProperty(ClusterWatch.FAIL_ON_INDETERMINATE));
	}

	/**
	 * Look.
	 * @return what is wrong with the member, empty for nothing
	 */
	@Override
	public String call() {
		return this.failOnIndeterminate.equals("true") ? ""
				: "the property '%s' is not true".formatted(ClusterWatch.FAIL_ON_INDETERMINATE);
	}

	@Override
	public int getClassId() {
		return MessageFactory.MEMBER_CHECK;
	}

	@Override
	void write(ObjectDataOutput out) {
	}

	@Override
	void read(ObjectDataInput in) {
	}

}
