package io.github.zarrspring.spring.jpa;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.zarrspring.spring.jpa.entities.Instrument;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The application's entities and repositories are found as before.
 */
class JpaEntityScanTests {

	private static Set<Class<?>> entities(ConfigurableApplicationContext application) {
		return application.getBean(EntityManagerFactory.class)
			.getMetamodel()
			.getEntities()
			.stream()
			.map(EntityType::getJavaType)
			.collect(Collectors.toSet());
	}

	@Test
	@DisplayName("2.2 Without @EntityScan the entities of the application's package are found, and the rows of stores")
	void whenNoEntityScanThenOwnEntitiesAreFound() {
		try (ConfigurableApplicationContext application = TestApplication.start(Databases.H2.newUrl())) {
			Assertions.assertThat(entities(application))
				.containsExactlyInAnyOrder(Measurement.class, Instrument.class, ZarrEntry.class);
			Assertions.assertThat(application.getBean(Measurements.class).count()).isZero();
		}
	}

	@Test
	@DisplayName("2.2 With @EntityScan the entities that it says are found, and the rows of stores")
	void whenEntityScanThenItsEntitiesAreFound() {
		try (ConfigurableApplicationContext application = TestApplication.start(List.of(ScanningApplication.class),
				Databases.H2.newUrl(), "spring.data.jpa.repositories.enabled=false")) {
			Assertions.assertThat(entities(application)).containsExactlyInAnyOrder(Instrument.class, ZarrEntry.class);
			new TestStore(application).ints("grid", 10);
			Assertions
				.assertThat(new TestStore(application).entityManager()
					.createQuery("select e.entry from ZarrEntry e where e.path = 'grid'", String.class)
					.getResultList())
				.containsExactly("zarr.json");
		}
	}

	@Test
	@DisplayName("Without a store of the type jpa there is no further entity")
	void whenNoJpaStoreThenNoFurtherEntity() {
		try (ConfigurableApplicationContext application = TestApplication.start(List.of(ScanningApplication.class),
				Databases.H2.newUrl(), "spring.data.jpa.repositories.enabled=false",
				"zarr.stores.ledger.type=concurrent-map")) {
			Assertions.assertThat(entities(application)).containsExactly(Instrument.class);
		}
	}

	@Test
	@DisplayName("2.2 Hibernate neither makes nor drops the table of a store")
	void whenHibernateDropsTablesThenThatOfTheStoreStays() {
		String url = Databases.H2.newUrl();
		try (ConfigurableApplicationContext application = TestApplication.start(url)) {
			new TestStore(application).ints("grid", 10).write(TestStore.filled(10, 5));
		}
		try (ConfigurableApplicationContext application = TestApplication.start(url,
				"spring.jpa.hibernate.ddl-auto=create-drop")) {
			Assertions.assertThat(new TestStore(application).read("grid")).containsOnly(5);
		}
		try (ConfigurableApplicationContext application = TestApplication.start(url,
				"spring.jpa.hibernate.ddl-auto=none")) {
			Assertions.assertThat(new TestStore(application).read("grid")).containsOnly(5);
		}
	}

	@Test
	@DisplayName("2.3 Stores share a table or have their own, by table-name, and a query sees the rows of all")
	void whenTablesAreNamedThenStoresUseThem() {
		try (ConfigurableApplicationContext application = TestApplication.start(Databases.POSTGRESQL.newUrl(),
				"zarr.default-store=ledger", "zarr.stores.lab.type=jpa", "zarr.stores.lab.jpa.initialize-schema=always",
				"zarr.stores.other.type=jpa", "zarr.stores.other.jpa.initialize-schema=always",
				"zarr.stores.other.jpa.table-name=other_entries")) {
			TestStore store = new TestStore(application);
			for (String name : List.of("ledger", "lab", "other")) {
				store.zarr()
					.store(name)
					.create("grid",
							io.github.zarrspring.array.ArraySpec.of(io.github.zarrspring.dtype.DataType.INT8)
								.shape(name.length())
								.chunks(1));
			}
			JdbcTemplate jdbc = application.getBean(JdbcTemplate.class);
			Assertions.assertThat(jdbc.queryForList("select distinct store from zarr_entry order by store")).hasSize(2);
			Assertions.assertThat(jdbc.queryForList("select distinct store from other_entries")).hasSize(1);
			Assertions
				.assertThat(store.entityManager()
					.createQuery("select distinct e.store from ZarrEntry e order by e.store", String.class)
					.getResultList())
				.containsExactly("lab", "ledger", "other");
			Assertions.assertThat(store.zarr().store("other").open("grid").shape()).containsExactly(5);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = Instrument.class)
	static class ScanningApplication {

	}

}
