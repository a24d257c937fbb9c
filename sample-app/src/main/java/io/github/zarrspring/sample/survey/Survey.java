package io.github.zarrspring.sample.survey;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/**
 * Who measured what when. What was measured is an array.
 */
@Entity
class Survey {

	@Id
	@GeneratedValue
	private long id;

	private String name;

	private Instant measured;

	/**
	 * For JPA.
	 */
	protected Survey() {
		this("", Instant.EPOCH);
	}

	Survey(String name, Instant measured) {
		this.name = name;
		this.measured = measured;
	}

	long getId() {
		return this.id;
	}

	String getName() {
		return this.name;
	}

	Instant getMeasured() {
		return this.measured;
	}

	/**
	 * Where the measured grid is in the store of surveys.
	 */
	String path() {
		return "surveys/" + this.id;
	}

}
