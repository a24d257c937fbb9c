package io.github.zarrspring.spring.jpa;

import java.util.EnumMap;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * One application on each database for all tests of the JVM, which closes them.
 */
final class Applications {

	private static final Map<Databases, ConfigurableApplicationContext> RUNNING = new EnumMap<>(Databases.class);

	private Applications() {
	}

	/**
	 * The application on a database, with an empty store.
	 */
	static synchronized TestStore on(Databases database) {
		TestStore store = new TestStore(
				RUNNING.computeIfAbsent(database, (key) -> TestApplication.start(key.newUrl())));
		store.backend().deleteAll("");
		store.application().getBean(Measurements.class).deleteAll();
		return store;
	}

}
