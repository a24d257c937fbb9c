package io.github.zarrspring.spring.jpa.entities;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/**
 * An entity that is only found where it is looked for.
 */
@Entity
public class Instrument {

	@Id
	private String name = "";

	protected Instrument() {
	}

	public Instrument(String name) {
		this.name = name;
	}

	public String getName() {
		return this.name;
	}

}
