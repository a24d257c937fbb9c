package io.github.zarrspring.spring.jpa;

import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The statements that operations cost on PostgreSQL, as the README says.
 */
class JpaStatementsTests {

	@Test
	@DisplayName("2.1 Operations on many chunks take a few statements")
	void whenManyChunksThenFewStatements() {
		try (ConfigurableApplicationContext application = TestApplication
			.start(List.of(TestApplication.class, Counting.class), Databases.POSTGRESQL.newUrl())) {
			TestStore store = new TestStore(application);
			CountingDataSource statements = (CountingDataSource) application.getBean(DataSource.class);
			ZarrArray grid = store.ints("grid", 400);
			store.ints("log", 0);
			store.ints("large", 10_000);
			statements.take();

			store.zarr().open("grid");
			Assertions.assertThat(statements.take()).as("open").containsExactly("select");
			grid.write(TestStore.filled(400, 1));
			Assertions.assertThat(statements.take())
				.as("write whole chunks")
				.containsExactly("lock", "select", "insert");
			grid.read();
			Assertions.assertThat(statements.take()).as("read").containsExactly("select");
			grid.update(Selection.all(), (values) -> values);
			Assertions.assertThat(statements.take())
				.as("update")
				.containsExactly("lock", "select", "lock", "select", "update");
			grid.write(Selection.of(Slice.range(5, 395)), TestStore.filled(390, 2));
			Assertions.assertThat(statements.take())
				.as("write with parts of chunks")
				.containsExactly("lock", "select", "lock", "select", "update", "insert");
			grid.write(TestStore.filled(400, 0));
			Assertions.assertThat(statements.take())
				.as("write fill value")
				.containsExactly("lock", "select", "lock", "delete");
			store.zarr().open("log").append(TestStore.filled(10, 3));
			Assertions.assertThat(statements.take())
				.as("open and append whole chunks")
				.containsExactly("select", "lock", "lock", "lock", "select", "delete", "select", "update", "select",
						"insert");
			store.zarr().open("large").write(TestStore.filled(10_000, 4));
			Assertions.assertThat(statements.take())
				.as("write 1,000 chunks")
				.containsExactly("select", "lock", "select", "insert");
			store.zarr().delete("large");
			Assertions.assertThat(statements.take())
				.as("delete")
				.containsExactly("select", "lock", "lock", "select", "delete", "select");
			store.backend().info();
			Assertions.assertThat(statements.take()).as("info").containsExactly("select");
		}
	}

	@Test
	@DisplayName("2.1 A part of a shard costs its index and the inner chunks it touches, in two statements")
	void whenPartOfShardIsReadThenOnlyItsInnerChunksAre() {
		try (ConfigurableApplicationContext application = TestApplication
			.start(List.of(TestApplication.class, Counting.class), Databases.POSTGRESQL.newUrl())) {
			TestStore store = new TestStore(application);
			CountingDataSource statements = (CountingDataSource) application.getBean(DataSource.class);
			ZarrArray sharded = store.zarr()
				.create("sharded",
						ArraySpec.of(DataType.INT32)
							.shape(1000, 1000)
							.chunks(1000, 1000)
							.codecs(Codecs.sharding(new long[] { 50, 50 }, Codecs.bytes(ByteOrder.LITTLE_ENDIAN))));
			sharded.write(NdArray.of(IntStream.range(1, 1_000_001).toArray(), 1000, 1000));
			long index = 400 * 16 + 4;
			long inner = 50 * 50 * 4;
			ZarrArray opened = store.zarr().open("sharded");
			statements.take();
			statements.takeBytes();

			Assertions.assertThat(opened.read(Selection.parse("120:130,0:1000:400")).ints())
				.startsWith(120_001, 120_401, 120_801);
			Assertions.assertThat(statements.take()).as("read three inner chunks").containsExactly("select", "select");
			Assertions.assertThat(statements.takeBytes()).isEqualTo(index + 3 * inner);
			opened.read(Selection.parse("120:130,0:1000:400"));
			Assertions.assertThat(statements.take()).as("with the index in memory").containsExactly("select", "select");
			Assertions.assertThat(statements.takeBytes()).isEqualTo(3 * inner);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Counting {

		@Bean
		static BeanPostProcessor countingPostProcessor() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof DataSource dataSource) ? new CountingDataSource(dataSource) : bean;
				}

			};
		}

	}

}
