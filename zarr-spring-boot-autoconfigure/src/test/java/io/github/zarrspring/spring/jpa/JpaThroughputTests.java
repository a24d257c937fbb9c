package io.github.zarrspring.spring.jpa;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * How fast 1,000 chunks of 80 KB are written and read, against plain JDBC with the same
 * rows on the same PostgreSQL, and how much memory it takes.
 */
@Tag("proof")
class JpaThroughputTests {

	private static final int CHUNKS = 1000;

	private static final int VALUES = 10_000;

	private static final int ROUNDS = 11;

	private static final int JDBC_BATCH = 100;

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static double seconds(Callable<?> work) throws Exception {
		long start = System.nanoTime();
		work.call();
		return (System.nanoTime() - start) / 1e9;
	}

	private static byte[] key(int chunk) {
		return ("grid/c/" + chunk).getBytes(StandardCharsets.UTF_8);
	}

	private static int writePlain(DataSource dataSource, byte[][] rows) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			connection.setAutoCommit(false);
			try (PreparedStatement statement = connection.prepareStatement("insert into plain_entry"
					+ " (content, size, version, store, entry_key, path, entry, created_at, updated_at)"
					+ " values (?, ?, ?, ?, ?, ?, ?, current_timestamp, current_timestamp)")) {
				for (int i = 0; i < rows.length; i++) {
					statement.setBytes(1, rows[i]);
					statement.setLong(2, rows[i].length);
					statement.setString(3, UUID.randomUUID().toString());
					statement.setString(4, "ledger");
					statement.setBytes(5, key(i));
					statement.setString(6, "grid");
					statement.setString(7, "c/" + i);
					statement.addBatch();
					if ((i + 1) % JDBC_BATCH == 0) {
						statement.executeBatch();
					}
				}
			}
			connection.commit();
			connection.setAutoCommit(true);
		}
		return rows.length;
	}

	/**
	 * All rows of one query, fetched in pieces.
	 */
	private static long readPlain(DataSource dataSource) throws SQLException {
		long bytes = 0;
		try (Connection connection = dataSource.getConnection()) {
			connection.setAutoCommit(false);
			try (PreparedStatement statement = connection
				.prepareStatement("select entry_key, content from plain_entry where store = ? and path = ?")) {
				statement.setFetchSize(JDBC_BATCH);
				statement.setString(1, "ledger");
				statement.setString(2, "grid");
				try (ResultSet row = statement.executeQuery()) {
					while (row.next()) {
						bytes += row.getBytes(1).length + row.getBytes(2).length;
					}
				}
			}
			connection.commit();
			connection.setAutoCommit(true);
		}
		return bytes;
	}

	@Test
	@DisplayName("1,000 chunks of 80 KB: written at 60 % or more of plain JDBC, read at 70 % or more, with less than 64 MB")
	void whenManyChunksThenNearlyAsFastAsPlainJdbc(TestReporter reporter) throws Exception {
		try (ConfigurableApplicationContext application = TestApplication.start(Databases.POSTGRESQL.newUrl())) {
			TestStore store = new TestStore(application);
			DataSource dataSource = application.getBean(DataSource.class);
			store.jdbc().execute("create table plain_entry (like zarr_entry including all)");
			double[] values = new Random(7).doubles((long) CHUNKS * VALUES).toArray();
			byte[][] rows = new byte[CHUNKS][];
			for (int i = 0; i < CHUNKS; i++) {
				ByteBuffer row = ByteBuffer.allocate(VALUES * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
				row.asDoubleBuffer().put(values, i * VALUES, VALUES);
				rows[i] = row.array();
			}
			NdArray data = NdArray.of(values, values.length);
			NdArray target = NdArray.of(new double[values.length], values.length);
			double[] write = new double[ROUNDS];
			double[] writePlain = new double[ROUNDS];
			double[] read = new double[ROUNDS];
			double[] readPlain = new double[ROUNDS];
			for (int round = -3; round < ROUNDS; round++) {
				store.jdbc().execute("truncate plain_entry, zarr_entry");
				store.jdbc().execute("checkpoint");
				ZarrArray grid = store.zarr()
					.create("grid",
							ArraySpec.of(DataType.FLOAT64)
								.shape(values.length)
								.chunks(VALUES)
								.codecs(Codecs.bytes(ByteOrder.LITTLE_ENDIAN)));
				int at = Math.max(0, round);
				writePlain[at] = seconds(() -> writePlain(dataSource, rows));
				write[at] = seconds(() -> {
					grid.write(data);
					return grid;
				});
				readPlain[at] = seconds(() -> readPlain(dataSource));
				read[at] = seconds(() -> {
					grid.readInto(Selection.all(), target);
					return target;
				});
			}
			Assertions.assertThat(target.doubles()).isEqualTo(values);
			double written = median(writePlain) / median(write);
			double fetched = median(readPlain) / median(read);
			reporter.publishEntry("write",
					"zarr %.3f s, JDBC %.3f s, %.0f %%".formatted(median(write), median(writePlain), 100 * written));
			reporter.publishEntry("read",
					"zarr %.3f s, JDBC %.3f s, %.0f %%".formatted(median(read), median(readPlain), 100 * fetched));
			ZarrArray grid = store.zarr().open("grid");
			long heap = held(() -> {
				grid.write(data);
				return grid;
			});
			reporter.publishEntry("heap", "%.1f MB held while writing, beyond the data".formatted(heap / 1048576.0));
			Assertions.assertThat(written).as("write").isGreaterThanOrEqualTo(0.6);
			Assertions.assertThat(fetched).as("read").isGreaterThanOrEqualTo(0.7);
			Assertions.assertThat(heap).as("heap").isLessThan(64L << 20);
		}
	}

	/**
	 * The most that is held while work is done: after a collection each, so that garbage
	 * does not count.
	 */
	private static long held(Callable<?> work) throws Exception {
		long before = used();
		AtomicLong most = new AtomicLong();
		AtomicBoolean done = new AtomicBoolean();
		Thread monitor = new Thread(() -> {
			while (!done.get()) {
				most.accumulateAndGet(used(), Math::max);
			}
		});
		monitor.start();
		try {
			work.call();
		}
		finally {
			done.set(true);
			monitor.join();
		}
		return most.get() - before;
	}

	private static long used() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
