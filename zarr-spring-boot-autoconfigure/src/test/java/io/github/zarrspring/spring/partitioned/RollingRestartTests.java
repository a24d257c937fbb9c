package io.github.zarrspring.spring.partitioned;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.core.HazelcastInstance;
import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All members are replaced one after the other, while an application that is a client
 * reads.
 */
class RollingRestartTests {

	private static final int ROW = 131_072;

	private static String address = "";

	@AfterEach
	void closeClients() {
		HazelcastClient.shutdownAll();
	}

	@Test
	@Tag("slow")
	@DisplayName("5.3 Three members with 64 MB of arrays are restarted one by one: nothing is lost, reads go on")
	void whenMembersAreRestartedThenReadsGoOn() throws Exception {
		restart(64, "-Xmx256m");
	}

	@Test
	@Tag("proof")
	@DisplayName("5.3 Three members with 1 GB of arrays are restarted one by one: nothing is lost, reads go on")
	void whenMembersWithMuchDataAreRestartedThenReadsGoOn() throws Exception {
		restart(1024, "-Xmx2g");
	}

	private static MemberProcess start(String members, String heap) throws Exception {
		return MemberProcess.start(List.of(), System.getProperty("java.class.path"), heap, GridMember.class, members);
	}

	private static int[] row(int number) {
		return new Random(number).ints(ROW).toArray();
	}

	private static void awaitSafe(MemberProcess member) throws Exception {
		Await.until("three safe members", () -> {
			String health = member.ask("health");
			return health.contains("members=3") && health.contains("safe=true");
		});
	}

	/**
	 * Restart with rows of 512 KB.
	 */
	private static void restart(int megabytes, String heap) throws Exception {
		List<MemberProcess> members = new ArrayList<>();
		members.add(start("", heap));
		members.add(start(members.get(0).address(), heap));
		members.add(start(members.get(0).address(), heap));
		address = members.get(0).address() + "," + members.get(1).address() + "," + members.get(2).address();
		try (Grid client = Grid.start(List.of(GridApplication.class, ClientConfiguration.class), List.of())) {
			int rows = 2 * megabytes;
			ZarrArray array = client.zarr()
				.create("array",
						ArraySpec.of(DataType.INT32)
							.shape(rows, ROW)
							.chunks(1, ROW)
							.codecs(Codecs.bytes(ByteOrder.LITTLE_ENDIAN)));
			for (int row = 0; row < rows; row++) {
				array.write(Selection.of(Slice.at(row), Slice.all()), NdArray.of(row(row), ROW));
			}
			AtomicBoolean stopped = new AtomicBoolean();
			AtomicInteger reads = new AtomicInteger();
			List<Object> failures = new CopyOnWriteArrayList<>();
			Thread reader = new Thread(() -> {
				Random random = new Random(1);
				while (!stopped.get()) {
					try {
						check(array, random.nextInt(rows));
						reads.incrementAndGet();
					}
					catch (RuntimeException | AssertionError ex) {
						failures.add(ex);
					}
				}
			});
			reader.start();
			try {
				for (int i = 0; i < 3; i++) {
					awaitSafe(members.get(0));
					members.remove(0).stop();
					members.add(start(members.get(0).address() + ',' + members.get(1).address(), heap));
					members.get(2).address();
				}
				awaitSafe(members.get(0));
			}
			finally {
				stopped.set(true);
				reader.join();
			}
			for (int row = 0; row < rows; row++) {
				check(array, row);
			}
			Grid.report("rolling restart of three members with %d MB: %d reads meanwhile, %d failed"
				.formatted(megabytes, reads.get(), failures.size()));
			assertThat(failures).isEmpty();
			assertThat(reads.get()).isPositive();
		}
		finally {
			for (MemberProcess member : members) {
				member.close();
			}
		}
	}

	private static void check(ZarrArray array, int row) {
		assertThat(array.read(Selection.of(Slice.at(row), Slice.all())).ints()).isEqualTo(row(row));
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean
		HazelcastInstance client() {
			return Grid.client(address.split(","));
		}

	}

}
