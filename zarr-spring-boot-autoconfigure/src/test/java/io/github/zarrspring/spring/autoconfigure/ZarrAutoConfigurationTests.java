package io.github.zarrspring.spring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.CodecFactory;
import io.github.zarrspring.codec.CodecRegistry;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.DataTypeFactory;
import io.github.zarrspring.dtype.V2DataType;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrExceptionTranslator;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.ZarrTemplate;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.dao.support.PersistenceExceptionTranslator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZarrAutoConfiguration} and {@link ZarrDefaultStoreAutoConfiguration}.
 */
class ZarrAutoConfigurationTests {

	private static final ArraySpec SPEC = ArraySpec.of(DataType.INT32).shape(2);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class));

	private final ApplicationContextRunner twoStores = this.contextRunner
		.withPropertyValues("zarr.stores.lake.type=concurrent-map", "zarr.stores.scratch.type=concurrent-map");

	@Test
	void whenNothingIsConfiguredThenThereIsOneStoreInMemory() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasBean("defaultStorageBackend").hasBean("defaultZarrTemplate");
			assertThat(context).hasSingleBean(ZarrOperations.class).hasSingleBean(StorageBackend.class);
			assertThat(context.getBean(StorageBackend.class)).isInstanceOf(ConcurrentMapBackend.class);
			ZarrOperations operations = context.getBean(ZarrOperations.class);
			assertThat(operations.getStoreName()).isEqualTo("default");
			operations.create("a", SPEC).write(NdArray.of(new int[] { 1, 2 }, 2));
			assertThat(operations.open("a").read().ints()).containsExactly(1, 2);
		});
	}

	@Test
	void whenDisabledThenThereIsNothing() {
		this.contextRunner.withPropertyValues("zarr.enabled=false", "zarr.stores.lake.type=concurrent-map")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ZarrOperations.class)
				.doesNotHaveBean(StorageBackend.class)
				.doesNotHaveBean(ZarrEngine.class)
				.doesNotHaveBean(BackendRegistry.class)
				.doesNotHaveBean(StoreBeansPostProcessor.class));
	}

	@Test
	void whenOneStoreIsConfiguredThenItIsTheDefault() {
		this.contextRunner.withPropertyValues("zarr.stores.lake.type=concurrent-map").run((context) -> {
			assertThat(context).hasSingleBean(ZarrTemplate.class).doesNotHaveBean("defaultStorageBackend");
			assertThat(context.getBean(ZarrOperations.class).getStoreName()).isEqualTo("lake");
			assertThat(context.getBean(ZarrOperations.class).getBackend())
				.isSameAs(context.getBean("lakeStorageBackend"));
		});
	}

	@Test
	void whenNameHasDashesThenBeansAreInCamelCase() {
		this.contextRunner.withPropertyValues("zarr.stores.my-data-lake.type=concurrent-map")
			.withUserConfiguration(MyDataLakeUser.class)
			.run((context) -> {
				assertThat(context).hasBean("myDataLakeStorageBackend").hasBean("myDataLakeZarrTemplate");
				assertThat(context.getBean(MyDataLakeUser.class).operations.getStoreName()).isEqualTo("my-data-lake");
			});
	}

	@Test
	@DisplayName("1.5 The name of a store is the qualifier of its beans, and its arrays are nobody else's")
	void whenStoresHaveEqualPathsThenArraysDoNotCollide() {
		this.twoStores.withUserConfiguration(QualifiedUser.class).run((context) -> {
			QualifiedUser user = context.getBean(QualifiedUser.class);
			user.lake.create("a", SPEC).write(NdArray.of(new int[] { 1, 1 }, 2));
			user.scratch.create("a", SPEC).write(NdArray.of(new int[] { 2, 2 }, 2));
			assertThat(user.lake.open("a").read().ints()).containsExactly(1, 1);
			assertThat(user.scratch.open("a").read().ints()).containsExactly(2, 2);
			assertThat(user.lake.getStoreName()).isEqualTo("lake");
			assertThat(user.scratch.getStoreName()).isEqualTo("scratch");
			assertThat(user.lakeBackend).isSameAs(user.lake.getBackend());
			assertThat(user.scratchBackend).isSameAs(user.scratch.getBackend()).isNotSameAs(user.lakeBackend);
		});
	}

	@Test
	@DisplayName("1.5 A bean of the application may have the bare name of a store")
	void whenApplicationHasBeanOfTheNameThenBothAreThere() {
		this.twoStores.withBean("lake", String.class, () -> "mine")
			.withUserConfiguration(QualifiedUser.class)
			.run((context) -> {
				assertThat(context.getBean("lake")).isEqualTo("mine");
				assertThat(context.getBean(QualifiedUser.class).lake.getStoreName()).isEqualTo("lake");
			});
	}

	@Test
	void whenSeveralStoresAndNoDefaultThenContextStarts() {
		this.twoStores.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).getBeans(ZarrTemplate.class).hasSize(2);
			assertThat(context.getBeanProvider(ZarrOperations.class).getIfUnique()).isNull();
		});
	}

	@Test
	void whenDefaultStoreIsSetThenItIsInjected() {
		this.twoStores.withPropertyValues("zarr.default-store=scratch")
			.withUserConfiguration(UnqualifiedUser.class)
			.run((context) -> {
				assertThat(context.getBean(ZarrOperations.class).getStoreName()).isEqualTo("scratch");
				assertThat(context.getBean(StorageBackend.class)).isSameAs(context.getBean("scratchStorageBackend"));
				assertThat(context.getBean(UnqualifiedUser.class).operations.getStoreName()).isEqualTo("scratch");
			});
	}

	@Test
	void whenParameterIsNamedAfterBeanThenItCountsOnlyWithoutDefault() {
		this.twoStores.withUserConfiguration(NamedParameterUser.class)
			.run((context) -> assertThat(context.getBean(NamedParameterUser.class).operations.getStoreName())
				.isEqualTo("scratch"));
		this.twoStores.withPropertyValues("zarr.default-store=lake")
			.withUserConfiguration(NamedParameterUser.class)
			.run((context) -> assertThat(context.getBean(NamedParameterUser.class).operations.getStoreName())
				.isEqualTo("lake"));
	}

	@Test
	void whenBackendOfApplicationHasScopeThenItIsOneStore() {
		this.contextRunner.withUserConfiguration(ScopedBackend.class)
			.run((context) -> assertThat(context.getBean(BackendRegistry.class).names()).containsExactly("lake"));
	}

	@Test
	void whenOtherStoreIsAskedForThenItIsTheBean() {
		this.twoStores.run((context) -> {
			ZarrOperations lake = context.getBean("lakeZarrTemplate", ZarrOperations.class);
			assertThat(lake.store("scratch")).isSameAs(context.getBean("scratchZarrTemplate"));
			assertThat(lake.store("scratch").store("lake")).isSameAs(lake);
		});
	}

	@Test
	void whenBeansAreUsedInTheSameContextTwiceThenStoreIsTheSame() {
		this.twoStores.run((context) -> assertThat(context.getBean("lakeZarrTemplate", ZarrTemplate.class).getBackend())
			.isSameAs(context.getBean(BackendRegistry.class).get("lake")));
	}

	@Test
	void whenContextClosesThenStoresAndEngineAreClosed() {
		this.contextRunner.run((context) -> {
			StorageBackend backend = context.getBean(StorageBackend.class);
			context.close();
			assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> backend.read(StoreKey.of("a")));
		});
	}

	@Test
	void whenApplicationHasBackendThenThereIsNoDefaultStore() {
		this.contextRunner.withUserConfiguration(LakeBackend.class).run((context) -> {
			assertThat(context).hasSingleBean(StorageBackend.class).doesNotHaveBean("defaultStorageBackend");
			ZarrTemplate template = context.getBean(ZarrTemplate.class);
			assertThat(template.getStoreName()).isEqualTo("lake");
			assertThat(template.getBackend()).isSameAs(context.getBean("lakeStorageBackend"));
			assertThat(context.getBean("lakeZarrTemplate")).isSameAs(template);
		});
	}

	@Test
	void whenBackendOfApplicationIsNamedAfterItsTypeThenItIsTheStoreDefault() {
		this.contextRunner.withBean("storageBackend", StorageBackend.class, ConcurrentMapBackend::new)
			.run((context) -> assertThat(context.getBean(ZarrOperations.class).getStoreName()).isEqualTo("default"));
	}

	@Test
	void whenApplicationHasBackendBesideConfiguredStoresThenEachHasItsTemplate() {
		this.contextRunner.withUserConfiguration(LakeBackend.class, UserOfOwnLake.class)
			.withPropertyValues("zarr.stores.scratch.type=concurrent-map")
			.run((context) -> {
				assertThat(context.getBeanProvider(ZarrOperations.class).getIfUnique()).isNull();
				assertThat(context.getBean(BackendRegistry.class).names()).containsExactly("lake", "scratch");
				assertThat(context.getBean("scratchZarrTemplate", ZarrOperations.class).store("lake"))
					.isSameAs(context.getBean(UserOfOwnLake.class).lake);
			});
	}

	@Test
	void whenDefaultStoreIsBackendOfApplicationThenItIsInjected() {
		this.contextRunner.withUserConfiguration(LakeBackend.class)
			.withPropertyValues("zarr.stores.scratch.type=concurrent-map", "zarr.default-store=lake")
			.run((context) -> {
				assertThat(context.getBean(ZarrOperations.class).getStoreName()).isEqualTo("lake");
				assertThat(context.getBean(StorageBackend.class)).isSameAs(context.getBean("lakeStorageBackend"));
			});
	}

	@Test
	void whenBackendOfApplicationIsPrimaryThenSoIsItsTemplate() {
		this.contextRunner
			.withBean("lakeStorageBackend", StorageBackend.class, ConcurrentMapBackend::new,
					(definition) -> definition.setPrimary(true))
			.withPropertyValues("zarr.stores.scratch.type=concurrent-map")
			.run((context) -> assertThat(context.getBean(ZarrOperations.class).getStoreName()).isEqualTo("lake"));
	}

	@Test
	void whenApplicationHasTemplateThatIsPrimaryThenItStaysSo() {
		this.contextRunner
			.withBean("mine", ZarrTemplate.class, () -> Mockito.mock(ZarrTemplate.class),
					(definition) -> definition.setPrimary(true))
			.run((context) -> assertThat(context.getBean(ZarrOperations.class)).isSameAs(context.getBean("mine")));
	}

	@Test
	void whenBackendIsBuiltOnConfiguredStoreThenBothWork() {
		this.contextRunner.withUserConfiguration(BackendOnLake.class)
			.withPropertyValues("zarr.stores.lake.type=concurrent-map")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(BackendRegistry.class).names()).containsExactly("lake", "mirror");
			});
	}

	@Test
	void whenEngineIsConfiguredThenItHasTheLimits() {
		this.contextRunner
			.withPropertyValues("zarr.limits.metadata-bytes=1MB", "zarr.limits.rank=4", "zarr.limits.chunk-bytes=2MB",
					"zarr.limits.result-bytes=3MB", "zarr.limits.in-flight=4MB", "zarr.limits.index-entries=5")
			.run((context) -> assertThat(context.getBean(ZarrEngine.class).limits())
				.isEqualTo(new Limits(1 << 20, 4, 2 << 20, 3 << 20, 4 << 20, 5)));
	}

	@Test
	void whenNothingIsSaidThenLimitsFollowFromTheHeap() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(ZarrEngine.class).limits()).isEqualTo(Limits.ofHeap()));
	}

	@Test
	void whenNumberIsOutOfRangeThenPropertyIsNamed() {
		this.contextRunner.withPropertyValues("zarr.parallelism=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("zarr.parallelism")
				.hasMessageContaining("at least 1"));
	}

	@Test
	void whenThereIsCodecFactoryThenEngineHasItsCodec() {
		this.contextRunner.withBean(TestCodecFactory.class)
			.run((context) -> assertThat(
					context.getBean(ZarrEngine.class).codecs().codec(new Extension("test", Configuration.EMPTY)))
				.isSameAs(TestCodecFactory.CODEC));
	}

	@Test
	void whenThereIsDataTypeFactoryThenEngineReadsItsType() {
		this.contextRunner.withBean(TestDataTypeFactory.class).run((context) -> {
			ZarrTemplate zarr = context.getBean(ZarrTemplate.class);
			StorageBackend backend = context.getBean(StorageBackend.class);
			zarr.create("a", ArraySpec.of(DataType.INT8).shape(1));
			StoreKey key = StoreKey.of("a/zarr.json");
			String document = StandardCharsets.UTF_8.decode(backend.read(key).orElseThrow().bytes().duplicate())
				.toString();
			backend.write(key, StandardCharsets.UTF_8.encode(document.replace("\"int8\"", "\"tiny\"")));
			assertThat(zarr.open("a").dataType()).isSameAs(DataType.INT8);
		});
	}

	@Test
	void whenApplicationHasEngineThenItIsUsed() {
		ZarrEngine engine = ZarrEngine.create();
		this.contextRunner.withBean(ZarrEngine.class, () -> engine)
			.run((context) -> assertThat(context.getBean(ZarrEngine.class)).isSameAs(engine));
	}

	@Test
	void whenContextStartsThenExceptionTranslatorIsThere() {
		this.contextRunner.run((context) -> assertThat(context.getBean(PersistenceExceptionTranslator.class))
			.isInstanceOf(ZarrExceptionTranslator.class));
	}

	@Test
	void whenInitializationIsLazyThenStoresWork() {
		this.twoStores
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(
					context.getBean("lakeZarrTemplate", ZarrOperations.class).store("scratch").getStoreName())
				.isEqualTo("scratch"));
	}

	static class QualifiedUser {

		final ZarrOperations lake;

		final ZarrTemplate scratch;

		final StorageBackend lakeBackend;

		final StorageBackend scratchBackend;

		QualifiedUser(@Qualifier("lake") ZarrOperations lake, @Qualifier("scratch") ZarrTemplate scratch,
				@Qualifier("lake") StorageBackend lakeBackend, @Qualifier("scratch") StorageBackend scratchBackend) {
			this.lake = lake;
			this.scratch = scratch;
			this.lakeBackend = lakeBackend;
			this.scratchBackend = scratchBackend;
		}

	}

	static class MyDataLakeUser {

		final ZarrOperations operations;

		MyDataLakeUser(@Qualifier("my-data-lake") ZarrOperations operations) {
			this.operations = operations;
		}

	}

	static class UnqualifiedUser {

		final ZarrOperations operations;

		UnqualifiedUser(ZarrOperations operations) {
			this.operations = operations;
		}

	}

	static class NamedParameterUser {

		final ZarrOperations operations;

		NamedParameterUser(ZarrOperations scratchZarrTemplate) {
			this.operations = scratchZarrTemplate;
		}

	}

	static class UserOfOwnLake {

		final ZarrOperations lake;

		UserOfOwnLake(@Qualifier("lake") ZarrOperations lake) {
			this.lake = lake;
		}

	}

	static class LakeBackend {

		@Bean
		StorageBackend lakeStorageBackend() {
			return new ConcurrentMapBackend();
		}

	}

	static class ScopedBackend {

		@Bean
		@Scope(scopeName = BeanDefinition.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.INTERFACES)
		StorageBackend lakeStorageBackend() {
			return new ConcurrentMapBackend();
		}

	}

	static class BackendOnLake {

		@Bean
		StorageBackend mirrorStorageBackend(@Qualifier("lake") StorageBackend lake) {
			return new ReadOnlyBackend("mirror", lake);
		}

	}

	static class TestDataTypeFactory implements DataTypeFactory {

		@Override
		public @Nullable DataType fromV3(Extension extension) {
			return extension.name().equals("tiny") ? DataType.INT8 : null;
		}

		@Override
		public @Nullable V2DataType fromV2(Object json) {
			return null;
		}

	}

	static class TestCodecFactory implements CodecFactory {

		static final Codec CODEC = Mockito.mock();

		@Override
		public Set<String> names() {
			return Set.of("test");
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			return CODEC;
		}

	}

}
