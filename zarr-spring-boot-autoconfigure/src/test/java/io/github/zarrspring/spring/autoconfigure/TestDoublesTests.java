package io.github.zarrspring.spring.autoconfigure;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests of applications that put doubles in the place of stores.
 */
class TestDoublesTests {

	private static final ArraySpec SPEC = ArraySpec.of(DataType.INT8).shape(1);

	@Nested
	@SpringBootTest(classes = { Stores.class, Users.class }, properties = { "zarr.stores.lake.type=concurrent-map",
			"zarr.stores.ledger.type=concurrent-map", "zarr.default-store=lake" })
	class OfOneOfSeveral {

		@MockitoBean
		@Qualifier("ledger")
		ZarrOperations mock;

		@Autowired
		Users users;

		@Test
		void whenOperationsOfStoreAreMockedThenTheyAreInjectedThere() {
			given(this.mock.exists("a")).willReturn(true);
			assertThat(this.users.ledger).isSameAs(this.mock);
			assertThat(this.users.ledger.exists("a")).isTrue();
			assertThat(this.users.lake).isNotSameAs(this.mock).isSameAs(this.users.unqualified);
			assertThat(this.users.lake.exists("a")).isFalse();
		}

		@Test
		void whenOperationsOfStoreAreMockedThenOtherStoresFindTheMock() {
			assertThat(this.users.lake.store("ledger")).isSameAs(this.mock);
		}

	}

	@Nested
	@SpringBootTest(classes = { Stores.class, Users.class }, properties = { "zarr.stores.lake.type=concurrent-map",
			"zarr.stores.ledger.type=concurrent-map", "zarr.default-store=lake" })
	class OfTheDefault {

		@MockitoBean
		ZarrOperations mock;

		@Autowired
		Users users;

		@Test
		void whenOperationsAreMockedThenThoseOfTheDefaultStoreAre() {
			assertThat(this.users.unqualified).isSameAs(this.mock).isSameAs(this.users.lake);
			assertThat(this.users.ledger.getStoreName()).isEqualTo("ledger");
		}

	}

	@Nested
	@SpringBootTest(classes = Stores.class)
	class OfTheOnlyOne {

		@MockitoBean
		ZarrOperations mock;

		@Autowired
		ZarrOperations injected;

		@Autowired
		ApplicationContext context;

		@Test
		void whenOperationsAreMockedThenTheMockIsTheOnlyBean() {
			assertThat(this.injected).isSameAs(this.mock);
			assertThat(this.context.getBeansOfType(ZarrOperations.class)).hasSize(1);
		}

	}

	@Nested
	@SpringBootTest(classes = { Stores.class, Users.class },
			properties = { "zarr.stores.lake.type=filesystem", "zarr.stores.lake.filesystem.path=/nowhere",
					"zarr.stores.ledger.type=concurrent-map", "zarr.default-store=lake" })
	class OfBackend {

		static final ConcurrentMapBackend DOUBLE = new ConcurrentMapBackend();

		@TestBean(name = "lakeStorageBackend")
		StorageBackend backend;

		@Autowired
		Users users;

		@Autowired
		BackendRegistry registry;

		static StorageBackend backend() {
			return DOUBLE;
		}

		@Test
		void whenBackendIsReplacedThenArraysAreInTheOther() {
			assertThat(this.users.lakeBackend).isSameAs(DOUBLE);
			assertThat(this.users.unqualified.getStoreName()).isEqualTo("lake");
			this.users.lake.create("a", SPEC);
			assertThat(DOUBLE.exists(StoreKey.of("a/zarr.json"))).isTrue();
			assertThat(this.registry.names()).containsExactly("lake", "ledger");
			assertThat(this.registry.get("lake").exists(StoreKey.of("a/zarr.json"))).isTrue();
		}

	}

	@Nested
	@SpringBootTest(classes = Stores.class,
			properties = { "zarr.stores.my-lake-1.type=filesystem", "zarr.stores.my-lake-1.filesystem.path=/nowhere" })
	class OfBackendWhoseStoreHasDashes {

		@TestBean(name = "myLake1StorageBackend")
		StorageBackend backend;

		@Autowired
		ZarrOperations operations;

		@Autowired
		BackendRegistry registry;

		static StorageBackend backend() {
			return new ConcurrentMapBackend();
		}

		@Test
		void whenBackendIsReplacedThenItIsThatOfTheStore() {
			assertThat(this.registry.names()).containsExactly("my-lake-1");
			assertThat(this.operations.getStoreName()).isEqualTo("my-lake-1");
			assertThat(this.operations.createGroup("a").path().toString()).contains("a");
		}

	}

	@Nested
	@SpringBootTest(classes = { Stores.class, Users.class }, properties = { "zarr.stores.lake.type=concurrent-map",
			"zarr.stores.ledger.type=concurrent-map", "zarr.default-store=lake" })
	class OfSpies {

		@MockitoSpyBean
		@Qualifier("ledger")
		ZarrOperations ledger;

		@MockitoSpyBean
		@Qualifier("lake")
		StorageBackend lakeBackend;

		@Autowired
		Users users;

		@Test
		void whenOperationsAreSpiedOnThenCallsAreSeen() {
			this.users.ledger.create("a", SPEC);
			then(this.ledger).should().create("a", SPEC);
			assertThat(this.users.ledger.open("a").dataType()).isEqualTo(DataType.INT8);
		}

		@Test
		void whenBackendIsSpiedOnThenCallsAreSeen() {
			this.users.lake.exists("b");
			then(this.lakeBackend).should(Mockito.atLeastOnce()).read(StoreKey.of("b/zarr.json"));
		}

	}

	@Nested
	@SpringBootTest(classes = { Stores.class, OwnBackend.class, Users.class },
			properties = { "zarr.stores.ledger.type=concurrent-map", "zarr.default-store=lake" })
	class OfOwnBackend {

		@MockitoBean
		@Qualifier("lake")
		ZarrOperations mock;

		@Autowired
		Users users;

		@Test
		void whenStoreIsBackendOfApplicationThenItsOperationsAreMocked() {
			assertThat(this.users.lake).isSameAs(this.mock).isSameAs(this.users.unqualified);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class })
	static class Stores {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBackend {

		@Bean
		@Qualifier("lake")
		StorageBackend lakeStorageBackend() {
			return new ConcurrentMapBackend();
		}

	}

	static class Users {

		final ZarrOperations lake;

		final ZarrOperations ledger;

		final ZarrOperations unqualified;

		final StorageBackend lakeBackend;

		Users(@Qualifier("lake") ZarrOperations lake, @Qualifier("ledger") ZarrOperations ledger,
				ZarrOperations unqualified, @Qualifier("lake") StorageBackend lakeBackend) {
			this.lake = lake;
			this.ledger = ledger;
			this.unqualified = unqualified;
			this.lakeBackend = lakeBackend;
		}

	}

}
