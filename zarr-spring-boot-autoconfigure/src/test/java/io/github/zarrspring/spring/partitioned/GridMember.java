package io.github.zarrspring.spring.partitioned;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.storage.StoreKey;

/**
 * The application of {@link MemberProcess}: does what it is told on standard input.
 */
public final class GridMember {

	private final Grid grid;

	private final Load load;

	private GridMember(Grid grid) {
		this.grid = grid;
		this.load = new Load(grid.backend());
	}

	public static void main(String[] args) throws Exception {
		try (Grid grid = Grid.start(args[0], Arrays.copyOfRange(args, 1, args.length))) {
			new GridMember(grid).run();
		}
		System.exit(0);
	}

	private void run() throws Exception {
		say("UP " + this.grid.address());
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

}
