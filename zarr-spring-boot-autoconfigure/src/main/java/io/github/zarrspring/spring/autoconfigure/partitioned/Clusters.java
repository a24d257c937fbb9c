package io.github.zarrspring.spring.autoconfigure.partitioned;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.github.zarrspring.spring.partitioned.ClusterWatch;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;

/**
 * The clusters that the stores of the application are in. Memberships made here end when
 * the beans of the application are destroyed: after all that has a lifecycle has stopped,
 * such as the web server, and after the stores, which depend on this. Other members take
 * over what this one keeps before it goes.
 */
class Clusters implements DisposableBean {

	private final @Nullable ClassLoader classLoader;

	private final ApplicationEventPublisher publisher;

	private final Map<MemberSettings, HazelcastInstance> memberships = new HashMap<>();

	private final Map<HazelcastInstance, ClusterWatch> watches = new IdentityHashMap<>();

	Clusters(@Nullable ClassLoader classLoader, ApplicationEventPublisher publisher) {
		this.classLoader = classLoader;
		this.publisher = publisher;
	}

	/**
	 * The application as a member of a cluster.
	 * @param settings the cluster
	 * @return the member, for the same settings always the same
	 */
	synchronized HazelcastInstance join(MemberSettings settings) {
		return this.memberships.computeIfAbsent(settings,
				(key) -> Hazelcast.newHazelcastInstance(key.config(this.classLoader)));
	}

	/**
	 * What watches the cluster of an instance.
	 * @param instance the instance
	 * @return the watch, for the same instance always the same
	 */
	synchronized ClusterWatch watch(HazelcastInstance instance) {
		return this.watches.computeIfAbsent(instance, (key) -> new ClusterWatch(key, this.publisher::publishEvent));
	}

	@Override
	public synchronized void destroy() {
		this.watches.values().forEach(ClusterWatch::close);
		this.watches.clear();
		this.memberships.values().forEach(HazelcastInstance::shutdown);
		this.memberships.clear();
	}

}
