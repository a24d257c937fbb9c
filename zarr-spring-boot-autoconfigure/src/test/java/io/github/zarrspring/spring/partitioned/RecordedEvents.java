package io.github.zarrspring.spring.partitioned;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.context.event.EventListener;

/**
 * What an application was told about its cluster.
 */
class RecordedEvents {

	private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();

	@EventListener
	void record(ClusterEvent event) {
		this.events.add(event);
	}

	<E extends ClusterEvent> List<E> of(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

}
