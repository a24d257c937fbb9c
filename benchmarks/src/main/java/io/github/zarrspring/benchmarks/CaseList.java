package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cases of a run, each made only when its turn comes.
 */
final class CaseList {

	private final Map<String, CaseFactory> factories = new LinkedHashMap<>();

	private final List<String> wanted;

	/**
	 * No cases yet.
	 * @param wanted how the names of the cases that are wanted begin, empty for all
	 */
	CaseList(List<String> wanted) {
		this.wanted = wanted;
	}

	void add(String name, CaseFactory factory) {
		if (this.wanted.isEmpty() || this.wanted.stream().anyMatch(name::startsWith)) {
			this.factories.put(name, factory);
		}
	}

	/**
	 * The names in the order of the run.
	 */
	List<String> names() {
		return List.copyOf(this.factories.keySet());
	}

	/**
	 * Prepare a case.
	 */
	YardstickCase make(String name) throws IOException {
		CaseFactory factory = this.factories.get(name);
		if (factory == null) {
			throw new IllegalArgumentException("There is no case '%s', there are %s".formatted(name, names()));
		}
		return factory.make(name);
	}

	/**
	 * What prepares a case.
	 */
	@FunctionalInterface
	interface CaseFactory {

		YardstickCase make(String name) throws IOException;

	}

}
