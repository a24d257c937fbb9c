package io.github.zarrspring.spring.autoconfigure.snapshot;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.snapshot.SnapshotBackend;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * The stores of the type {@code snapshot}, in the life of the application: it refuses
 * traffic until all of them are loaded, for good if one cannot be, and saves them when it
 * stops, once the web server has answered its last request. What is written after that,
 * while beans are destroyed, is saved by the store itself when it is closed.
 */
class SnapshotStores implements SmartLifecycle, ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

	/**
	 * The web server stops at 1024 below the default phase if gracefully, and at 2048
	 * below in any case.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private static final Log logger = LogFactory.getLog(SnapshotBackend.class);

	private final ApplicationContext context;

	private final Map<String, SnapshotBackend> backends = new ConcurrentSkipListMap<>();

	private volatile boolean running;

	SnapshotStores(ApplicationContext context) {
		this.context = context;
	}

	void add(String name, SnapshotBackend backend) {
		this.backends.put(name, backend);
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.backends.forEach((name, backend) -> {
			if (backend.options().onShutdown() && backend.isLoaded() && !backend.isClosed()) {
				save(name, backend);
			}
		});
	}

	private static void save(String name, SnapshotBackend backend) {
		try {
			backend.flush();
		}
		catch (ZarrException ex) {
			// Tried again when the store is closed.
			logger.warn("Store '%s' could not be saved".formatted(name), ex);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Spring Boot says that the application accepts traffic when it has started; where
	 * stores are still being loaded, that is too early.
	 */
	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
		if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC && !isLoaded()) {
			AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
			this.backends.values().forEach((backend) -> backend.whenLoaded(this::acceptTraffic));
		}
	}

	private boolean isLoaded() {
		return this.backends.values().stream().allMatch((backend) -> backend.isLoaded() || backend.isClosed());
	}

	private synchronized void acceptTraffic() {
		if (isLoaded() && this.running) {
			AvailabilityChangeEvent.publish(this.context, ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

}
