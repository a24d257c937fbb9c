package io.github.zarrspring.spring.jpa;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.exception.StoreNotFoundException;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.storage.StoreKey;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jpa.EntityManagerFactoryBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * What an application with a store of the type jpa says when it cannot start, and what
 * else decides about its table.
 */
class JpaStartTests {

	@TempDir
	Path directory;

	private static StoreConfigurationException failure(List<Class<?>> sources, String url, String... properties) {
		Throwable failure = Assertions.catchThrowable(() -> TestApplication.start(sources, url, properties).close());
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof StoreConfigurationException found) {
				return found;
			}
		}
		throw new AssertionError("Not a failure of the configuration", failure);
	}

	private static StoreConfigurationException failure(String url, String... properties) {
		return failure(List.of(TestApplication.class), url, properties);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.3 A missing table that is never to be made: the failure names table, script and property")
	void whenTableIsMissingThenFailureSaysSo(Databases database) {
		StoreConfigurationException failure = failure(database.newUrl(),
				"zarr.stores.ledger.jpa.initialize-schema=never", "zarr.stores.ledger.jpa.table-name=chunks");
		Assertions.assertThat(failure.getDescription())
			.contains("The table of store 'ledger' does not exist", "Table: chunks", "Value: \"never\"");
		Assertions.assertThat(failure.getAction())
			.contains("zarr.stores.ledger.jpa.initialize-schema", "schema-" + database + ".sql");
	}

	@Test
	@DisplayName("2.3 A missing table in a database that is not embedded: it is not made unless asked for")
	void whenDatabaseIsNotEmbeddedThenTableIsNotMade() {
		StoreConfigurationException failure = failure(Databases.POSTGRESQL.newUrl(),
				"zarr.stores.ledger.jpa.initialize-schema=embedded");
		Assertions.assertThat(failure.getDescription()).contains("Database: PostgreSQL", "Value: \"embedded\"");
		try (ConfigurableApplicationContext application = TestApplication.start(Databases.H2.newUrl(),
				"zarr.stores.ledger.jpa.initialize-schema=embedded")) {
			Assertions.assertThat(new TestStore(application).backend().info().entries()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("1.4 A database from before there were leases gets their table, or the start says what is missing")
	void whenTableOfLeasesIsMissingThenItIsMadeOrAskedFor(Databases database) {
		String url = database.newUrl();
		try (ConfigurableApplicationContext application = TestApplication.start(url)) {
			new TestStore(application).jdbc().execute("drop table zarr_entry_lease");
		}
		StoreConfigurationException failure = failure(url, "zarr.stores.ledger.jpa.initialize-schema=never",
				"zarr.stores.ledger.access=protected");
		Assertions.assertThat(failure.getDescription()).contains("Table: zarr_entry_lease");
		Assertions.assertThat(failure.getAction()).contains("@@lease_table@@");
		try (ConfigurableApplicationContext application = TestApplication.start(url,
				"zarr.stores.ledger.jpa.initialize-schema=never")) {
			TestStore store = new TestStore(application);
			store.zarr().createGroup("a");
			Assertions.assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
				.isThrownBy(() -> store.zarr().lease("one"));
		}
		try (ConfigurableApplicationContext application = TestApplication.start(url,
				"zarr.stores.ledger.access=protected")) {
			TestStore store = new TestStore(application);
			Assertions.assertThat(store.zarr().lease("one").fencingNumber()).isEqualTo(1);
			Assertions.assertThat(store.zarr().exists("a")).isTrue();
		}
	}

	@Test
	@DisplayName("2.3 A script for another database: the failure says what the database says")
	void whenScriptIsOfAnotherDialectThenFailureSaysSo() {
		StoreConfigurationException failure = failure(Databases.H2.newUrl(),
				"zarr.stores.ledger.jpa.schema-location=classpath:io/github/zarrspring/spring/jpa/schema-postgresql.sql");
		Assertions.assertThat(failure.getDescription())
			.contains("The script that makes the table of store 'ledger' failed", "Database: H2",
					"schema-postgresql.sql");
		Assertions.assertThat(failure.getAction()).contains("zarr.stores.ledger.jpa.schema-location");
	}

	@Test
	@DisplayName("2.3 No script for the database: the failure says where one may be")
	void whenThereIsNoScriptThenFailureSaysSo() {
		StoreConfigurationException failure = failure(Databases.H2.newUrl(),
				"zarr.stores.ledger.jpa.schema-location=classpath:no/schema-@@platform@@.sql");
		Assertions.assertThat(failure.getDescription()).contains("There is no script", "classpath:no/schema-h2.sql");
	}

	@Test
	@DisplayName("2.3 A table of something else is not taken for the store's")
	void whenTableIsOfSomethingElseThenFailureSaysSo() {
		StoreConfigurationException failure = failure(Databases.H2.newUrl(),
				"zarr.stores.ledger.jpa.table-name=measurement");
		Assertions.assertThat(failure.getDescription()).contains("cannot be used", "Table: measurement");
	}

	@Test
	@DisplayName("2.3 A name that is no name of a table never becomes part of a statement")
	void whenTableNameIsNotValidThenFailureSaysSo() {
		StoreConfigurationException failure = failure(Databases.H2.newUrl(),
				"zarr.stores.ledger.jpa.table-name=x; drop table measurement");
		Assertions.assertThat(failure.getDescription()).contains("x; drop table measurement");
		Assertions.assertThat(failure.getAction()).contains("zarr.stores.ledger.jpa.table-name");
	}

	@Test
	@DisplayName("2.3 Without a database the failure says what is missing")
	void whenThereIsNoEntityManagerFactoryThenFailureSaysSo() {
		StoreConfigurationException failure = failure(List.of(PlainApplication.class), Databases.H2.newUrl(),
				"spring.autoconfigure.exclude=org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration");
		Assertions.assertThat(failure.getDescription()).contains("no EntityManagerFactory");
		Assertions.assertThat(failure.getAction()).contains("spring.datasource.url");
	}

	@Test
	@DisplayName("2.3 Without JPA the failure names the dependency")
	void whenThereIsNoJpaThenFailureNamesDependency() {
		FilteredClassLoader withoutJpa = new FilteredClassLoader(LocalContainerEntityManagerFactoryBean.class,
				jakarta.persistence.EntityManagerFactory.class);
		Throwable failure = Assertions
			.catchThrowable(() -> new org.springframework.boot.builder.SpringApplicationBuilder(PlainApplication.class)
				.resourceLoader(new DefaultResourceLoader(withoutJpa))
				.web(org.springframework.boot.WebApplicationType.NONE)
				.properties("spring.main.banner-mode=off", "zarr.stores.ledger.type=jpa", "logging.level.root=off",
						"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
				.run());
		Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
		Assertions.assertThat(root).isInstanceOf(StoreConfigurationException.class);
		Assertions.assertThat(((StoreConfigurationException) root).getAction())
			.contains("org.springframework.boot:spring-boot-starter-data-jpa");
	}

	@Test
	@DisplayName("2.3 Of two entity manager factories one has to be chosen, and is")
	void whenThereAreTwoEntityManagerFactoriesThenOneIsChosen() {
		StoreConfigurationException failure = failure(List.of(TwoFactories.class), Databases.H2.newUrl(),
				"spring.data.jpa.repositories.enabled=false");
		Assertions.assertThat(failure.getDescription())
			.contains("several entity managers", "firstFactory, secondFactory");
		Assertions.assertThat(failure.getAction()).contains("zarr.stores.ledger.jpa.entity-manager-factory");
		StoreConfigurationException unknown = failure(List.of(TwoFactories.class), Databases.H2.newUrl(),
				"spring.data.jpa.repositories.enabled=false", "zarr.stores.ledger.jpa.entity-manager-factory=third");
		Assertions.assertThat(unknown.getDescription()).contains("\"third\"", "firstFactory, secondFactory");
		try (ConfigurableApplicationContext application = TestApplication.start(List.of(TwoFactories.class),
				Databases.H2.newUrl(), "spring.data.jpa.repositories.enabled=false",
				"zarr.stores.ledger.jpa.entity-manager-factory=secondFactory")) {
			new TestStore(application).ints("grid", 20).write(TestStore.filled(20, 1));
			Assertions.assertThat(new TestStore(application).read("grid")).containsOnly(1);
		}
	}

	@Test
	@DisplayName("2.4 A database in memory is gone when it is closed, one on disk is there again")
	void whenDatabaseIsOnDiskThenArraysSurvive() {
		String disk = "jdbc:h2:file:" + this.directory.resolve("ledger");
		try (ConfigurableApplicationContext application = TestApplication.start(disk)) {
			new TestStore(application).ints("grid", 20).write(TestStore.filled(20, 1));
		}
		try (ConfigurableApplicationContext application = TestApplication.start(disk)) {
			Assertions.assertThat(new TestStore(application).read("grid")).containsOnly(1);
		}
		String memory = "jdbc:h2:mem:gone";
		try (ConfigurableApplicationContext application = TestApplication.start(memory,
				"spring.datasource.hikari.minimum-idle=1")) {
			new TestStore(application).ints("grid", 20);
		}
		try (ConfigurableApplicationContext application = TestApplication.start(memory)) {
			Assertions.assertThat(new TestStore(application).zarr().exists("grid")).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.6 A table that has gone is a failure of its own, not a missing array")
	void whenTableHasGoneThenFailureSaysSo(Databases database) {
		try (ConfigurableApplicationContext application = TestApplication.start(database.newUrl())) {
			TestStore store = new TestStore(application);
			store.jdbc().execute("drop table zarr_entry");
			Assertions.assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
				.isThrownBy(() -> store.zarr().open("grid"))
				.withCauseInstanceOf(StoreNotFoundException.class);
			Assertions.assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
				.isThrownBy(() -> store.ints("grid", 10));
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenTableIsDroppedUnderRunningStoreThenNothingSeemsEmptyAndHealthIsDown(Databases database) {
		try (ConfigurableApplicationContext application = TestApplication.start(database.newUrl())) {
			TestStore store = new TestStore(application);
			ZarrArray grid = store.ints("grid", 20);
			grid.write(TestStore.filled(20, 1));
			Assertions.assertThat(JpaServerCrashTests.health(application)).isEqualTo(Status.UP);
			store.jdbc().execute("drop table zarr_entry");
			Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
			calls.put("read", grid::read);
			calls.put("write", () -> grid.write(TestStore.filled(20, 2)));
			calls.put("write a part", () -> grid.write(Selection.of(Slice.range(3, 7)), TestStore.filled(4, 2)));
			calls.put("update", () -> grid.update(Selection.all(), (values) -> values));
			calls.put("append", () -> grid.append(TestStore.filled(10, 2)));
			calls.put("exists", () -> store.zarr().exists("grid"));
			calls.put("children", () -> store.zarr().openGroup("").children());
			calls.put("walk", () -> store.zarr().walk("", (node) -> {
			}));
			calls.put("delete", () -> store.zarr().delete("grid"));
			calls.put("create", () -> store.ints("other", 10));
			calls.forEach((name, call) -> Assertions.assertThatThrownBy(call)
				.as(name)
				.isInstanceOf(InvalidDataAccessResourceUsageException.class)
				.hasCauseInstanceOf(StoreNotFoundException.class));
			Assertions.assertThatExceptionOfType(StoreNotFoundException.class)
				.isThrownBy(() -> store.backend().list("", null, 10));
			Assertions.assertThatExceptionOfType(StoreNotFoundException.class)
				.isThrownBy(() -> store.backend().deleteAll("grid/"));
			Assertions.assertThatExceptionOfType(StoreNotFoundException.class).isThrownBy(() -> store.backend().info());
			Assertions.assertThat(JpaServerCrashTests.health(application)).isEqualTo(Status.DOWN);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "PostgreSQL", "MySQL", "MariaDB", "MSSQLServer", "DB2", "Derby", "HSQLDB", "LEGACY", "STRICT" })
	void whenH2IsInModeOfAnotherDatabaseThenStoreWorks(String mode) {
		String url = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;MODE=%s".formatted(UUID.randomUUID(), mode);
		try (ConfigurableApplicationContext application = TestApplication.start(url)) {
			TestStore store = new TestStore(application);
			ZarrArray grid = store.ints("grid", 20);
			grid.write(TestStore.filled(20, 1));
			grid.write(Selection.of(Slice.range(3, 7)), TestStore.filled(4, 2));
			JpaConcurrencyTests.count(grid, 2);
			Assertions.assertThat(grid.append(TestStore.filled(10, 5))).isEqualTo(20);
			Assertions.assertThat(store.read("grid"))
				.startsWith(3, 3, 3, 4, 4, 4, 4, 3)
				.containsSequence(3, 5)
				.hasSize(30);
			ByteBuffer empty = ByteBuffer.allocate(0);
			StoreKey key = StoreKey.of("empty");
			store.backend().write(key, empty);
			Assertions.assertThat(store.backend().read(key)).map((value) -> value.bytes().remaining()).contains(0);
			Assertions.assertThat(store.backend().list("", null, 3)).hasSize(3);
			Assertions.assertThat(store.zarr().openGroup("").children()).hasSize(1);
			Assertions.assertThat(store.zarr().lease("one").fencingNumber()).isEqualTo(1);
			Assertions
				.assertThat(store.entityManager()
					.createQuery("select count(e) from ZarrEntry e where e.path = ''", Long.class)
					.getSingleResult())
				.isEqualTo(2);
			store.zarr().delete("grid");
			Assertions.assertThat(store.zarr().exists("grid")).isFalse();
		}
	}

	@Test
	void whenH2TakesEmptyTextForNullThenStartSaysSo() {
		String url = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;MODE=Oracle".formatted(UUID.randomUUID());
		StoreConfigurationException failure = failure(url);
		Assertions.assertThat(failure.getDescription())
			.contains("The database of store 'ledger' takes empty text for null", "Database: H2");
		Assertions.assertThat(failure.getAction()).contains("MODE=Oracle");
	}

	@Test
	@DisplayName("2.5 Reads in read-only transactions go to the replica, all others to the database itself")
	void whenReadOnlyThenReplicaIsRead() {
		String replica = Databases.H2.newUrl();
		TestApplication.start(replica).close();
		try (ConfigurableApplicationContext application = TestApplication.start(
				List.of(TestApplication.class, Replica.class), Databases.H2.newUrl(), "test.replica=" + replica,
				"zarr.stores.ledger.jpa.read-data-source=replica")) {
			TestStore store = new TestStore(application);
			store.ints("grid", 10);
			SurveyService service = application.getBean(SurveyService.class);
			Assertions.assertThat(store.zarr().exists("grid")).isTrue();
			Assertions.assertThatThrownBy(() -> service.read("grid"))
				.isInstanceOf(org.springframework.dao.EmptyResultDataAccessException.class);
			store.transaction()
				.executeWithoutResult((status) -> Assertions.assertThat(store.zarr().exists("grid")).isTrue());
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class PlainApplication {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TwoFactories {

		@Bean
		LocalContainerEntityManagerFactoryBean firstFactory(EntityManagerFactoryBuilder builder,
				DataSource dataSource) {
			return builder.dataSource(dataSource).packages("none").persistenceUnit("first").build();
		}

		@Bean
		LocalContainerEntityManagerFactoryBean secondFactory(EntityManagerFactoryBuilder builder,
				DataSource dataSource) {
			return builder.dataSource(dataSource)
				.packages("none")
				.persistenceUnit("second")
				.properties(Map.of("hibernate.jdbc.batch_size", 10))
				.build();
		}

		@Bean
		org.springframework.orm.jpa.JpaTransactionManager transactionManager(
				@org.springframework.beans.factory.annotation.Qualifier("secondFactory") jakarta.persistence.EntityManagerFactory factory) {
			return new org.springframework.orm.jpa.JpaTransactionManager(factory);
		}

	}

	@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
	static class Replica {

		@Bean(defaultCandidate = false)
		DataSource replica(org.springframework.core.env.Environment environment) {
			return new org.springframework.jdbc.datasource.DriverManagerDataSource(
					environment.getRequiredProperty("test.replica"), "sa", "");
		}

	}

}
