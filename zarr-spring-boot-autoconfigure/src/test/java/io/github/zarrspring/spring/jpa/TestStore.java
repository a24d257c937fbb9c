package io.github.zarrspring.spring.jpa;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.ZarrTemplate;
import io.github.zarrspring.storage.StorageBackend;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The store 'ledger' of an application, and what tests do with it.
 *
 * @param application the application
 */
record TestStore(ConfigurableApplicationContext application) {

	ZarrTemplate zarr() {
		return this.application.getBean("ledgerZarrTemplate", ZarrTemplate.class);
	}

	StorageBackend backend() {
		return this.application.getBean("ledgerStorageBackend", StorageBackend.class);
	}

	Measurements measurements() {
		return this.application.getBean(Measurements.class);
	}

	JdbcTemplate jdbc() {
		return this.application.getBean(JdbcTemplate.class);
	}

	EntityManager entityManager() {
		return SharedEntityManagerCreator
			.createSharedEntityManager(this.application.getBean(EntityManagerFactory.class));
	}

	TransactionTemplate transaction() {
		return new TransactionTemplate(this.application.getBean(PlatformTransactionManager.class));
	}

	TransactionTemplate transaction(int propagation) {
		TransactionTemplate template = transaction();
		template.setPropagationBehavior(propagation);
		return template;
	}

	void rolledBack(Consumer<TransactionStatus> work) {
		transaction().executeWithoutResult((status) -> {
			work.accept(status);
			status.setRollbackOnly();
		});
	}

	/**
	 * An array of ints in chunks of 10.
	 */
	ZarrArray ints(String path, long length) {
		return zarr().create(path, ArraySpec.of(DataType.INT32).shape(length).chunks(10));
	}

	int[] read(String path) {
		return zarr().open(path).read().ints();
	}

	static NdArray filled(int length, int value) {
		int[] values = new int[length];
		Arrays.fill(values, value);
		return NdArray.of(values, length);
	}

	/**
	 * Do something on another thread, outside of this one's transaction.
	 */
	static <T> T elsewhere(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, (task) -> new Thread(task).start())
			.orTimeout(60, TimeUnit.SECONDS)
			.join();
	}

}
