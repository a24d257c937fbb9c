package io.github.zarrspring.spring.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.ReportingBackend.Condition;
import io.github.zarrspring.storage.ReportingBackend.Report;
import io.github.zarrspring.storage.access.LeaseState;
import io.github.zarrspring.storage.access.StoreAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of one store: up if it answers in time and, where it knows more of itself, has
 * no problem. At most one probe is under way; while one hangs, the store is down without
 * a further one.
 */
public final class ZarrStoreHealthIndicator implements HealthIndicator {

	/**
	 * How long the answer to a probe that was started ahead of its question counts.
	 */
	private static final Duration FRESH = Duration.ofSeconds(1);

	private final StoreDescription store;

	private final Supplier<StoreAccess> access;

	private final Duration timeout;

	private final Executor executor;

	private @Nullable StoreProbe probe;

	/**
	 * An indicator.
	 * @param store the store
	 * @param access gives the access to it
	 * @param timeout how long to wait for an answer
	 * @param executor what runs probes, each on a thread of its own
	 */
	public ZarrStoreHealthIndicator(StoreDescription store, Supplier<StoreAccess> access, Duration timeout,
			Executor executor) {
		this.store = store;
		this.access = access;
		this.timeout = timeout;
		this.executor = executor;
	}

	/**
	 * Start a probe if none is under way, so that the probes of several stores run at the
	 * same time.
	 * @return the probe that is under way or has just ended
	 */
	synchronized StoreProbe start() {
		StoreProbe current = this.probe;
		if (current != null && (current.isRunning() || current.age().compareTo(FRESH) < 0)) {
			return current;
		}
		StoreProbe started = new StoreProbe(this.access);
		this.probe = started;
		this.executor.execute(started);
		return started;
	}

	/**
	 * A probe that has ended answers who waited for it, and nobody after them.
	 */
	private synchronized void forget(StoreProbe answered) {
		if (this.probe == answered && !answered.isRunning()) {
			this.probe = null;
		}
	}

	@Override
	public Health health() {
		Health.Builder health = Health.up();
		health.withDetail("type", this.store.type());
		if (this.store.location() != null) {
			health.withDetail("location", Secrets.remove(this.store.location()));
		}
		Answer answer = answer();
		if (answer.lease() != null) {
			health.withDetail("lease", details(answer.lease()));
		}
		Report report = answer.report();
		if (report != null) {
			reported(health, report);
		}
		boolean explained = report != null && report.condition() != Condition.UP;
		return (answer.error() != null && !explained) ? health.down().withDetail("error", answer.error()).build()
				: health.build();
	}

	private static void reported(Health.Builder health, Report report) {
		report.details().forEach(health::withDetail);
		if (!report.warnings().isEmpty()) {
			health.withDetail("warnings", report.warnings().stream().map(Secrets::remove).toList());
		}
		switch (report.condition()) {
			case UP -> {
			}
			case STARTING -> health.outOfService().withDetail("error", "The store is still being loaded");
			case DOWN -> health.down().withDetail("error", Secrets.remove(String.join("; ", report.problems())));
		}
	}

	private static Map<String, Object> details(LeaseState lease) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("fencingNumber", lease.fencingNumber());
		if (lease.holder() != null && lease.expires() != null) {
			details.put("holder", lease.holder());
			details.put("expires", lease.expires());
		}
		return details;
	}

	private Answer answer() {
		StoreProbe current;
		try {
			current = start();
		}
		catch (RuntimeException ex) {
			return new Answer(Secrets.remove(ex.getClass().getName() + ": " + ex.getMessage()), null, null);
		}
		try {
			Throwable failure = current.await(this.timeout);
			forget(current);
			return new Answer((failure != null)
					? Secrets.remove(failure.getClass().getName() + ": " + failure.getMessage()) : null,
					current.report(), current.lease());
		}
		catch (TimeoutException ex) {
			return new Answer("The store did not answer within " + this.timeout.toMillis() + " ms", current.report(),
					null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Answer("The check was interrupted", null, null);
		}
	}

	/**
	 * What came of a probe.
	 *
	 * @param error what went wrong, {@code null} if the store answered
	 * @param report what the store says of itself, if it does
	 * @param lease the lease that was found, if there is anything to say of it
	 */
	private record Answer(@Nullable String error, @Nullable Report report, @Nullable LeaseState lease) {
	}

}
