package io.github.zarrspring.spring.autoconfigure;

import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoreNames}.
 */
class StoreNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "lake", "my-lake", "lake2", "a-1" })
	void whenNameHasLowerCaseLettersDigitsAndDashesThenItIsValid(String name) {
		assertThat(StoreNames.isValid(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1a", "-a", "Lake", "my_lake", "a.b", "a/b", "é" })
	void whenNameHasAnythingElseThenItIsNotValid(String name) {
		assertThat(StoreNames.isValid(name)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "lake, lakeStorageBackend, lakeZarrTemplate",
			"my-data-lake, myDataLakeStorageBackend, myDataLakeZarrTemplate",
			"a1-b2, a1B2StorageBackend, a1B2ZarrTemplate" })
	void whenStoreHasNameThenBeansFollow(String name, String backend, String template) {
		assertThat(StoreNames.backendBean(name)).isEqualTo(backend);
		assertThat(StoreNames.templateBean(name)).isEqualTo(template);
		assertThat(StoreNames.ofBackendBean(backend)).isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource({ "lake, lake", "storageBackend, default", "s3Backend, s3-backend", "URLStorageBackend, url",
			"com.acme.Lake#0, com-acme-lake-0", "my_lakeStorageBackend, my-lake" })
	void whenBeanHasNameThenStoreFollows(String bean, String store) {
		assertThat(StoreNames.ofBackendBean(bean)).isEqualTo(store);
	}

	@Test
	void whenBackendIsMadeByApplicationThenTypeFollowsFromClass() {
		assertThat(StoreNames.typeOf(ConcurrentMapBackend.class)).isEqualTo("concurrent-map");
		assertThat(StoreNames.typeOf(new Object() {
		}.getClass())).isEqualTo("custom");
		Runnable lambda = () -> {
		};
		assertThat(StoreNames.typeOf(lambda.getClass())).isEqualTo("custom");
	}

}
