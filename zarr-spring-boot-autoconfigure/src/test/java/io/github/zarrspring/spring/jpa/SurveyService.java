package io.github.zarrspring.spring.jpa;

import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.spring.ZarrOperations;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A service as an application has it.
 */
class SurveyService {

	private final Measurements measurements;

	private final ZarrOperations zarr;

	private final ApplicationEventPublisher events;

	SurveyService(Measurements measurements, @Qualifier("ledger") ZarrOperations zarr,
			ApplicationEventPublisher events) {
		this.measurements = measurements;
		this.zarr = zarr;
		this.events = events;
	}

	/**
	 * Save an entity, write 40 chunks (some of them in part), append to another array.
	 */
	@Transactional
	void survey(Runnable beforeEnd) {
		this.measurements.save(new Measurement("survey"));
		this.zarr.open("grid").write(Selection.of(Slice.range(5, 395)), TestStore.filled(390, 7));
		this.zarr.open("log").append(TestStore.filled(25, 8));
		this.events.publishEvent(new Surveyed("grid"));
		beforeEnd.run();
	}

	@Transactional(propagation = Propagation.REQUIRES_NEW)
	void log(int value) {
		this.measurements.save(new Measurement("log"));
		this.zarr.open("log").append(TestStore.filled(5, value));
	}

	@Transactional(readOnly = true)
	int[] read(String path) {
		return this.zarr.open(path).read().ints();
	}

	@Transactional(readOnly = true)
	void writeReadOnly() {
		this.zarr.open("grid").write(TestStore.filled(400, 1));
	}

	/**
	 * Something was surveyed.
	 */
	record Surveyed(String path) {
	}

}
