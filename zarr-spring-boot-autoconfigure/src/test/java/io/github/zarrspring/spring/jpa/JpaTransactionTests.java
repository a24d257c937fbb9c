package io.github.zarrspring.spring.jpa;

import java.util.Arrays;

import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import jakarta.persistence.EntityManager;
import org.assertj.core.api.Assertions;
import org.hibernate.Session;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.transaction.TransactionDefinition;

/**
 * Arrays and entities in one transaction.
 */
class JpaTransactionTests {

	private static int[] expectedGrid() {
		int[] grid = new int[400];
		Arrays.fill(grid, 5, 395, 7);
		return grid;
	}

	private static TestStore prepared(Databases database) {
		TestStore store = Applications.on(database);
		store.ints("grid", 400);
		store.ints("log", 0);
		store.application().getBean(SurveyListener.class).heard().clear();
		return store;
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.1 A service method that fails at its end leaves neither its entity nor its chunks nor its rows")
	void whenServiceMethodFailsThenNothingIsLeft(Databases database) {
		TestStore store = prepared(database);
		SurveyService service = store.application().getBean(SurveyService.class);
		long entries = store.backend().info().entries();
		Assertions.assertThatIllegalStateException().isThrownBy(() -> service.survey(() -> {
			throw new IllegalStateException("half-way");
		}));
		Assertions.assertThat(store.measurements().count()).isZero();
		Assertions.assertThat(store.read("grid")).containsOnly(0);
		Assertions.assertThat(store.zarr().open("log").shape()).containsExactly(0);
		Assertions.assertThat(store.backend().info().entries()).isEqualTo(entries);
		Assertions.assertThat(store.application().getBean(SurveyListener.class).heard())
			.containsExactly("rolled back 0");
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.1 A service method leaves its entity, its chunks and its rows at once, when it commits")
	void whenServiceMethodCommitsThenAllIsSeenAtOnce(Databases database) {
		TestStore store = prepared(database);
		SurveyService service = store.application().getBean(SurveyService.class);
		service.survey(() -> {
			Assertions.assertThat(TestStore.elsewhere(() -> store.read("grid"))).containsOnly(0);
			Assertions.assertThat(TestStore.elsewhere(() -> store.zarr().open("log").shape())).containsExactly(0);
			Assertions.assertThat(TestStore.elsewhere(() -> store.measurements().count())).isZero();
			Assertions.assertThat(store.read("grid")).isEqualTo(expectedGrid());
		});
		Assertions.assertThat(TestStore.elsewhere(() -> store.read("grid"))).isEqualTo(expectedGrid());
		Assertions.assertThat(store.read("log")).hasSize(25).containsOnly(8);
		Assertions.assertThat(store.measurements().count()).isEqualTo(1);
		Assertions.assertThat(store.application().getBean(SurveyListener.class).heard()).containsExactly("committed 7");
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.1 A selection of many chunks that fails half-way without a transaction leaves nothing")
	void whenUpdateFailsThenNoChunkIsWritten(Databases database) {
		TestStore store = prepared(database);
		ZarrArray grid = store.zarr().open("grid");
		int[] calls = new int[1];
		Assertions.assertThatIllegalStateException().isThrownBy(() -> grid.update(Selection.all(), (values) -> {
			if (++calls[0] == 30) {
				throw new IllegalStateException("half-way");
			}
			Arrays.fill(values.ints(), 1);
			return values;
		}));
		Assertions.assertThat(store.read("grid")).containsOnly(0);
		grid.update(Selection.all(), (values) -> {
			Arrays.fill(values.ints(), 1);
			return values;
		});
		Assertions.assertThat(store.read("grid")).containsOnly(1);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.2 Statements of the store see pending entities, and a query of entities sees the rows of the store")
	void whenInTransactionThenStatementsAndEntitiesSeeEachOther(Databases database) {
		TestStore store = prepared(database);
		EntityManager entityManager = store.entityManager();
		store.rolledBack((status) -> {
			store.measurements().save(new Measurement("pending"));
			store.zarr().open("grid").write(TestStore.filled(400, 3));
			Assertions.assertThat(store.jdbc().queryForObject("select count(*) from measurement", Long.class))
				.isEqualTo(1);
			Assertions
				.assertThat(entityManager
					.createQuery("select count(e) from ZarrEntry e where e.store = 'ledger' and e.path = 'grid'",
							Long.class)
					.getSingleResult())
				.isEqualTo(41);
			ZarrEntry chunk = entityManager.find(ZarrEntry.class, new ZarrEntryId("ledger", "grid", "c/12"));
			Assertions.assertThat(chunk.getSize()).isPositive();
			Assertions.assertThat(chunk.getCreatedAt()).isEqualTo(chunk.getUpdatedAt());
			Assertions.assertThat(chunk.getVersion()).hasSize(36);
		});
		Assertions
			.assertThat(entityManager.createQuery("select count(e) from ZarrEntry e where e.path = 'grid'", Long.class)
				.getSingleResult())
			.isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("The persistence context does not grow with the chunks")
	void whenManyChunksAreWrittenThenPersistenceContextStaysEmpty(Databases database) {
		TestStore store = prepared(database);
		EntityManager entityManager = store.entityManager();
		store.ints("many", 10_000);
		store.transaction().executeWithoutResult((status) -> {
			store.zarr().open("many").write(TestStore.filled(10_000, 3));
			Assertions.assertThat(store.read("many")).containsOnly(3);
			Assertions.assertThat(entityManager.unwrap(Session.class).getStatistics().getEntityCount()).isZero();
		});
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("A transaction of its own (REQUIRES_NEW) is committed though the outer one is rolled back")
	void whenRequiresNewThenInnerStays(Databases database) {
		TestStore store = prepared(database);
		SurveyService service = store.application().getBean(SurveyService.class);
		ZarrArray log = store.zarr().open("log");
		store.rolledBack((status) -> {
			store.zarr().open("grid").write(TestStore.filled(400, 3));
			service.log(9);
			Assertions.assertThat(log.refresh().shape()).containsExactly(5);
		});
		Assertions.assertThat(store.read("grid")).containsOnly(0);
		Assertions.assertThat(store.read("log")).containsExactly(9, 9, 9, 9, 9);
		Assertions.assertThat(store.measurements().count()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("A nested transaction (NESTED) does with arrays what it does with entities")
	void whenNestedThenAsForEntities(Databases database) {
		TestStore store = prepared(database);
		ZarrArray log = store.zarr().open("log");
		store.transaction().executeWithoutResult((outer) -> {
			store.measurements().save(new Measurement("outer"));
			log.append(TestStore.filled(10, 1));
			Throwable entities = Assertions.catchThrowable(
					() -> store.transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult((inner) -> {
						store.measurements().saveAndFlush(new Measurement("inner"));
						inner.setRollbackOnly();
					}));
			Throwable arrays = Assertions.catchThrowable(
					() -> store.transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult((inner) -> {
						log.append(TestStore.filled(10, 2));
						Assertions.assertThat(log.shape()).containsExactly(20);
						inner.setRollbackOnly();
					}));
			Assertions.assertThat((arrays != null) ? arrays.getClass() : null)
				.isEqualTo((entities != null) ? entities.getClass() : null);
			Assertions.assertThat(log.shape()).containsExactly(10);
			log.append(TestStore.filled(10, 3));
		});
		Assertions.assertThat(store.measurements().findAll()).extracting(Measurement::getName).containsExactly("outer");
		Assertions.assertThat(store.read("log")).hasSize(20).startsWith(1).endsWith(3).doesNotContain(2);
		Assertions.assertThat(log.shape()).containsExactly(20);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("A read-only transaction reads and refuses to write")
	void whenReadOnlyThenWritesAreRefused(Databases database) {
		TestStore store = prepared(database);
		SurveyService service = store.application().getBean(SurveyService.class);
		Assertions.assertThat(service.read("grid")).containsOnly(0);
		Assertions.assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(service::writeReadOnly)
			.withMessageContaining("read-only");
		Assertions.assertThat(store.read("grid")).containsOnly(0);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("What was rolled back is never seen by another handle, nor by the same, nor after the next writer")
	void whenRolledBackThenNothingServesIt(Databases database) {
		TestStore store = prepared(database);
		ZarrArray log = store.zarr().open("log");
		ZarrArray other = store.zarr().open("log");
		log.append(TestStore.filled(5, 1));
		store.rolledBack((status) -> {
			log.append(TestStore.filled(20, 2));
			log.setAttributes(java.util.Map.of("state", "rolled back"));
			Assertions.assertThat(log.shape()).containsExactly(25);
			Assertions.assertThat(log.read().ints()).hasSize(25).endsWith(2);
			Assertions.assertThat(TestStore.elsewhere(log::shape)).containsExactly(5);
		});
		Assertions.assertThat(log.shape()).containsExactly(5);
		Assertions.assertThat(log.attributes()).isEmpty();
		Assertions.assertThat(log.read().ints()).containsExactly(1, 1, 1, 1, 1);
		other.append(TestStore.filled(3, 3));
		Assertions.assertThat(log.append(TestStore.filled(2, 4))).isEqualTo(8);
		Assertions.assertThat(log.read().ints()).containsExactly(1, 1, 1, 1, 1, 3, 3, 3, 4, 4);
		Assertions.assertThat(store.read("log")).containsExactly(1, 1, 1, 1, 1, 3, 3, 3, 4, 4);
		other.resize(15);
		Assertions.assertThat(other.read().ints()).endsWith(4, 0, 0, 0, 0, 0);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("To write after the commit of a transaction takes a new one")
	void whenTransactionIsOverThenWriteSaysSo(Databases database) {
		TestStore store = prepared(database);
		store.ints("sliced", 100).write(Selection.of(Slice.range(0, 50)), TestStore.filled(50, 1));
		Throwable[] failure = new Throwable[1];
		store.transaction().executeWithoutResult((status) -> {
			store.zarr().open("grid").write(TestStore.filled(400, 3));
			org.springframework.transaction.support.TransactionSynchronizationManager
				.registerSynchronization(new org.springframework.transaction.support.TransactionSynchronization() {

					@Override
					public void afterCommit() {
						failure[0] = Assertions
							.catchThrowable(() -> store.zarr().open("grid").write(TestStore.filled(400, 4)));
					}

				});
		});
		Assertions.assertThat(failure[0])
			.isInstanceOf(InvalidDataAccessApiUsageException.class)
			.hasMessageContaining("REQUIRES_NEW");
		Assertions.assertThat(store.read("grid")).containsOnly(3);
	}

}
