package io.github.zarrspring.spring.jpa;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.orm.jpa.EntityManagerFactoryInfo;
import org.springframework.orm.jpa.JpaDialect;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Makes backends of the store 'ledger' in an application, beside the one that it has:
 * tests close theirs.
 */
final class JpaStores {

	private JpaStores() {
	}

	static JpaBackend create(ApplicationContext application) {
		DataSource dataSource = application.getBean(DataSource.class);
		String url = application.getEnvironment().getProperty("spring.datasource.url", "");
		EntityManagerFactory factory = application.getBean(EntityManagerFactory.class);
		SqlDialect sqlDialect = SqlDialect.of(url.split(":")[1]);
		return JpaBackend.create("ledger", new TableName(null, "zarr_entry"), sqlDialect, factory, dialect(factory),
				dataSource, null, application.getBean(PlatformTransactionManager.class));
	}

	private static JpaDialect dialect(EntityManagerFactory factory) {
		@Nullable JpaDialect dialect = ((EntityManagerFactoryInfo) factory).getJpaDialect();
		if (dialect == null) {
			throw new IllegalStateException("No dialect");
		}
		return dialect;
	}

}
