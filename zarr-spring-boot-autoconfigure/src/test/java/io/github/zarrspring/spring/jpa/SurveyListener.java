package io.github.zarrspring.spring.jpa;

import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.spring.ZarrOperations;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Hears of surveys once they are committed or rolled back.
 */
class SurveyListener {

	private final ZarrOperations zarr;

	private final List<String> heard = new ArrayList<>();

	SurveyListener(@Qualifier("ledger") ZarrOperations zarr) {
		this.zarr = zarr;
	}

	List<String> heard() {
		return this.heard;
	}

	@TransactionalEventListener
	void committed(SurveyService.Surveyed event) {
		this.heard.add("committed " + this.zarr.open(event.path()).read().ints()[10]);
	}

	@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
	void rolledBack(SurveyService.Surveyed event) {
		this.heard.add("rolled back " + this.zarr.open(event.path()).read().ints()[10]);
	}

}
