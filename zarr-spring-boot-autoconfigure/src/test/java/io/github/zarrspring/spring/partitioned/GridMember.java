package io.github.zarrspring.spring.partitioned;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import com.hazelcast.core.HazelcastInstance;
import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The application of {@link MemberProcess}: does what it is told on standard input.
 */
public final class GridMember {

	/**
	 * In front of the addresses of members, to be no member but a client.
	 */
	static final String CLIENT = "client:";

	private static String members = "";

	private final Grid grid;

	private final Load load;

	private @Nullable Lease lease;

	private GridMember(Grid grid) {
		this.grid = grid;
		this.load = new Load(grid.backend());
	}

	public static void main(String[] args) throws Exception {
		String[] properties = Arrays.copyOfRange(args, 1, args.length);
		try (Grid grid = args[0].startsWith(CLIENT) ? startClient(args[0].substring(CLIENT.length()), properties)
				: Grid.start(args[0], properties)) {
			new GridMember(grid).run();
		}
		System.exit(0);
	}

	private static Grid startClient(String addresses, String[] properties) {
		members = addresses;
		return Grid.start(List.of(GridApplication.class, ClientConfiguration.class), List.of(properties));
	}

	private void run() throws Exception {
		say("UP " + (this.grid.partitioned().isMember() ? this.grid.address() : "client"));
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null && !line.equals("stop"); line = input.readLine()) {
			try {
				String[] words = line.split(" ");
				say(("DONE " + obey(words)).strip());
			}
			catch (RuntimeException ex) {
				say("FAILED %s %s".formatted(ex.getClass().getSimpleName(), ex.getMessage()));
			}
		}
		this.load.stop();
	}

	private String obey(String[] words) throws Exception {
		return switch (words[0]) {
			case "count" -> count(words[1], Integer.parseInt(words[2]));
			case "load" -> {
				this.load.start(words[1]);
				yield "";
			}
			case "unload" -> {
				this.load.stop();
				this.load.report().forEach(GridMember::say);
				yield String.valueOf(this.grid.partitioned().numbers().lostAnswers());
			}
			case "members" -> String.valueOf(this.grid.instance().getCluster().getMembers().size());
			case "health" -> this.grid.health().getStatus() + " " + this.grid.health().getDetails();
			case "events" -> this.grid.events().of(ClusterEvent.class).toString();
			case "write" -> {
				this.grid.backend()
					.write(StoreKey.of(words[1]), ByteBuffer.wrap(words[2].getBytes(StandardCharsets.UTF_8)));
				yield "";
			}
			case "lease" -> {
				LeaseRequest request = LeaseRequest.of(words[1])
					.timeToLive(Duration.ofMillis(Long.parseLong(words[2])))
					.waitFor(Duration.ofMinutes(2));
				yield lease((words.length > 3) ? request.heir(words[3]) : request);
			}
			case "put" -> {
				put(StoreKey.of(words[1]), words[2]);
				yield "";
			}
			case "insist" -> {
				new Thread(() -> insist(StoreKey.of(words[1]), words[2])).start();
				yield "";
			}
			case "lock" -> {
				hold(NodePath.of(words[1]), NodeLock.valueOf(words[2]));
				yield "";
			}
			case "delete" -> {
				this.grid.backend().delete(StoreKey.of(words[1]));
				yield "";
			}
			case "read" -> this.grid.backend()
				.read(StoreKey.of(words[1]))
				.map((value) -> StandardCharsets.UTF_8.decode(value.bytes()).toString())
				.orElse("<missing>");
			default -> throw new IllegalArgumentException(words[0]);
		};
	}

	private String lease(LeaseRequest request) {
		Lease lease = this.grid.zarr().lease(request);
		this.lease = lease;
		return String.valueOf(lease.fencingNumber());
	}

	/**
	 * Hold a lock until the end.
	 */
	private void hold(NodePath path, NodeLock mode) {
		CountDownLatch locked = new CountDownLatch(1);
		Thread holder = new Thread(
				() -> this.grid.backend().locked(new TreeMap<>(Map.of(path, mode)), () -> standStill(locked)));
		holder.setDaemon(true);
		holder.start();
		try {
			locked.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean standStill(CountDownLatch locked) {
		locked.countDown();
		LockSupport.park();
		return true;
	}

	private void put(StoreKey key, String value) {
		this.grid.zarr()
			.with(Objects.requireNonNull(this.lease))
			.getBackend()
			.write(key, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Write again and again until it is refused.
	 */
	private void insist(StoreKey key, String value) {
		for (;;) {
			try {
				put(key, value);
			}
			catch (StoreAccessDeniedException ex) {
				say("REFUSED " + ex.getMessage());
				return;
			}
			catch (RuntimeException ex) {
				say("TROUBLE " + ex.getMessage());
			}
		}
	}

	private String count(String path, int times) {
		count(this.grid.zarr().open(path), times);
		return String.valueOf(this.grid.partitioned().numbers().lostAnswers());
	}

	/**
	 * An array of counters in chunks of 10.
	 */
	static ZarrArray counters(Grid grid, String path, int length) {
		return grid.zarr().create(path, ArraySpec.of(DataType.INT32).shape(length).chunks(10));
	}

	static void count(ZarrArray counters, int times) {
		for (int i = 0; i < times; i++) {
			counters.update(Selection.all(), (values) -> {
				int[] ints = values.ints();
				for (int j = 0; j < ints.length; j++) {
					ints[j]++;
				}
				return values;
			});
		}
	}

	static synchronized void say(String line) {
		System.out.println(line);
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean
		HazelcastInstance client() {
			return Grid.client(members.split(","));
		}

	}

}
