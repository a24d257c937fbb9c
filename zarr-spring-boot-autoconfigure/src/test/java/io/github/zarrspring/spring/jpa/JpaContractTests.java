package io.github.zarrspring.spring.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.test.StorageBackendContractTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The contract of backends, between two applications on one database.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class JpaContractTests extends StorageBackendContractTests {

	private final Supplier<String> newUrl;

	private final List<ConfigurableApplicationContext> applications = new ArrayList<>();

	JpaContractTests(Supplier<String> newUrl) {
		this.newUrl = newUrl;
	}

	@BeforeAll
	void startApplications() {
		String url = this.newUrl.get();
		this.applications.add(TestApplication.start(url));
		this.applications.add(TestApplication.start(url));
	}

	@AfterAll
	void closeApplications() {
		this.applications.forEach(ConfigurableApplicationContext::close);
	}

	@Override
	protected StorageBackend createBackend() {
		StorageBackend backend = JpaStores.create(this.applications.get(0));
		backend.deleteAll("");
		return backend;
	}

	@Override
	protected StorageBackend openSecondBackend() {
		return JpaStores.create(this.applications.get(1));
	}

}
