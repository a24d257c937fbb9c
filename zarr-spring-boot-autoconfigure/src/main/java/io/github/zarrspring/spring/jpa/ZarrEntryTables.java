package io.github.zarrspring.spring.jpa;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.service.ServiceRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Which tables there are that {@link ZarrEntry} shows.
 */
public final class ZarrEntryTables {

	/**
	 * The setting of Hibernate with the tables, separated by commas.
	 */
	public static final String SETTING = "zarr.entry.tables";

	private ZarrEntryTables() {
	}

	/**
	 * The rows of all tables.
	 * @return the query, {@code null} if there are no tables
	 */
	static @Nullable String select(ServiceRegistry registry) {
		Object tables = registry.requireService(ConfigurationService.class).getSettings().get(SETTING);
		return (tables != null) ? Arrays.stream(tables.toString().split(","))
			.map((table) -> "select store, path, entry, version, size, created_at, updated_at from " + table)
			.collect(Collectors.joining(" union all ")) : null;
	}

}
