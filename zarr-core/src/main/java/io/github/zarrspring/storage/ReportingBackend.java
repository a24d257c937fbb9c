package io.github.zarrspring.storage;

import java.util.List;
import java.util.Map;

/**
 * A backend that knows more about its condition than whether it answers.
 * {@link DelegatingBackend#find} finds it behind decorators.
 */
public interface ReportingBackend {

	/**
	 * The condition of the backend, without waiting for anything.
	 * @return the report
	 */
	Report report();

	/**
	 * How a backend is.
	 *
	 * @param condition whether it can be used
	 * @param problems what is wrong now, for people to read
	 * @param warnings what went wrong before and was dealt with
	 * @param details further facts by name: numbers, texts, durations
	 */
	record Report(Condition condition, List<String> problems, List<String> warnings, Map<String, Object> details) {
	}

	/**
	 * Whether a backend can be used.
	 */
	enum Condition {

		/**
		 * It works as promised.
		 */
		UP,

		/**
		 * It will work as soon as it is ready.
		 */
		STARTING,

		/**
		 * It does not keep all of its promises.
		 */
		DOWN

	}

}
